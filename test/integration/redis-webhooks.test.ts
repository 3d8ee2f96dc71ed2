import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { CalcomClient } from "../../src/index.ts";
import { redisStore } from "../../src/redis.ts";
import { createWebhookHandler } from "../../src/webhooks/index.ts";
import { signBody } from "../../src/webhooks/signature.ts";
import { deferred } from "../helpers/deferred.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";

const PROCESSES = 4;
const SECRET = "whsec-test";

async function delivery(uid: string, createdAt: string) {
  const times = { startTime: "2026-12-07T09:00:00Z", endTime: "2026-12-07T09:30:00Z" };
  const attendees = [{ email: "ann@example.test" }];
  const payload = { uid, eventTypeId: 1, ...times, attendees };
  const body = JSON.stringify({ triggerEvent: "BOOKING_CREATED", createdAt, payload });
  return { body, headers: { "x-cal-signature-256": await signBody(body, SECRET) } };
}

describe.skipIf(!hasRedis)("deliveries to processes that share a Redis", () => {
  let redis: RedisServer;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.kill());
  beforeEach(() => redis.command("FLUSHALL"));
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
  });

  /** As many clients as processes, each with a connection of its own. */
  function processes(onAny: (event: { payload: Readonly<Record<string, unknown>> }) => unknown) {
    return Array.from({ length: PROCESSES }, () => {
      const store = redisStore({ url: redis.url });
      closing.push(async () => store.close());
      const client = new CalcomClient({ store, webhookSecret: SECRET, storeTimeoutMs: 5_000 });
      return createWebhookHandler(client, { onAny });
    });
  }

  it("are told once, however many come at one moment", async () => {
    const told: unknown[] = [];
    const answers = processes(({ payload }) => told.push(payload.uid));
    const uids = Array.from({ length: 25 }, (_, index) => `u${index}`);
    const copies = uids.flatMap((uid) =>
      answers.map(async (answer, index) =>
        answer(await delivery(uid, `2026-12-01T08:00:0${index}Z`)),
      ),
    );
    const statuses = (await Promise.all(copies)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([204]));
    expect(told.sort()).toEqual(uids.sort());
  });

  it("are claimed for a minute, and noted for a day, without a word of anybody", async () => {
    const [begun, gate] = [deferred<void>(), deferred<void>()];
    const [answer] = processes(() => {
      begun.resolve();
      return gate.promise;
    });
    const answered = answer?.(await delivery("u1", "2026-12-01T08:00:00Z"));
    await begun.promise;
    const lifeOf = async (pattern: string) => {
      const keys = (await redis.command("KEYS", pattern)) as readonly string[];
      expect(keys).toHaveLength(1);
      expect(keys.join()).not.toMatch(/u1|ann/);
      return Number(await redis.command("PTTL", String(keys[0])));
    };
    const claim = "*:event:*#lease:handling";
    expect(await lifeOf(claim)).toBeGreaterThan(50_000);
    expect(await lifeOf(claim)).toBeLessThanOrEqual(60_000);
    gate.resolve();
    await answered;
    await vi.waitFor(async () => expect(await redis.command("KEYS", claim)).toEqual([]));
    const noted = await lifeOf("*:event:*");
    expect(noted).toBeGreaterThan(23 * 3_600_000);
    expect(noted).toBeLessThanOrEqual(24 * 3_600_000);
  });
});
