import { isOneIn, pick } from "./choice.ts";
import { DAYS } from "./questions.ts";
import type { Run } from "./run.ts";
import { heldByClient } from "./truth.ts";
import type { Person } from "./world.ts";
import { questionsOf, someTime, write } from "./writes.ts";

type Operation = (run: Run, random: () => number) => void;

export const createReservation: Operation = (run, random) => {
  const { id, slug } = pick(run.focus.subjects, random);
  holdTime(run, random, { eventTypeId: id, of: slug, uid: undefined });
};

export const updateReservation: Operation = (run, random) => {
  const uid = someReservation(run, random);
  const { id, slug } = pick(run.focus.subjects, random);
  if (uid !== undefined) holdTime(run, random, { eventTypeId: id, of: slug, uid });
};

function someReservation({ world }: Run, random: () => number): string | undefined {
  return pick(world.fake.reservations.list(), random)?.uid;
}

function holdTime(
  run: Run,
  random: () => number,
  {
    eventTypeId,
    of,
    uid,
  }: { readonly eventTypeId: number; readonly of: string; readonly uid: string | undefined },
): void {
  const input = { eventTypeId, slotStart: someTime(random) };
  const what = uid === undefined ? "create" : "update";
  write(run, random, {
    what: `reservations.${what} of ${of} at ${input.slotStart}`,
    process: run.writer(random),
    match: { method: uid === undefined ? "POST" : "PATCH", path: /\/slots\/reservations/ },
    send: async ({ reservations }, options) => {
      const result = await (uid === undefined
        ? reservations.create(input, options)
        : reservations.update(uid, input, options));
      const { reservationUid, reservationUntil } = result.reservation;
      heldByClient(run.world, reservationUid, Date.parse(reservationUntil));
      return result;
    },
  });
}

export const deleteReservation: Operation = (run, random) => {
  const uid = someReservation(run, random);
  if (uid === undefined) return;
  write(run, random, {
    what: `reservations.delete of ${uid}`,
    process: run.writer(random),
    match: { method: "DELETE", path: /\/slots\/reservations\// },
    send: ({ reservations }, options) => reservations.delete(uid, options),
  });
};

/** Buffers, grids, and a slug that goes and comes back. */
export const updateEventType: Operation = (run, random) => {
  const own = run.world.subjects.filter(({ owner }) => owner !== undefined);
  const { id, slug, owner } = pick(own, random);
  const input = pick(
    [
      { afterEventBuffer: pick([0, 15], random) },
      { slotInterval: pick([15, 30, 60], random) },
      { slug: slug === "half" && isOneIn(random, 3) ? "half-day" : slug },
    ],
    random,
  );
  write(run, random, {
    what: `eventTypes.update of ${slug} to ${JSON.stringify(input)}`,
    process: run.process(random, owner),
    match: { method: "PATCH", path: /\/event-types\// },
    send: ({ eventTypes }, options) => eventTypes.update(id, input, options),
  });
};

export const updateSchedule: Operation = (run, random) => {
  const process = run.process(random);
  const id = run.world.state.users.get(run.world.people[process.principal].id)?.defaultScheduleId;
  if (typeof id !== "number") return;
  const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] as const;
  const startTime = pick(["09:00", "10:00"], random);
  const endTime = pick(["16:00", "17:00"], random);
  write(run, random, {
    what: `schedules.update of ${process.principal} to ${startTime}-${endTime}`,
    process,
    match: { method: "PATCH", path: /\/schedules\// },
    send: ({ schedules }, options) =>
      schedules.update(id, { availability: [{ days: [...days], startTime, endTime }] }, options),
  });
};

export const createAbsence: Operation = (run, random) => {
  const process = run.process(random);
  const day = pick(DAYS, random);
  write(run, random, {
    what: `outOfOffice.create of ${process.principal} on ${day}`,
    process,
    match: { method: "POST", path: "/me/ooo" },
    send: ({ outOfOffice }, options) => outOfOffice.create({ start: day, end: day }, options),
  });
};

export const deleteAbsence: Operation = (run, random) => {
  const { state, people } = run.world;
  const found = pick([...state.absences.values()], random);
  if (found === undefined) return;
  const [name] = Object.entries(people).find(([, { id }]) => id === found.userId) ?? ["alice"];
  write(run, random, {
    what: `outOfOffice.delete of ${name}`,
    process: run.process(random, name as Person),
    match: { method: "DELETE", path: /\/me\/ooo\// },
    send: ({ outOfOffice }, options) => outOfOffice.delete(found.id, options),
  });
};

/** The application says that something has changed. */
export const invalidate: Operation = (run, random) => {
  const { recorder, questions, people } = run.world;
  const process = run.process(random);
  const { id: eventTypeId } = pick(run.focus.subjects, random);
  const host = pick(Object.entries(people), random);
  const ofHost = [...questions.values()].filter(({ hosts }) => hosts.includes(host[0] as Person));
  const choice = pick(
    [
      { target: { eventTypeId }, names: questionsOf(run.world, eventTypeId) },
      { target: { hostId: host[1].id }, names: ofHost.map(({ name }) => name) },
      { target: "all" as const, names: [...questions.keys()] },
    ],
    random,
  );
  const what = `invalidate ${JSON.stringify(choice.target)} by ${process.name}`;
  const work = recorder.act(what, "application", async (change) => {
    await process.client.invalidate(choice.target);
    for (const name of choice.names) change.said.add(name);
    recorder.acknowledged(change);
  });
  run.start(process, work);
};
