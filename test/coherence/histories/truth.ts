import type { Clock } from "../../../src/clock.ts";
import { Refusal } from "../../../src/testing/replies.ts";
import { seatsOf } from "../../../src/testing/seats-taken.ts";
import { listSlots } from "../../../src/testing/slots.ts";
import { parseSlotsQuery } from "../../../src/testing/slots-query.ts";
import { slotsSubject } from "../../../src/testing/slots-subject.ts";
import type { State } from "../../../src/testing/state.ts";
import { comparable } from "./comparable.ts";
import { wishAnswer } from "./wishes.ts";
import type { HistoryWorld } from "./world.ts";

/** What Cal.com would answer now if it kept nothing. */
export function trueAnswer(
  {
    state,
    clock,
    questions,
  }: Pick<HistoryWorld, "state" | "questions"> & {
    readonly clock: Pick<Clock, "now">;
  },
  name: string,
): string {
  const { query = {}, wish } = questions.get(name) ?? {};
  const entries = Object.entries(query);
  const now = clock.now();
  try {
    const asked = parseSlotsQuery(
      Object.fromEntries(entries.map(([key, value]) => [key, String(value)])),
    );
    const eventType = slotsSubject(state, asked);
    if (eventType === undefined) return "";
    const slots = listSlots(state, eventType, { ...asked, now }).map(({ start }) => ({
      start: new Date(start).toISOString(),
      // Nobody compares ends: which slots there are says it all.
      end: "",
      ...seatsOf(state, eventType, start, now),
    }));
    return wish === undefined ? comparable({ all: slots }) : wishAnswer(wish, slots, now);
  } catch (error) {
    if (error instanceof Refusal) return "refused";
    throw error;
  }
}

/** From now on the question's true answers are noted. */
export function useQuestion(world: HistoryWorld, name: string): void {
  const { recorder } = world;
  if (!recorder.history.truths.has(name)) recorder.follows(name, trueAnswer(world, name));
}

/** The tables that answers come from. */
export const TABLES = [
  ...(["schedules", "eventTypes", "bookings", "reservations", "absences", "busyTimes"] as const),
];

/** Notes the true answers of all questions in use whenever Cal.com's state has changed. */
export function followTruth(world: HistoryWorld): void {
  const { state, recorder, timers, clock } = world;
  const note = () => {
    const inUse = [...recorder.history.truths.keys()];
    recorder.committed(new Map(inUse.map((name) => [name, trueAnswer(world, name)])));
  };
  for (const name of TABLES) follow(state[name] as Map<unknown, unknown>, note);
  const { reservations } = state;
  const hold = reservations.set.bind(reservations);
  reservations.set = (uid, reservation) => {
    const held = hold(uid, reservation);
    // Time changes the answers, too; whose time it is, its maker says.
    const { until } = reservation;
    const ends = () => recorder.act(`the end of ${uid}`, endOf(world, uid, until), note);
    timers.setTimeout(ends, until - clock.now());
    return held;
  };
}

const told = new WeakMap<State, Set<string>>();

/** A client has been told that it holds a time, and until when: no answer may outlive that. */
export function heldByClient({ state }: HistoryWorld, uid: string, until: number): void {
  told.set(state, (told.get(state) ?? new Set()).add(`${uid} ${until}`));
}

const endOf = ({ state }: HistoryWorld, uid: string, until: number) =>
  told.get(state)?.has(`${uid} ${until}`) ? "end of a reservation" : "silence";

/** Calls `note` after every change of a table. */
export function follow(table: Map<unknown, unknown>, note: () => void): void {
  const set = table.set.bind(table);
  const remove = table.delete.bind(table);
  table.set = (key, value) => {
    const before = table.get(key);
    set(key, value);
    if (!isSame(before, value)) note();
    return table;
  };
  table.delete = (key) => {
    const removed = remove(key);
    note();
    return removed;
  };
}

/** Every change of a booking ends with a later `updatedAt`, which no answer shows. */
function isSame(before: unknown, after: unknown): boolean {
  const shown = (value: unknown) => JSON.stringify({ ...(value as object), updatedAt: 0 });
  return before !== undefined && shown(before) === shown(after);
}
