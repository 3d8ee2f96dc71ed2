import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FakeEventType } from "../../src/testing/model.ts";
import type { ProfileName } from "../../src/testing/profile.ts";
import { createRandom } from "../../src/testing/random.ts";
import { createReconciledWorld } from "../helpers/reconciled-world.ts";
import { ANN, DAY, timesOf } from "../helpers/world.ts";

const LOST = 0.3;
/** Until then what is kept after a cancel is kept for a moment only, and is right by itself. */
const CAUTION_MS = 301_000;
const INTERVAL_MS = 3.5 * CAUTION_MS;
const SETTLED_MS = 6_000;
const RUNS = { numRuns: 12, seed: 20_261_121, endOnFailure: true };

const small = fc.nat({ max: 15 });
const step = fc.record({
  kind: fc.constantFrom("book", "book", "move", "cancel", "reassign", "own", "wait"),
  which: small,
  time: small,
});
type Step = { readonly kind: string; readonly which: number; readonly time: number };

const slot = (time: number) => Date.parse(`${DAY}T09:00:00Z`) + time * 1_800_000;
const pick = <T>(items: readonly T[], which: number) => items[which % items.length];

/** Alice, Carol, two event types of a team of both, and webhooks of which three in ten are lost. */
function createLossyWorld(options: {
  readonly profile: ProfileName;
  readonly knows: boolean;
  readonly seed: number;
}) {
  const world = createReconciledWorld({ profile: options.profile });
  const { alice, fake, half, hour, pass } = world;
  const random = createRandom(options.seed);
  const carol = fake.users.add({ username: "carol" });
  const ofCarol = fake.eventTypes.add({ ownerId: carol.id, slug: "carols", lengthInMinutes: 30 });
  const team = fake.teams.add({ memberIds: [alice.id, carol.id] });
  const shared = (["collective", "roundRobin"] as const).map((schedulingType) =>
    fake.eventTypes.add({
      ...{ teamId: team.id, hostIds: [alice.id, carol.id], schedulingType },
      ...{ slug: schedulingType, lengthInMinutes: 30 },
    }),
  );
  const hosts = [alice, carol].map(({ id, email }) => ({ id, email }));
  const pools = {
    ...world.pools,
    [ofCarol.id]: hosts.slice(1),
    ...Object.fromEntries(shared.map(({ id }) => [id, hosts])),
  };
  const invalidation = { pools: options.knows ? pools : ("off" as const) };
  const calcom = world.client({ invalidation });
  const writer = world.client({ invalidation });
  world.receiveWith(async (request) => {
    if (random() >= LOST) await calcom.handleWebhook(request);
  });
  calcom.reconciler({ intervalMs: INTERVAL_MS, teamIds: [team.id] }).start();
  const types: readonly FakeEventType[] = [half, hour, ofCarol, ...shared];

  const attempts: Readonly<Record<string, (step: Step) => Promise<unknown>>> = {
    book: ({ which, time }) =>
      fake.bookings.book({ eventTypeId: pick(types, which)?.id ?? 0, start: slot(time) }),
    move: ({ which, time }) =>
      fake.bookings.reschedule(pick(fake.bookings.list(), which)?.uid ?? "", slot(time)),
    cancel: ({ which }) => fake.bookings.cancel(pick(fake.bookings.list(), which)?.uid ?? ""),
    reassign: ({ which }) =>
      fake.fetch(`${fake.baseUrl}/bookings/${pick(fake.bookings.list(), which)?.uid}/reassign`, {
        method: "POST",
        headers: { authorization: `Bearer ${alice.apiKey}`, "cal-api-version": "2024-08-13" },
      }),
    own: ({ which, time }) =>
      writer.bookings.create({
        eventTypeId: pick(types, which)?.id ?? 0,
        start: new Date(slot(time)).toISOString(),
        attendee: ANN,
      }),
    wait: ({ time }) => pass(time * 3_000),
  };
  /** Answers of the cache that are not Cal.com's. */
  const wrongAnswers = async () => {
    const wrong = [];
    for (const { id, slug } of types) {
      const [told, truth] = [await timesOf(calcom, id), await world.truth(id)];
      if (told.join() !== truth.join()) wrong.push({ slug, told, truth });
    }
    return wrong;
  };
  return {
    ...world,
    calcom,
    wrongAnswers,
    /** What is refused (a time that is taken, a booking that is over) has done nothing. */
    play: async (one: Step) => {
      await Promise.race([
        attempts[one.kind]?.(one).catch(() => undefined),
        // What waits for the queue of webhooks goes on later.
        pass(1_500),
      ]);
      await pass(CAUTION_MS);
    },
  };
}

describe.each(["selfHosted", "hosted"] as const)(
  "on a %s Cal.com that loses webhooks",
  (profile) => {
    it.each([true, false])(
      "every answer is right within an interval; hosts known: %s",
      async (knows) => {
        let wrongBefore = 0;
        const history = fc.array(step, { minLength: 15, maxLength: 30 });
        const property = fc.asyncProperty(history, fc.integer(), async (steps, seed) => {
          const world = createLossyWorld({ profile, knows, seed });
          await world.pass(10_000);
          for (const one of steps) {
            wrongBefore += (await world.wrongAnswers()).length;
            await world.play(one);
          }
          await world.pass(INTERVAL_MS + SETTLED_MS);
          expect(await world.wrongAnswers()).toEqual([]);
          await world.calcom.close();
        });
        await fc.assert(property, RUNS);
        // Else there would be nothing for it to put right.
        expect(wrongBefore).toBeGreaterThan(0);
      },
      120_000,
    );
  },
);
