import { ANN, at } from "../../helpers/world.ts";
import { type ChangeRow, found, type Wish } from "./changes.ts";
import type { TableWorld } from "./table-world.ts";

const MOVE = "a move";

type Action = "reschedule" | "cancel" | "confirm" | "decline";

const row = (
  name: string,
  action: Action,
  type: ChangeRow["type"],
  arrange: (world: TableWorld) => Promise<Wish>,
): ChangeRow => ({
  name,
  match: { method: "POST", path: new RegExp(`/${action}$`) },
  isNew: false,
  type,
  answeredByOld: action !== "reschedule",
  arrange,
  search: found,
  // Older servers do not say where a booking was moved to (0113), and only those with a key may list.
  anonymousSearch: (isHosted) => (isHosted || name !== MOVE ? "found" : "barred"),
  needsKey: action === "confirm" || action === "decline",
});

const NEW_TIME = at("13:00");

/** Ben's seat at ten, beside Ann's. */
async function seatOfBen({ before, types }: TableWorld) {
  const { booking, seatUid = "" } = await before(types.seated.id);
  await before(types.seated.id, "10:00", ANN);
  return { uid: booking.uid, seatUid };
}

const hasStatus = ({ fake }: TableWorld, uid: string, status: string) =>
  fake.bookings.get(uid)?.status === status ? [uid] : [];

/** Every change of a booking that is there. */
export const CHANGES: readonly ChangeRow[] = [
  row(MOVE, "reschedule", "half", async ({ before, fake, types }) => {
    const { booking } = await before(types.half.id);
    return {
      send: (by, options) => by.bookings.reschedule(booking.uid, { start: NEW_TIME }, options),
      done: () =>
        fake.bookings
          .list()
          .filter(({ rescheduledFromUid }) => rescheduledFromUid === booking.uid)
          .map(({ uid }) => uid),
    };
  }),
  row("a move of a seat", "reschedule", "seated", async (world) => {
    const { uid, seatUid } = await seatOfBen(world);
    const { fake } = world;
    const move = { start: NEW_TIME, seatUid };
    return {
      send: (by, options) => by.bookings.reschedule(uid, move, options),
      done: () =>
        fake.bookings
          .list()
          .filter(({ start }) => start === Date.parse(NEW_TIME))
          .filter(({ attendees }) => attendees.some((one) => one.seatUid === seatUid))
          .map((booking) => booking.uid),
    };
  }),
  row("a cancellation", "cancel", "half", async (world) => {
    const { booking } = await world.before(world.types.half.id);
    const why = { cancellationReason: "Ill" };
    return {
      send: (by, options) => by.bookings.cancel(booking.uid, why, options),
      done: () => hasStatus(world, booking.uid, "cancelled"),
    };
  }),
  row("a seat given back", "cancel", "seated", async (world) => {
    const { uid, seatUid } = await seatOfBen(world);
    const seats = () => world.fake.bookings.get(uid)?.attendees ?? [];
    return {
      send: (by, options) => by.bookings.cancel(uid, { seatUid }, options),
      done: () => (seats().some((seat) => seat.seatUid === seatUid) ? [] : [uid]),
    };
  }),
  row("the rest of a series cancelled", "cancel", "series", async (world) => {
    const { occurrences = [] } = await world.before(world.types.series.id);
    const rest = occurrences.slice(1).map(({ uid }) => uid);
    const [second = ""] = rest;
    const input = { cancelSubsequentBookings: true, cancellationReason: "Ill" };
    return {
      send: (by, options) => by.bookings.cancel(second, input, options),
      done: () =>
        rest.every((uid) => hasStatus(world, uid, "cancelled").length === 1) ? [second] : [],
    };
  }),
  row("a confirmation", "confirm", "asking", async (world) => {
    const { booking } = await world.before(world.types.asking.id);
    return {
      send: (by, options) => by.bookings.confirm(booking.uid, options),
      done: () => hasStatus(world, booking.uid, "accepted"),
    };
  }),
  row("a refusal", "decline", "asking", async (world) => {
    const { booking } = await world.before(world.types.asking.id);
    return {
      send: (by, options) => by.bookings.decline(booking.uid, { reason: "Full" }, options),
      done: () => hasStatus(world, booking.uid, "rejected"),
    };
  }),
];
