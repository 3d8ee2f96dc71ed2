import { at } from "../../helpers/world.ts";
import type { MatrixEventType } from "./cast.ts";
import { type Actor, as, book, type MatrixWorld } from "./matrix-world.ts";
import { follow, type Row } from "./row.ts";

type Pick = (world: MatrixWorld) => readonly [MatrixEventType, object?];
const REASON = { cancellationReason: "ill" };

/** A booking of nine o'clock, to which something happens. */
const happens =
  (verb: string, change: (by: Actor, uid: string, world: MatrixWorld) => Promise<unknown>) =>
  (name: string, pick: Pick, more: Partial<Row> = {}): Row =>
    follow(
      `${verb}: ${name}`,
      async (world) => {
        const [type, input] = pick(world);
        const { booking } = await book(world.before, type, { ...input });
        return (by) => change(by, booking.uid, world);
      },
      more,
    );

const cancelled = happens("cancelled", (by, uid) => by.bookings.cancel(uid, REASON));
const confirmed = happens("confirmed", (by, uid) => by.bookings.confirm(uid));
const declined = happens("declined", (by, uid) => by.bookings.decline(uid));
const askedBack = happens("asked for another time", (by, uid) =>
  by.bookings.requestReschedule(uid, { rescheduleReason: "ill" }),
);
const NOTHING_TAKEN = { idle: "it has taken no time" };

const ofSeries = (name: string, cancel: (by: Actor, uids: SeriesUids) => Promise<unknown>): Row =>
  follow(`cancelled: ${name}`, async ({ before, carol, types }) => {
    const { booking, occurrences = [] } = await book(before, types.series, as(carol));
    const uids = { series: booking.recurringBookingUid ?? "", second: occurrences[1]?.uid ?? "" };
    return (by) => cancel(by, uids);
  });

interface SeriesUids {
  readonly series: string;
  readonly second: string;
}

/** A series to one of whose later bookings a guest has come who is a host elsewhere. */
const joined = (
  name: string,
  pick: (world: MatrixWorld) => MatrixEventType,
  change: (by: Actor, uids: SeriesUids & { readonly first: string }) => Promise<unknown>,
): Row =>
  follow(`${name}, where a host elsewhere is guest of one`, async (world) => {
    const { before, dave } = world;
    const { booking, occurrences = [] } = await book(before, pick(world));
    const [first = "", second = "", third = ""] = occurrences.map(({ uid }) => uid);
    await before.bookings.addGuests(third, { guests: [{ email: dave.email }] });
    return (by) => change(by, { first, second, series: booking.recurringBookingUid ?? "" });
  });

const ofSeats = (
  name: string,
  others: number,
  cancel: (by: Actor, uid: string, seatUid: string) => Promise<unknown>,
): Row =>
  follow(`cancelled: ${name}`, async ({ before, carol, types }) => {
    for (let other = 0; other < others; other++) {
      await book(before, types.seated, as({ email: `${other}@example.test` }));
    }
    const { booking, seatUid = "" } = await book(before, types.seated, as(carol));
    return (by) => cancel(by, booking.uid, seatUid);
  });

/** Bookings that are decided on, or called off. */
export const ended: readonly Row[] = [
  cancelled("one's own", ({ types }) => [types.own]),
  cancelled("attendee is a host elsewhere", ({ carol, types }) => [types.own, as(carol)]),
  cancelled("guest is a host elsewhere", ({ dave, types }) => [
    types.own,
    { guests: [dave.email] },
  ]),
  cancelled("of somebody else", ({ alice, types }) => [types.ofDave, as(alice)]),
  cancelled("collective", ({ types }) => [types.together]),
  cancelled("round robin", ({ types }) => [types.anyOf]),
  cancelled("round robin of others", ({ types }) => [types.others]),
  cancelled("limit of the week no longer reached", ({ types }) => [types.weekly]),
  cancelled("limit of the team no longer reached", ({ types }) => [types.limited]),
  cancelled("with buffers", ({ types }) => [types.buffered]),
  cancelled("unconfirmed, blocking", ({ types }) => [types.blocking]),
  cancelled("unconfirmed", ({ types }) => [types.asking], NOTHING_TAKEN),
  cancelled("an occurrence", ({ types }) => [types.series]),
  follow("cancelled: people who were added", async ({ before, carol, dave, types }) => {
    const { booking } = await book(before, types.own);
    await before.bookings.addAttendee(booking.uid, as(carol).attendee);
    await before.bookings.addGuests(booking.uid, { guests: [{ email: dave.email }] });
    return (by) => by.bookings.cancel(booking.uid, REASON);
  }),
  follow("cancelled: after it was reassigned", async ({ before, bob, types }) => {
    const { booking } = await book(before, types.anyOf);
    await before.bookings.reassign(booking.uid, { userId: bob.id });
    return (by) => by.bookings.cancel(booking.uid, REASON);
  }),
  follow("cancelled: hosts have changed since", async ({ before, carol, fake, types }) => {
    const { booking } = await book(before, types.anyOf);
    fake.eventTypes.update(types.anyOf.id, { hostIds: [carol.id] });
    return (by) => by.bookings.cancel(booking.uid, REASON);
  }),
  ofSeries("an occurrence and all that follow", (by, { second }) =>
    by.bookings.cancel(second, { ...REASON, cancelSubsequentBookings: true }),
  ),
  ofSeries("the whole series", (by, { series }) => by.bookings.cancel(series, REASON)),
  joined(
    "cancelled: the whole series",
    ({ types }) => types.series,
    (by, { series }) => by.bookings.cancel(series, REASON),
  ),
  joined(
    "cancelled: an occurrence and all that follow",
    ({ types }) => types.series,
    (by, { second }) => by.bookings.cancel(second, { ...REASON, cancelSubsequentBookings: true }),
  ),
  joined(
    "confirmed: the whole series",
    ({ types }) => types.askingSeries,
    (by, { first }) => by.bookings.confirm(first),
  ),
  ofSeats("one of several seats", 2, (by, uid, seatUid) => by.bookings.cancel(uid, { seatUid })),
  ofSeats("the last seat", 0, (by, uid, seatUid) => by.bookings.cancel(uid, { seatUid })),
  ofSeats("all seats", 2, (by, uid) => by.bookings.cancel(uid, REASON)),
  confirmed("blocking", ({ types }) => [types.blocking]),
  confirmed("attendee is a host elsewhere", ({ carol, types }) => [types.asking, as(carol)]),
  confirmed("guest is a host elsewhere", ({ dave, types }) => [
    types.asking,
    { guests: [dave.email] },
  ]),
  follow("confirmed: after it was moved", async ({ before, types }) => {
    const { booking } = await book(before, types.asking);
    const moved = await before.bookings.reschedule(booking.uid, { start: at("13:00") });
    return (by) => by.bookings.confirm(moved.booking.uid);
  }),
  declined("blocking", ({ types }) => [types.blocking]),
  declined("attendee is a host elsewhere", ({ carol, types }) => [types.blocking, as(carol)]),
  declined("not blocking", ({ types }) => [types.asking], NOTHING_TAKEN),
  askedBack("one's own", ({ types }) => [types.own]),
  askedBack("guest is a host elsewhere", ({ dave, types }) => [
    types.own,
    { guests: [dave.email] },
  ]),
  askedBack("collective", ({ types }) => [types.together]),
  happens("moved to another place", (by, uid) =>
    by.bookings.updateLocation(uid, { type: "link", link: "https://meet.example/1" }),
  )("one's own", ({ types }) => [types.own], { idle: "its time stays" }),
  follow(
    "marked absent: its attendee",
    async ({ before, clock, types }) => {
      const { booking } = await book(before, types.own);
      clock.set(at("20:00"));
      const absent = { attendees: [{ email: "ann@example.test", absent: true }] };
      return (by) => by.bookings.markAbsent(booking.uid, absent);
    },
    { idle: "its time is over" },
  ),
];
