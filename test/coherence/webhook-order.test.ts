import fc from "fast-check";
import { expect, it } from "vitest";
import { createWebhookHandler, type KnownTrigger } from "../../src/webhooks/index.ts";
import { signBody } from "../../src/webhooks/signature.ts";
import { createWorld, SECRET } from "../helpers/world.ts";

interface Told {
  readonly is: KnownTrigger;
  readonly uid: string;
  readonly rescheduleUid?: string;
}

// A booking that is requested, confirmed, moved (and confirmed again), moved again, and cancelled.
const STORY: readonly Told[] = [
  { is: "BOOKING_REQUESTED", uid: "a" },
  { is: "BOOKING_CREATED", uid: "a" },
  { is: "BOOKING_REQUESTED", uid: "b", rescheduleUid: "a" },
  { is: "BOOKING_CREATED", uid: "b" },
  { is: "BOOKING_RESCHEDULED", uid: "c", rescheduleUid: "b" },
  { is: "BOOKING_CANCELLED", uid: "c" },
];

const orders = fc
  .record({ length: fc.integer({ min: 1, max: STORY.length }), seed: fc.integer() })
  .chain(({ length }) => {
    const told = STORY.slice(0, length).flatMap((_one, index) => [index, index]);
    return fc.tuple(fc.constant(length), fc.shuffledSubarray(told, { minLength: told.length }));
  });

/** What an application believes that does what it is told, unless it is outdated. */
class Believer {
  readonly live = new Map<string, string>();
  readonly counts = new Map<string, number>();

  readonly hear = ({ is, uid, rescheduleUid }: Told, outdated: boolean) => {
    const name = `${is} ${uid}`;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    // Whatever has become of the new booking, the old one is over.
    if (rescheduleUid !== undefined) this.live.delete(rescheduleUid);
    if (outdated) return;
    if (is === "BOOKING_CANCELLED") this.live.delete(uid);
    else this.live.set(uid, is === "BOOKING_REQUESTED" ? "requested" : "booked");
  };
}

const endOf = (length: number) => {
  const believer = new Believer();
  for (const told of STORY.slice(0, length)) believer.hear(told, false);
  return believer.live;
};

it("whatever the order and however often, each is told once and the end is right", async () => {
  await fc.assert(
    fc.asyncProperty(orders, async ([length, order]) => {
      const believer = new Believer();
      const answer = createWebhookHandler(createWorld().client(), {
        onAny: ({ triggerEvent, payload }, { outdated }) => {
          const { uid, rescheduleUid } = payload as { uid: string; rescheduleUid?: string };
          const moved = rescheduleUid === undefined ? {} : { rescheduleUid };
          believer.hear({ is: triggerEvent as KnownTrigger, uid, ...moved }, outdated);
        },
      });
      for (const [at, index] of order.entries()) {
        const { is, ...payload } = STORY[index] as Told;
        const times = { startTime: "2026-12-07T09:00:00Z", endTime: "2026-12-07T09:30:00Z" };
        // Later deliveries look earlier: nothing goes by that.
        const createdAt = new Date(Date.UTC(2026, 11, 1) - at * 1_000).toISOString();
        const body = JSON.stringify({
          triggerEvent: is,
          createdAt,
          payload: { ...payload, ...times },
        });
        const headers = { "x-cal-signature-256": await signBody(body, SECRET) };
        expect((await answer({ body, headers })).status).toBe(204);
      }
      expect(new Set(believer.counts.values())).toEqual(new Set([1]));
      expect(believer.counts.size).toBe(length);
      expect(believer.live).toEqual(endOf(length));
    }),
    { numRuns: 60 },
  );
});
