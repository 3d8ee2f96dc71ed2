import { type CalcomClient, CalcomError, SlotTakenError } from "../../../src/index.ts";
import type { RequestMatch } from "../../../src/testing/matching.ts";
import type { FakeBooking } from "../../../src/testing/model.ts";
import { isOneIn, pick } from "./choice.ts";
import type { Process } from "./processes.ts";
import { DAYS } from "./questions.ts";
import { count, type Run } from "./run.ts";
import { CALLED_OFF, type Trouble, trouble, troubleOf } from "./trouble.ts";
import type { HistoryWorld, Person } from "./world.ts";

/** One write of a client: how its request looks, and how it is made. */
export interface PlannedWrite {
  readonly what: string;
  readonly process: Process;
  readonly match: RequestMatch;
  /** The event type whose time may turn out to be taken. */
  readonly eventTypeId?: number;
  /** What goes wrong. Otherwise anything may, now and then. */
  readonly trouble?: Trouble;
  readonly send: (
    client: CalcomClient,
    options: { readonly signal: AbortSignal | undefined },
  ) => Promise<{ readonly coherence: string; readonly reconciled?: boolean }>;
}

/** Writes, with some trouble now and then, and notes what is acknowledged. */
export function write(run: Run, random: () => number, planned: PlannedWrite): void {
  const { what, process, match, eventTypeId, send } = planned;
  const { recorder } = run.world;
  count(run.counts.writes, what.split(" ", 1)[0] ?? what);
  if (planned.trouble !== undefined || isOneIn(random, 2)) {
    trouble(run, match, random, process, planned.trouble);
  }
  let signal: AbortSignal | undefined;
  if (isOneIn(random, 16)) {
    const controller = new AbortController();
    run.after(Math.floor(random() * 1_500), () => controller.abort(CALLED_OFF));
    count(run.counts.faults, "a write is called off");
    signal = controller.signal;
  }
  const work = recorder.act(`${what} by ${process.name}`, "client", async (change) => {
    try {
      const { coherence, reconciled = false } = await send(process.client, { signal });
      if (reconciled) count(run.counts.found, what.split(" ", 1)[0] ?? what);
      if (coherence === "confirmed") recorder.acknowledged(change);
    } catch (error) {
      count(run.counts.failures, `${what.split(" ", 1)[0]}: ${troubleOf(error)}`);
      if (!(error instanceof CalcomError) || error.coherence !== "confirmed") return;
      if (error instanceof SlotTakenError) {
        for (const name of questionsOf(run.world, eventTypeId)) change.said.add(name);
      }
      recorder.acknowledged(change);
    }
  });
  run.start(process, work);
}

/** The questions about an event type. */
export function questionsOf(
  { questions }: HistoryWorld,
  eventTypeId: number | undefined,
): string[] {
  return [...questions.values()]
    .filter(({ eventTypeIds }) => eventTypeIds.some((id) => id === eventTypeId))
    .map(({ name }) => name);
}

/** Some time on one of the days, mostly one that hosts work at. */
export function someTime(random: () => number): string {
  const halfHours = 18 + Math.floor(random() * 16);
  const time = new Date(halfHours * 30 * 60_000).toISOString().slice(11);
  return `${pick(DAYS, random)}T${time}`;
}

/** Somebody from outside, or one of the hosts. */
export function somebody({ people }: HistoryWorld, random: () => number) {
  const host = pick(Object.values(people), random);
  const email = isOneIn(random, 3)
    ? host.email
    : `guest-${Math.floor(random() * 1e6)}@example.test`;
  return { name: "Somebody", email, timeZone: "UTC" };
}

/** A booking that goes on, if there is one. */
export function someBooking(
  { state }: HistoryWorld,
  random: () => number,
  wanted: (booking: FakeBooking) => boolean = () => true,
): FakeBooking | undefined {
  const live = [...state.bookings.values()].filter(
    (one) => (one.status === "accepted" || one.status === "pending") && wanted(one),
  );
  return pick(live, random);
}

/** Who may change a booking as its host. */
export function hostOf({ people }: HistoryWorld, { userId }: FakeBooking): Person {
  const found = Object.entries(people).find(([, { id }]) => id === userId);
  return (found?.[0] ?? "alice") as Person;
}
