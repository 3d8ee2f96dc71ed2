import type { CreateBookingInput } from "../../../src/index.ts";
import { isOneIn, pick } from "./choice.ts";
import type { Process } from "./processes.ts";
import type { Subject } from "./questions.ts";
import type { Run } from "./run.ts";
import type { Trouble } from "./trouble.ts";
import { hostOf, someBooking, somebody, someTime, write } from "./writes.ts";

type Operation = (run: Run, random: () => number) => void;

interface Wish {
  readonly subject: Subject;
  readonly process: Process;
  readonly trouble?: Trouble;
}

export const createBooking: Operation = (run, random) =>
  book(run, random, { subject: pick(run.focus.subjects, random), process: run.writer(random) });

/** Two writers at once: one is long about it, and the other's booking is made when both have gone. */
export const writersMeet: Operation = (run, random) => {
  const subject = pick(run.focus.subjects, random);
  for (const trouble of ["no reply, carried out later", "slow to reply"] as const) {
    book(run, random, { subject, process: run.knowing(random), trouble });
  }
};

function book(run: Run, random: () => number, { subject, process, trouble }: Wish): void {
  const { id, slug, owner, isSeated } = subject;
  const start = someTime(random);
  const attendee = somebody(run.world, random);
  const guests = isOneIn(random, 8) && !isSeated ? [somebody(run.world, random).email] : [];
  const whose = owner === undefined ? { teamSlug: "crew" } : { username: owner };
  const bySlug = trouble === undefined && isOneIn(random, 6);
  const which = bySlug ? { eventTypeSlug: slug, ...whose } : { eventTypeId: id };
  write(run, random, {
    what: `bookings.create of ${slug} at ${start}`,
    process,
    match: { method: "POST", path: "/bookings" },
    eventTypeId: id,
    ...(trouble === undefined ? {} : { trouble }),
    send: ({ bookings }, options) => {
      const input = { ...which, start, attendee, guests } as CreateBookingInput;
      return bookings.create(input, options);
    },
  });
}

export const rescheduleBooking: Operation = (run, random) => {
  const seated = new Set(run.world.subjects.filter((one) => one.isSeated).map(({ id }) => id));
  const found = someBooking(run.world, random, (one) => !seated.has(one.eventTypeId));
  if (found === undefined) return;
  const { uid, eventTypeId } = found;
  const start = someTime(random);
  write(run, random, {
    what: `bookings.reschedule of ${uid} to ${start}`,
    process: run.writer(random),
    match: { method: "POST", path: /\/reschedule$/ },
    eventTypeId,
    send: ({ bookings }, options) => bookings.reschedule(uid, { start }, options),
  });
};

export const cancelBooking: Operation = (run, random) => {
  const found = someBooking(run.world, random);
  if (found === undefined) return;
  const { recurringBookingUid } = found;
  const isSeries = recurringBookingUid !== undefined && isOneIn(random, 2);
  const byOccurrence = isSeries && isOneIn(random, 2);
  const uid = isSeries && !byOccurrence ? recurringBookingUid : found.uid;
  const input = byOccurrence ? { cancelSubsequentBookings: true } : {};
  write(run, random, {
    what: `bookings.cancel of ${uid}`,
    process: run.writer(random),
    match: { method: "POST", path: /\/cancel$/ },
    send: ({ bookings }, options) =>
      bookings.cancel(uid, { ...input, cancellationReason: "Ill" }, options),
  });
};

/** Accepts or refuses what was asked for. */
export const decideBooking: Operation = (run, random) => {
  const found = someBooking(run.world, random, ({ status }) => status === "pending");
  if (found === undefined) return;
  const { uid } = found;
  const process = run.process(random, hostOf(run.world, found));
  const verdict = pick(["confirm", "decline"] as const, random);
  write(run, random, {
    what: `bookings.${verdict} of ${uid}`,
    process,
    match: { method: "POST", path: new RegExp(`/${verdict}$`) },
    send: ({ bookings }, options) =>
      verdict === "confirm"
        ? bookings.confirm(uid, options)
        : bookings.decline(uid, { reason: "No" }, options),
  });
};

/** Adds an attendee or guests, who may be hosts elsewhere. */
export const addPeople: Operation = (run, random) => {
  const found = someBooking(run.world, random);
  if (found === undefined) return;
  const { uid } = found;
  const person = somebody(run.world, random);
  const action = pick(["attendees", "guests"] as const, random);
  write(run, random, {
    what: `bookings.${action} of ${uid}`,
    process: run.process(random, hostOf(run.world, found)),
    match: { method: "POST", path: new RegExp(`/${action}$`) },
    send: ({ bookings }, options) =>
      action === "attendees"
        ? bookings.addAttendee(uid, person, options)
        : bookings.addGuests(uid, { guests: [person] }, options),
  });
};

export const reassignBooking: Operation = (run, random) => {
  const either = run.world.subjects.find(({ slug }) => slug === "either");
  const found = someBooking(run.world, random, (one) => one.eventTypeId === either?.id);
  if (found === undefined) return;
  const { uid } = found;
  const { people } = run.world;
  const userId = pick([people.alice, people.carol, people.dave], random).id;
  const input = isOneIn(random, 2) ? { userId } : undefined;
  write(run, random, {
    what: `bookings.reassign of ${uid}`,
    process: run.process(random, hostOf(run.world, found)),
    match: { method: "POST", path: /\/reassign/ },
    send: ({ bookings }, options) => bookings.reassign(uid, input, options),
  });
};

export const requestReschedule: Operation = (run, random) => {
  const found = someBooking(run.world, random);
  if (found === undefined) return;
  const { uid } = found;
  write(run, random, {
    what: `bookings.requestReschedule of ${uid}`,
    process: run.process(random, hostOf(run.world, found)),
    match: { method: "POST", path: /\/request-reschedule$/ },
    send: ({ bookings }, options) => bookings.requestReschedule(uid, {}, options),
  });
};

function someSeat(run: Run, random: () => number) {
  const found = someBooking(run.world, random, ({ attendees }) =>
    attendees.some(({ seatUid }) => seatUid !== undefined),
  );
  const seatUid = found && pick(found.attendees, random).seatUid;
  return seatUid === undefined ? undefined : { uid: found?.uid ?? "", seatUid };
}

export const moveSeat: Operation = (run, random) => {
  const seat = someSeat(run, random);
  if (seat === undefined) return;
  const start = someTime(random);
  write(run, random, {
    what: `seats.move in ${seat.uid} to ${start}`,
    process: run.writer(random),
    match: { method: "POST", path: /\/reschedule$/ },
    send: ({ bookings }, options) =>
      bookings.reschedule(seat.uid, { start, seatUid: seat.seatUid }, options),
  });
};

export const cancelSeat: Operation = (run, random) => {
  const seat = someSeat(run, random);
  if (seat === undefined) return;
  const { uid, seatUid } = seat;
  write(run, random, {
    what: `seats.cancel in ${uid}`,
    process: run.writer(random),
    match: { method: "POST", path: /\/cancel$/ },
    send: ({ bookings }, options) => bookings.cancel(uid, { seatUid }, options),
  });
};
