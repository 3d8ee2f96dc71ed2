import { type CalcomClient, type CalcomClientOptions, memoryStore } from "../../src/index.ts";
import { signBody } from "../../src/webhooks/signature.ts";
import { countingStore } from "./counting-store.ts";
import { createWorld, SECRET } from "./world.ts";

const HOUR_MS = 3_600_000;
const LONG_LIVES = { emptyMs: HOUR_MS, nearMs: HOUR_MS, farMs: HOUR_MS };

/** A delivery that can be sent again and again, for its signature has no time. */
export type Replay = Awaited<ReturnType<typeof signedReplay>>;

export async function signedReplay(trigger: string, payload: object, createdAt?: string) {
  const made = { triggerEvent: trigger, createdAt: createdAt ?? "2026-12-01T08:00:00Z", payload };
  const body = JSON.stringify(made);
  return { body, headers: { "x-cal-signature-256": await signBody(body, SECRET) } };
}

/** A world whose store counts, and whose receiver is sent more than it can want. */
export async function createFloodWorld(options: CalcomClientOptions = {}) {
  const memory = memoryStore();
  const counting = countingStore(memory);
  const world = createWorld({ store: counting.store });
  const { alice, half } = world;
  const open = (extra: CalcomClientOptions = {}) =>
    world.client({ ttl: LONG_LIVES, ...options, ...extra });
  /** The delivery of a booking of the event type, by an attendee. */
  const created = (uid: string, attendee = "ann@example.test") =>
    signedReplay("BOOKING_CREATED", {
      ...{ uid, eventTypeId: half.id, schedulingType: null },
      organizer: { id: alice.id, email: alice.email },
      attendees: [{ email: attendee }],
    });
  return {
    ...world,
    ...counting,
    memory,
    open,
    created,
    replay: await created("replayed"),
    /** Sends a delivery so often, so many milliseconds apart. */
    async flood(client: CalcomClient, delivery: Replay, times: number, apartMs = 10) {
      for (let time = 0; time < times; time++) {
        await client.handleWebhook(delivery);
        await world.clock.advance(apartMs);
      }
    },
    /** The store comes back empty, as after a FLUSHALL or a restart without a disk. */
    lose: () => memory.close(),
  };
}
