import { at } from "../../helpers/world.ts";
import type { MatrixEventType } from "./cast.ts";
import { type Actor, as, book, type MatrixWorld } from "./matrix-world.ts";
import { follow, type Row } from "./row.ts";

type Pick = (world: MatrixWorld) => readonly [MatrixEventType, object?];
const to = (time: string) => ({ start: at(time) });

/** A booking of nine o'clock, moved to one. */
const moved = (name: string, pick: Pick): Row =>
  follow(`moved: ${name}`, async (world) => {
    const [type, more] = pick(world);
    const { booking } = await book(world.before, type, { ...more });
    return (by) => by.bookings.reschedule(booking.uid, to("13:00"));
  });

async function confirmed({ before, carol, types }: MatrixWorld, type = types.blocking) {
  const { booking } = await book(before, type, as(carol));
  await before.bookings.confirm(booking.uid);
  return booking.uid;
}

const seatMoved = (name: string, isTaken: boolean): Row =>
  follow(`moved: one seat, ${name}`, async ({ before, carol, types }) => {
    await book(before, types.seated);
    const { booking, seatUid = "" } = await book(before, types.seated, as(carol));
    if (isTaken) {
      await book(before, types.seated, { time: "13:00", ...as({ email: "bea@example.test" }) });
    }
    return (by: Actor) => by.bookings.reschedule(booking.uid, { ...to("13:00"), seatUid });
  });

/** Bookings that are moved, or change hands. */
export const movedRows: readonly Row[] = [
  moved("one's own", ({ types }) => [types.own]),
  moved("attendee is a host elsewhere", ({ carol, types }) => [types.own, as(carol)]),
  moved("guest is a host elsewhere", ({ dave, types }) => [types.own, { guests: [dave.email] }]),
  moved("collective", ({ types }) => [types.together]),
  moved("round robin, the host stays", ({ types }) => [types.anyOf]),
  moved("an occurrence of a series", ({ types }) => [types.series]),
  moved("with buffers", ({ types }) => [types.buffered]),
  moved("of somebody else", ({ alice, types }) => [types.ofDave, as(alice)]),
  follow("moved: round robin, the host changes", async ({ before, types }) => {
    const { booking } = await book(before, types.anyOf);
    await book(before, types.own, { time: "13:00" });
    return (by) => by.bookings.reschedule(booking.uid, to("13:00"));
  }),
  follow("moved: has to be confirmed again", async (world) => {
    const uid = await confirmed(world);
    return (by) => by.bookings.reschedule(uid, to("13:00"));
  }),
  follow("moved: by its owner, stays confirmed", async (world) => {
    const uid = await confirmed(world, world.types.asking);
    const rescheduledBy = world.alice.email;
    return (by) => by.bookings.reschedule(uid, { ...to("13:00"), rescheduledBy });
  }),
  follow("moved: by its old uid, after others moved it", async ({ before, stranger, types }) => {
    const { booking } = await book(before, types.own);
    await stranger.bookings.reschedule(booking.uid, to("11:00"));
    return (by) => by.bookings.reschedule(booking.uid, to("13:00"));
  }),
  seatMoved("to a time of its own", false),
  seatMoved("to others", true),
  follow(
    "reassigned: to whom Cal.com picks",
    async ({ before, types }) => {
      const { booking } = await book(before, types.anyOf);
      return (by) => by.bookings.reassign(booking.uid);
    },
    { silent: "14", toldBy: "hosted" },
  ),
  follow(
    "reassigned: to who is named",
    async ({ before, bob, types }) => {
      const { booking } = await book(before, types.anyOf);
      return (by) => by.bookings.reassign(booking.uid, { userId: bob.id });
    },
    { silent: "14", toldBy: "hosted" },
  ),
  follow(
    "people added: an attendee who is a host elsewhere",
    async ({ before, carol, types }) => {
      const { booking } = await book(before, types.own);
      return (by) => by.bookings.addAttendee(booking.uid, as(carol).attendee);
    },
    { silent: "8b" },
  ),
  follow(
    "people added: a guest who is a host elsewhere",
    async ({ before, dave, types }) => {
      const { booking } = await book(before, types.own);
      return (by) => by.bookings.addGuests(booking.uid, { guests: [{ email: dave.email }] });
    },
    { silent: "8b" },
  ),
];
