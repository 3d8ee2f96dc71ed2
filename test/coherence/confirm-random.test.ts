import fc from "fast-check";
import { expect, it } from "vitest";
import type { Provenance } from "../../src/index.ts";
import { settle } from "../../src/testing/virtual-clock.ts";
import { at, createWorld, DAY, onDay } from "../helpers/world.ts";

/** The times that changes take, one after the other. */
const TIMES = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00", "12:30"];
const NEVER_TAKEN = "16:00";

const step = fc.oneof(
  fc.record({
    kind: fc.constantFrom("confirm" as const, "alternatives" as const, "list" as const),
    client: fc.nat({ max: 1 }),
  }),
  fc.record({ kind: fc.constant("change" as const), client: fc.nat({ max: 1 }) }),
  fc.record({ kind: fc.constant("answer" as const), index: fc.nat({ max: 5 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Plays steps on two clients of one store; answers of Cal.com wait until a step lets one through. */
async function play(steps: readonly Step[]) {
  const world = createWorld();
  const { clock, fake, half } = world;
  const held: (() => void)[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await fake.fetch(input, init);
    await new Promise<void>((resolve) => held.push(resolve));
    return response;
  };
  const ttl = { emptyMs: 600_000, nearMs: 600_000, farMs: 600_000 };
  const clients = [0, 1].map(() => world.client({ fetch, ttl }));
  const breaches: string[] = [];
  const reads: Promise<void>[] = [];
  const taken: string[] = [];
  let acknowledgedAt = Number.NEGATIVE_INFINITY;

  const read = async (kind: "confirm" | "alternatives" | "list", calcom = clients[0]) => {
    const known = { at: acknowledgedAt, taken: [...taken] };
    const wish = known.taken.at(-1) ?? NEVER_TAKEN;
    const { provenance, told } = await ask(kind, calcom, wish);
    if (provenance.loadBeganAt < known.at) breaches.push(`${kind} is of before a change`);
    if (known.taken.some((time) => told.includes(time)))
      breaches.push(`${kind} tells what is taken`);
  };
  const ask = async (kind: string, calcom = clients[0], wish = NEVER_TAKEN) => {
    const { slots } = calcom as NonNullable<typeof calcom>;
    const timesOf = (list: readonly { start: string }[]) =>
      list.map(({ start }) => start.slice(11, 16));
    const eventTypeId = half.id;
    if (kind === "confirm") {
      const found = await slots.confirm({ eventTypeId, start: at(wish) });
      return { ...found, told: found.available ? [wish] : [] };
    }
    if (kind === "alternatives") {
      const found = await slots.alternatives({ eventTypeId, near: at(wish), max: 100 });
      return { ...found, told: timesOf(found.slots.filter(({ start }) => start.startsWith(DAY))) };
    }
    const found: { provenance: Provenance; slots: Record<string, readonly { start: string }[]> } =
      await slots.list(onDay(eventTypeId));
    return { ...found, told: timesOf(Object.values(found.slots).flat()) };
  };
  const change = async (client: number) => {
    const time = TIMES[taken.length];
    if (time === undefined) return;
    fake.bookings.add({ eventTypeId: half.id, start: at(time) });
    await clients[client]?.invalidate({ eventTypeId: half.id });
    taken.push(time);
    acknowledgedAt = clock.now();
  };

  for (const one of steps) {
    if (one.kind === "change") await change(one.client);
    else if (one.kind === "answer") held.splice(one.index % Math.max(1, held.length), 1)[0]?.();
    else reads.push(read(one.kind, clients[one.client]));
    await settle();
    await clock.advance(1);
  }
  let isOver = false;
  const all = Promise.all(reads).finally(() => {
    isOver = true;
  });
  while (!isOver) {
    held.shift()?.();
    await settle();
  }
  await all;
  return { breaches, taken, asked: fake.requests.length };
}

it("tells nothing of before a change, whatever the order of questions, changes and answers", async () => {
  let shared = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const { breaches, asked } = await play(steps);
      const questions = steps.filter(({ kind }) => kind !== "change" && kind !== "answer");
      shared += questions.length - asked;
      expect(breaches).toEqual([]);
    }),
    { numRuns: 60 },
  );
  // Else it would have tried nothing but requests of each one's own.
  expect(shared).toBeGreaterThan(0);
});
