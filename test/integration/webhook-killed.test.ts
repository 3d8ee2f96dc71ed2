import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { CalcomClient } from "../../src/index.ts";
import { redisStore } from "../../src/redis.ts";
import {
  createFakeCalcom,
  type FakeCalcomServer,
  startFakeCalcomServer,
} from "../../src/testing/server.ts";
import { mondayAfter } from "../helpers/monday.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { startWebhookProcess, type WebhookSettings } from "../helpers/webhook-process.ts";

const SECRET = "whsec-test";
const CLAIM_MS = 60_000;

describe.skipIf(!hasRedis)("a process that dies in the middle of a delivery", () => {
  let redis: RedisServer;
  let http: FakeCalcomServer;
  const delivered: { readonly body: string; readonly headers: Headers }[] = [];
  const fake = createFakeCalcom({
    clock: systemClock,
    rateLimit: false,
    // Kept, so that a test can send them when it likes, and again.
    deliver: async (request) => {
      delivered.push({ body: await request.text(), headers: request.headers });
      return new Response(null, { status: 204 });
    },
  });
  const alice = fake.users.add({ username: "alice" });
  const { id } = fake.eventTypes.add({ ownerId: alice.id, slug: "half", lengthInMinutes: 30 });
  const host = { id: alice.id, email: alice.email };
  const day = mondayAfter(systemClock.now());
  const closing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    redis = await startRedis();
    http = await startFakeCalcomServer(fake);
    fake.webhooks.subscribe({ url: "https://app.example/hook", secret: SECRET });
  });
  afterAll(async () => {
    await http.close();
    await redis.kill();
  });
  beforeEach(() => redis.command("FLUSHALL"));
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
  });

  const newProcess = async (stopsAt?: WebhookSettings["stopsAt"]) => {
    const process = await startWebhookProcess({
      ...{ apiKey: alice.apiKey, baseUrl: http.url, redisUrl: redis.url },
      ...{ webhookSecret: SECRET, eventTypeId: id, host, stopsAt },
    });
    closing.push(() => process.kill());
    return process;
  };

  /** Another process's client that has an answer from before. */
  async function warmReader() {
    const store = redisStore({ url: redis.url });
    closing.push(async () => store.close());
    const calcom = new CalcomClient({
      ...{ apiKey: alice.apiKey, baseUrl: http.url, store, storeTimeoutMs: 5_000 },
      invalidation: { pools: { [id]: [host] } },
    });
    const read = async () => {
      const query = { eventTypeId: id, start: day, end: day };
      const { slots, provenance } = await calcom.slots.list(query);
      return { starts: (slots[day] ?? []).map((slot) => slot.start), source: provenance.source };
    };
    await read();
    expect((await read()).source).toBe("cache");
    return read;
  }

  async function bookedAt(time: string) {
    const start = `${day}T${time}:00.000Z`;
    await fake.bookings.book({ eventTypeId: id, start });
    const delivery = delivered.pop();
    if (delivery === undefined) throw new Error("Nothing was delivered.");
    return { start, send: (url: string) => fetch(url, { method: "POST", ...delivery }) };
  }

  /** What the server will let go of by itself when the dead process's time is over. */
  async function claims() {
    const keys = (await redis.command("KEYS", "*event:*")) as string[];
    const ends = keys.map(async (key) => ({ key, leftMs: await redis.command("PTTL", key) }));
    return (await Promise.all(ends)).filter(({ leftMs }) => Number(leftMs) <= CLAIM_MS);
  }

  async function endClaims() {
    for (const { key } of await claims()) await redis.command("PEXPIRE", key, "0");
  }

  it("has told all others when it dies between its invalidation and its answer", async () => {
    const read = await warmReader();
    const doomed = await newProcess("confirmed");
    const { start, send } = await bookedAt("09:00");
    expect((await read()).starts).toContain(start);
    const answer = send(doomed.url).catch((error: Error) => error);
    await doomed.reached("confirmed");
    await doomed.kill();
    expect(await answer).toBeInstanceOf(Error);
    const after = await read();
    expect(after.source).toBe("origin");
    expect(after.starts).not.toContain(start);
  });

  it.each([
    ["before its answer", "confirmed", "10:00"],
    ["while its handler works", "handling", "11:00"],
  ] as const)("leaves the work to the next when it dies %s", async (_when, stopsAt, time) => {
    const doomed = await newProcess(stopsAt);
    const { send } = await bookedAt(time);
    void send(doomed.url).catch(() => undefined);
    await doomed.reached(stopsAt);
    await doomed.kill();

    const next = await newProcess();
    expect((await send(next.url)).status).toBe(204);
    expect(next.count("handling")).toBe(0);
    expect((await claims()).map(({ leftMs }) => Number(leftMs) > 0)).toEqual([true]);

    await endClaims();
    expect((await send(next.url)).status).toBe(204);
    await next.reached("handled");
    expect((await send(next.url)).status).toBe(204);
    // Handlers run after the answer, but one after the other: what comes later tells.
    const later = await bookedAt(time.replace(":00", ":30"));
    expect((await later.send(next.url)).status).toBe(204);
    await expect.poll(() => next.count("handled")).toBe(2);
    expect(next.count("handling")).toBe(2);
  });
});
