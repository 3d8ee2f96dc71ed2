import { at, DAY } from "../../helpers/world.ts";
import { type Actor, book, type MatrixWorld } from "./matrix-world.ts";
import { follow, fresh, type Row } from "./row.ts";

type Edit = (by: Actor, world: MatrixWorld) => Promise<unknown>;
const SAME_ANSWERS = { idle: "answers are about event types that were there" };
const AWAY = { start: DAY, end: DAY };

const eventType = (name: string, edit: Edit, more: Partial<Row> = {}): Row =>
  fresh(`event type: ${name}`, edit, { silent: "24", ...more });
const schedule = (name: string, edit: Edit): Row =>
  fresh(`schedule: ${name}`, edit, { silent: "19" });

const held = (
  name: string,
  change: (by: Actor, uid: string, world: MatrixWorld) => Promise<unknown>,
  more: Partial<Row> = {},
): Row =>
  follow(
    `reservation: ${name}`,
    async (world) => {
      const { before, types } = world;
      const input = { eventTypeId: types.own.id, slotStart: at("09:00") };
      const { reservation } = await before.reservations.create(input);
      return (by) => change(by, reservation.reservationUid, world);
    },
    { silent: "16", ...more },
  );

const reserved = (name: string, pick: (world: MatrixWorld) => { readonly id: number }): Row =>
  fresh(
    `reservation: ${name}`,
    (by, world) => {
      const { id } = pick(world);
      return by.reservations.create({ eventTypeId: id, slotStart: at("09:00") });
    },
    { silent: "16" },
  );

const RUNS_OUT_MS = 5 * 60_000 + 1;

/** Times that are held for a while. */
export const reservations: readonly Row[] = [
  reserved("of one's own", ({ types }) => types.own),
  reserved("with buffers", ({ types }) => types.buffered),
  reserved("of a round robin", ({ types }) => types.anyOf),
  reserved("of a collective", ({ types }) => types.together),
  reserved("of a seat", ({ types }) => types.seated),
  reserved("of somebody else", ({ types }) => types.ofDave),
  held("to another time", (by, uid, { types }) =>
    by.reservations.update(uid, { eventTypeId: types.own.id, slotStart: at("13:00") }),
  ),
  held("to another host", (by, uid, { types }) =>
    by.reservations.update(uid, { eventTypeId: types.ofDave.id, slotStart: at("13:00") }),
  ),
  held("let go", (by, uid) => by.reservations.delete(uid)),
  {
    name: "reservation: runs out",
    arrange: async ({ clock, types, writer }) => {
      await writer.reservations.create({ eventTypeId: types.own.id, slotStart: at("09:00") });
      return () => clock.advance(RUNS_OUT_MS);
    },
    only: "client",
    byTime: true,
  },
];

/** Event types, working hours and absences. */
export const settings: readonly Row[] = [
  eventType("length", (by, { types }) =>
    by.eventTypes.update(types.own.id, { lengthInMinutes: 45 }),
  ),
  eventType("interval", (by, { types }) =>
    by.eventTypes.update(types.own.id, { slotInterval: 15 }),
  ),
  eventType("notice", (by, { types }) =>
    by.eventTypes.update(types.own.id, { minimumBookingNotice: 7 * 24 * 60 }),
  ),
  follow(
    "event type: buffers, beside a booking",
    async ({ before, types }) => {
      await book(before, types.own, { time: "12:00" });
      return (by) =>
        by.eventTypes.update(types.own.id, { beforeEventBuffer: 30, afterEventBuffer: 30 });
    },
    { silent: "24" },
  ),
  eventType("schedule", (by, { mornings, types }) =>
    by.eventTypes.update(types.own.id, { scheduleId: mornings.id }),
  ),
  eventType("window of days", (by, { types }) =>
    by.eventTypes.update(types.own.id, { bookingWindow: { type: "calendarDays", value: 3 } }),
  ),
  eventType("only the first of a day", (by, { types }) =>
    by.eventTypes.update(types.own.id, { onlyShowFirstAvailableSlot: true }),
  ),
  eventType("seats", (by, { types }) =>
    by.eventTypes.update(types.own.id, {
      seats: { seatsPerTimeSlot: 2, showAttendeeInfo: true, showAvailabilityCount: true },
    }),
  ),
  follow(
    "event type: limit of the week, beside a booking",
    async ({ before, types }) => {
      await book(before, types.own);
      return (by) => by.eventTypes.update(types.own.id, { bookingLimitsCount: { week: 1 } });
    },
    { silent: "24" },
  ),
  follow(
    "event type: unconfirmed bookings block, beside one",
    async ({ before, types }) => {
      await book(before, types.asking);
      const confirmationPolicy = { type: "always", blockUnconfirmedBookingsInBooker: true };
      return (by) => by.eventTypes.update(types.asking.id, { confirmationPolicy });
    },
    { silent: "24" },
  ),
  eventType("a slug that now means another", async (by, { types }) => {
    await by.eventTypes.update(types.hidden.id, { slug: "away" });
    await by.eventTypes.update(types.hour.id, { slug: "hidden" });
  }),
  eventType(
    "hosts of a round robin",
    (by, { carol, team, types }) =>
      by.eventTypes.update(types.anyOf.id, { hosts: [{ userId: carol.id }] }, { teamId: team.id }),
    { silent: "27", idle: "all hosts work the same hours" },
  ),
  follow(
    "event type: hosts of a round robin, the new one busy",
    async ({ before, carol, team, types }) => {
      await book(before, types.ofCarol);
      const hosts = [{ userId: carol.id }];
      return (by) => by.eventTypes.update(types.anyOf.id, { hosts }, { teamId: team.id });
    },
    { silent: "27" },
  ),
  eventType(
    "made",
    (by) => by.eventTypes.create({ title: "New", slug: "new", lengthInMinutes: 30 }),
    { silent: "25", ...SAME_ANSWERS },
  ),
  eventType("deleted", (by, { types }) => by.eventTypes.delete(types.own.id), { silent: "25" }),
  eventType(
    "deleted, of a team",
    (by, { team, types }) => by.eventTypes.delete(types.anyOf.id, { teamId: team.id }),
    { silent: "25" },
  ),
  schedule("a new default", (by) =>
    by.schedules.create({
      name: "Afternoons",
      timeZone: "Europe/London",
      isDefault: true,
      availability: [{ days: ["Monday"], startTime: "13:00", endTime: "17:00" }],
    }),
  ),
  schedule("another default", (by, { mornings }) =>
    by.schedules.update(mornings.id, { isDefault: true }),
  ),
  schedule("hours, of somebody else's event type", (by, { mornings }) =>
    by.schedules.update(mornings.id, {
      availability: [{ days: ["Monday"], startTime: "10:00", endTime: "11:00" }],
    }),
  ),
  schedule("a day off", (by, { alice }) =>
    by.schedules.update(alice.defaultScheduleId ?? 0, {
      overrides: [{ date: DAY, startTime: "00:00", endTime: "00:00" }],
    }),
  ),
  schedule("zone", (by, { alice }) =>
    by.schedules.update(alice.defaultScheduleId ?? 0, { timeZone: "America/New_York" }),
  ),
  schedule("deleted", (by, { mornings }) => by.schedules.delete(mornings.id)),
  fresh("absence: one's own", (by) => by.outOfOffice.create(AWAY), { silent: "21b" }),
  fresh(
    "absence: of a member",
    (by, { bob, team }) => by.outOfOffice.create(AWAY, { teamId: team.id, userId: bob.id }),
    { silent: "21b" },
  ),
  follow(
    "absence: other days",
    async ({ before }) => {
      const { absence } = await before.outOfOffice.create(AWAY);
      const other = { start: "2026-12-21", end: "2026-12-21" };
      return (by) => by.outOfOffice.update(absence.id, other);
    },
    { silent: "21b" },
  ),
  follow(
    "absence: taken back",
    async ({ before }) => {
      const { absence } = await before.outOfOffice.create(AWAY);
      return (by) => by.outOfOffice.delete(absence.id);
    },
    { silent: "22" },
  ),
];
