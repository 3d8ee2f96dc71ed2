import { at, DAY } from "../../helpers/world.ts";
import { LATER_DAY } from "./columns.ts";
import { as, book, type MatrixWorld } from "./matrix-world.ts";
import { follow, type Row } from "./row.ts";

/** A change others make, and what a newer Cal.com tells of it (API.md 11.4). */
const told = (
  name: string,
  arrange: (world: MatrixWorld) => Promise<() => Promise<unknown>>,
  more: Partial<Row> = {},
): Row => follow(`told: ${name}`, arrange, { only: "others", ...more });

const absent = ({ bob, carol }: MatrixWorld, to: "carol" | "nobody") => ({
  oooEntry: {
    id: 1,
    user: { id: bob.id, email: bob.email, username: bob.username },
    toUser: to === "nobody" ? null : { id: carol.id, email: carol.email },
  },
});

/** Changes behind the client's back of which the fake itself sends nothing. */
export const toldRows: readonly Row[] = [
  told("away, as the web app says", async (world) => async () => {
    world.fake.outOfOffice.add({ userId: world.bob.id, from: DAY });
    await world.tell("OOO_CREATED", absent(world, "carol"));
  }),
  told("away on other days, without the old ones", async (world) => {
    const { id } = world.fake.outOfOffice.add({ userId: world.bob.id, from: DAY });
    return async () => {
      world.fake.outOfOffice.remove(id);
      world.fake.outOfOffice.add({ userId: world.bob.id, from: LATER_DAY });
      await world.tell("OOO_CREATED", absent(world, "nobody"));
    };
  }),
  told("paid, and so accepted", async ({ alice, before, carol, fake, tell, types }) => {
    const { booking } = await book(before, types.asking, as(carol));
    return async () => {
      const pending = fake.bookings.get(booking.uid);
      if (pending !== undefined) fake.bookings.add({ ...pending, status: "accepted" });
      await tell("BOOKING_PAID", {
        uid: booking.uid,
        eventTypeId: types.asking.id,
        organizer: { id: alice.id, email: alice.email },
        attendees: [{ email: carol.email }],
        paymentId: 1,
      });
    };
  }),
  told(
    "an instant meeting that a host joins",
    async ({ bob, carol, fake, stranger, types }) => {
      const { booking } = await book(stranger, types.anyOf, { ...as(carol), instant: true });
      return () => fake.bookings.join(booking.uid, bob.id);
    },
    { silent: "15", toldBy: "hosted" },
  ),
  told("a calendar that cannot be read", async ({ bob, fake, tell }) => async () => {
    fake.calendars.addBusy({ userId: bob.id, start: at("09:00"), end: at("17:00") });
    await tell("DELEGATION_CREDENTIAL_ERROR", {
      error: { type: "CalendarError", message: "No access." },
      credential: { id: 1, type: "google_calendar" },
      user: { id: bob.id, email: bob.email, organizationId: 1 },
    });
  }),
  told(
    "busy in an external calendar",
    async ({ bob, fake }) =>
      async () =>
        fake.calendars.addBusy({ userId: bob.id, start: at("09:00"), end: at("10:00") }),
    { silent: "31" },
  ),
];
