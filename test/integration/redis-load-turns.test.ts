import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { CalcomClient } from "../../src/index.ts";
import { redisStore } from "../../src/redis.ts";
import {
  createFakeCalcom,
  type FakeCalcomServer,
  startFakeCalcomServer,
} from "../../src/testing/server.ts";
import { type ReaderProcess, startReaderProcess } from "../helpers/reader-process.ts";
import { watchCommands } from "../helpers/redis-monitor.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";

const SLOTS = { method: "GET", path: "/v2/slots" };
const PROCESSES = 4;
const READERS = 125;
const SLOW_MS = 400;

describe.skipIf(!hasRedis)("loads that processes share over Redis", () => {
  let redis: RedisServer;
  let http: FakeCalcomServer;
  const fake = createFakeCalcom({ clock: systemClock, rateLimit: false });
  const alice = fake.users.add({ username: "alice" });
  const { id: eventTypeId } = fake.eventTypes.add({
    ...{ ownerId: alice.id, slug: "half", lengthInMinutes: 30 },
  });
  const host = { id: alice.id, email: alice.email };
  const day = mondayAfter(systemClock.now());
  const closing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    redis = await startRedis();
    http = await startFakeCalcomServer(fake);
  });
  afterAll(async () => {
    await http.close();
    await redis.kill();
  });
  beforeEach(() => redis.command("FLUSHALL"));
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
  });

  const settings = () => ({
    ...{ apiKey: alice.apiKey, baseUrl: http.url, redisUrl: redis.url, eventTypeId, day, host },
  });
  const newProcess = async (): Promise<ReaderProcess> => {
    const process = await startReaderProcess(settings());
    closing.push(() => process.kill());
    return process;
  };
  const newClient = () => {
    const store = redisStore({ url: redis.url });
    closing.push(async () => store.close());
    return new CalcomClient({
      ...{ apiKey: alice.apiKey, baseUrl: http.url, store, principal: "readers" },
      storeTimeoutMs: 5_000,
      invalidation: { pools: { [eventTypeId]: [host] } },
    });
  };
  const ask = (client: CalcomClient) => client.slots.list({ eventTypeId, start: day, end: day });
  const loads = () => fake.requests.filter(({ path }) => path === SLOTS.path).length;

  it("asks Cal.com once for 500 readers over four connections, right after an invalidation", async () => {
    const clients = Array.from({ length: PROCESSES }, newClient);
    await Promise.all(clients.map(ask));
    await clients[0]?.invalidate({ eventTypeId });
    const before = loads();
    fake.faults.delay(SLOW_MS, SLOTS);
    const answers = await Promise.all(
      clients.flatMap((client) => Array.from({ length: READERS }, () => ask(client))),
    );
    expect(loads() - before).toBe(1);
    expect(new Set(answers.map(({ slots }) => JSON.stringify(slots))).size).toBe(1);
  });

  it("reads, takes a lease, and stores with its end: three commands after a bump", async () => {
    const client = newClient();
    await ask(client);
    await client.invalidate({ eventTypeId });
    const { sent } = await watchCommands(redis, () => ask(client));
    expect(sent.map((command) => /^"(\w+)"/.exec(command)?.[1]?.toUpperCase())).toEqual([
      ...["MGET", "EVALSHA", "EVALSHA"],
    ]);
    const hit = await watchCommands(redis, () => ask(client));
    expect(hit.sent).toHaveLength(1);
  });

  it("asks Cal.com once for 500 readers in four processes, right after an invalidation", async () => {
    const processes = await Promise.all(Array.from({ length: PROCESSES }, newProcess));
    for (const process of processes) await process.read(1);
    const writer = newClient();
    await fake.bookings.book({ eventTypeId, start: `${day}T09:00:00.000Z` });
    await writer.invalidate({ eventTypeId });
    const before = loads();
    fake.faults.delay(SLOW_MS, SLOTS);
    const readers = await Promise.all(processes.map((process) => process.read(READERS)));
    expect(loads() - before).toBe(1);
    expect(readers.filter(({ loaded }) => loaded > 0)).toHaveLength(1);
    for (const { different, times } of readers) {
      expect(different).toBe(1);
      expect(times).not.toContain("09:00");
    }
  }, 60_000);

  it("loads again within two seconds when the process that loads is killed", async () => {
    const [doomed, other] = await Promise.all([newProcess(), newProcess()]);
    const before = loads();
    const gate = fake.pause({ ...SLOTS, phase: "before" });
    const lost = doomed.read(10);
    lost.catch(() => undefined);
    await gate.reached;
    const waiting = other.read(READERS);
    await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    expect(loads() - before).toBe(1);
    const second = fake.pause({ ...SLOTS, phase: "before" });
    const killedAt = performance.now();
    await doomed.kill();
    await second.reached;
    const noticedAfterMs = performance.now() - killedAt;
    gate.release();
    second.release();
    expect((await waiting).different).toBe(1);
    // Two seconds, and what a busy machine adds; by a virtual clock it is exact.
    expect(noticedAfterMs).toBeLessThan(4_000);
  }, 60_000);
});

/** A Monday more than a week later. */
function mondayAfter(now: number): string {
  const days = 7 + ((8 - new Date(now).getUTCDay()) % 7);
  return new Date(now + days * 86_400_000).toISOString().slice(0, 10);
}
