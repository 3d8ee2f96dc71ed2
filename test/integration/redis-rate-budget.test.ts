import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { CalcomClient } from "../../src/index.ts";
import { redisStore } from "../../src/redis.ts";
import {
  createFakeCalcom,
  type FakeCalcom,
  type FakeCalcomServer,
  startFakeCalcomServer,
} from "../../src/testing/server.ts";
import { type BudgetProcess, startBudgetProcess } from "../helpers/budget-process.ts";
import { watchCommands } from "../helpers/redis-monitor.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";

const PROCESSES = 4;
/** The real ones, sixty times as fast. */
const LIMIT = 30;
const WINDOW_MS = 1_000;
const BLOCK_MS = 3_000;

describe.skipIf(!hasRedis)("processes that share a key over Redis", () => {
  let redis: RedisServer;
  let http: FakeCalcomServer;
  let fake: FakeCalcom;
  let eventTypeId: number;
  let apiKey: string;
  const day = mondayAfter(systemClock.now());
  const closing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.kill());
  beforeEach(async () => {
    await redis.command("FLUSHALL");
    const rateLimit = { limit: LIMIT, windowMs: WINDOW_MS, blockMs: BLOCK_MS };
    fake = createFakeCalcom({ clock: systemClock, rateLimit });
    const alice = fake.users.add({ username: "alice" });
    apiKey = alice.apiKey;
    eventTypeId = fake.eventTypes.add({ ownerId: alice.id, lengthInMinutes: 30 }).id;
    http = await startFakeCalcomServer(fake);
  });
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
    await http.close();
  });

  const rateBudget = { limit: LIMIT, windowMs: WINDOW_MS };
  const startProcesses = () =>
    Promise.all(
      Array.from({ length: PROCESSES }, async () => {
        const process = await startBudgetProcess({
          ...{ apiKey, baseUrl: http.url, redisUrl: redis.url, eventTypeId, day, rateBudget },
        });
        closing.push(() => process.kill());
        return process;
      }),
    );
  const newClient = () => {
    const store = redisStore({ url: redis.url });
    closing.push(async () => store.close());
    return new CalcomClient({
      ...{ apiKey, baseUrl: http.url, store, rateBudget, storeTimeoutMs: 5_000 },
      invalidation: { pools: "off" },
    });
  };
  const answered = (status: number) => fake.requests.filter((one) => one.status === status).length;
  const ANN = { name: "Ann", email: "ann@example.test", timeZone: "UTC" };

  it("never see a 429, use most of the limit, and book beside it", async () => {
    const processes = await startProcesses();
    const forMs = 6 * WINDOW_MS;
    const asking = processes.map((process) => process.ask({ forMs, atOnce: 12 }));
    const client = newClient();
    for (const time of ["09:00", "09:30", "10:00"]) {
      await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
      const start = `${day}T${time}:00.000Z`;
      await client.bookings.create({ eventTypeId, start, attendee: ANN });
    }
    const outcomes = await Promise.all(asking);
    expect(answered(429)).toBe(0);
    expect(outcomes.some((one) => "refused by calcom" in one)).toBe(false);
    expect(answered(201)).toBe(3);
    const moments = fake.requests.map(({ at }) => at);
    const lastedMs = Math.max(...moments) - Math.min(...moments) + WINDOW_MS;
    const used = answered(200) / (LIMIT * (lastedMs / WINDOW_MS));
    // 0.71 beside four busy neighbours.
    expect(used).toBeGreaterThan(0.3);
  }, 60_000);

  it("never see a 429 either when one of them is killed", async () => {
    const [doomed, ...others] = (await startProcesses()) as [BudgetProcess, ...BudgetProcess[]];
    const demand = { forMs: 4 * WINDOW_MS, atOnce: 12 };
    const lost = doomed.ask(demand);
    lost.catch(() => undefined);
    const asking = others.map((process) => process.ask(demand));
    await new Promise((resolve) => setTimeout(resolve, 1.5 * WINDOW_MS));
    await doomed.kill();
    await Promise.all(asking);
    expect(answered(429)).toBe(0);
    expect(answered(200)).toBeGreaterThan(LIMIT);
  }, 60_000);

  it("all stop when Cal.com blocks the key, and go on by themselves", async () => {
    const [first, ...others] = (await startProcesses()) as [BudgetProcess, ...BudgetProcess[]];
    fake.faults.block({ ms: BLOCK_MS });
    await first.ask({ forMs: 1, atOnce: 1 });
    const blockedAt = systemClock.now();
    const outcomes = await Promise.all(
      others.map((process) => process.ask({ forMs: 5 * WINDOW_MS, atOnce: 4 })),
    );
    expect(answered(429)).toBe(1);
    const after = fake.requests.filter(({ status }) => status === 200);
    expect(Math.min(...after.map(({ at }) => at)) - blockedAt).toBeGreaterThan(BLOCK_MS - 500);
    for (const one of outcomes) expect(Object.keys(one)).toContain("answered");
  }, 60_000);

  it("ask Redis once more for each call to Cal.com", async () => {
    const client = newClient();
    const ask = () => client.slots.list({ eventTypeId, start: day, end: day });
    await ask();
    await client.invalidate({ eventTypeId });
    const { sent } = await watchCommands(redis, ask);
    expect(sent.map((command) => /^"(\w+)"/.exec(command)?.[1]?.toUpperCase())).toEqual([
      ...["MGET", "EVALSHA", "EVALSHA", "EVALSHA"],
    ]);
  });
});

/** A Monday more than a week later. */
function mondayAfter(now: number): string {
  const day = new Date(now + 8 * 24 * 3_600_000);
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7));
  return day.toISOString().slice(0, 10);
}
