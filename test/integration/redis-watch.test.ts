import { describe, expect, it } from "vitest";
import { createVirtualClock } from "../../src/testing/virtual-clock.ts";
import { eventually } from "../helpers/eventually.ts";
import { watchCommands } from "../helpers/redis-monitor.ts";
import { createRedisWorld } from "../helpers/redis-world.ts";
import { watching } from "../helpers/watching.ts";
import { ANN, at, warm } from "../helpers/world.ts";

const LOOK_MS = 2_000;

/** `two` watches beside the server; `one` changes things over a line that can go wrong. */
async function createWatchedRedis() {
  const world = await createRedisWorld();
  const { client, clock, half, one, openStore, server } = world;
  // Where the machine is busy, the clients' clock overtakes what Redis answers.
  const two = client({ store: await openStore(server.port), storeTimeoutMs: 2_000 });
  await warm(one, half.id);
  await warm(two, half.id);
  const target = { eventTypeId: half.id };
  const watcher = watching(two, target);
  await watcher.next();
  await untilListened(server);
  return {
    ...world,
    target,
    two,
    watcher,
    /** Lets time pass for the clients, and Redis answer meanwhile. */
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= 20) {
        await clock.advance(20);
        await two.versionOf(target);
      }
    },
  };
}

type RedisWorld = Awaited<ReturnType<typeof createRedisWorld>>;

/** Waits until somebody hears messages, or nobody does. */
const untilListened = ({ command }: RedisWorld["server"], listeners = 1) =>
  eventually(async () => ((await command("PUBSUB", "CHANNELS")) as unknown[]).length).toBe(
    listeners,
  );

describe("a change made in another process", () => {
  it("is told by message, at once", async () => {
    const { clock, one, target, two, watcher } = await createWatchedRedis();
    const began = clock.monotonic();
    await one.invalidate(target);
    const { version } = await watcher.next();
    expect(version).toBe(await two.versionOf(target));
    expect(clock.monotonic()).toBe(began);
  });

  it("is told by the next look where messages are lost", async () => {
    const { one, passing, server, target, two, watcher } = await createWatchedRedis();
    await server.command("CLIENT", "KILL", "TYPE", "pubsub");
    await server.command("ACL", "SETUSER", "default", "resetchannels");
    await one.invalidate(target);
    expect(watcher.isUpToDate).toBe(true);
    const { version } = await passing(watcher.next());
    expect(version).toBe(await two.versionOf(target));
  });

  it("is told again when its settling has ended, by the server's clock", async () => {
    const { client, half, passing, watcher, openStore, server } = await createWatchedRedis();
    const writer = client({
      store: await openStore(server.port),
      invalidation: { settleMs: { write: 300, webhook: 300 } },
    });
    await writer.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    const first = await passing(watcher.next());
    const second = await passing(watcher.next());
    expect(second).toMatchObject({ changed: true });
    expect(second.version).not.toBe(first.version);
  });

  it("whose writer has died is told when its fence has run out, by the server's clock", async () => {
    const { client, fake, half, openStore, passing, server, watcher } = await createWatchedRedis();
    const gate = fake.pause({ method: "POST", path: "/v2/bookings", phase: "afterCommit" });
    const doomed = client({
      store: await openStore(server.port),
      timeoutMs: 500,
      clock: { ...createVirtualClock(), setTimeout: () => () => undefined },
      invalidation: { fenceMs: 500 },
    });
    void doomed.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    await gate.reached;
    expect(watcher.isUpToDate).toBe(true);
    expect(await passing(watcher.next())).toMatchObject({ changed: true });
  });

  it("that was refused is told to nobody", async () => {
    const { half, one, pass, watcher } = await createWatchedRedis();
    const past = { eventTypeId: half.id, start: "2026-11-02T09:00:00Z", attendee: ANN };
    await expect(one.bookings.create(past)).rejects.toMatchObject({ code: "api_error" });
    await pass(5 * LOOK_MS);
    expect(watcher.isUpToDate).toBe(true);
  });
});

describe("a Redis that", () => {
  it("is frozen and goes on is unknown meanwhile, and then the same", async () => {
    const { passing, server, watcher } = await createWatchedRedis();
    const [before] = watcher.told;
    server.freeze();
    expect(await passing(watcher.next())).toEqual({ version: undefined, changed: false });
    server.thaw();
    expect(await passing(watcher.next())).toEqual({ version: before?.version, changed: false });
  });

  it("comes back without its data has everything loaded anew, and tells by message again", async () => {
    const { one, pass, passing, server, target, until, watcher } = await createWatchedRedis();
    await server.kill();
    expect(await passing(watcher.next())).toEqual({ version: undefined, changed: false });
    await server.start({ data: "empty" });
    expect(await passing(watcher.next())).toMatchObject({ changed: true });
    await until(
      async () => ((await server.command("PUBSUB", "CHANNELS")) as unknown[]).length === 1,
    );
    await until(() =>
      one.invalidate(target).then(
        () => true,
        () => false,
      ),
    );
    await pass(5 * LOOK_MS);
    watcher.skip();
    await one.invalidate(target);
    expect(await watcher.next()).toMatchObject({ changed: true });
  });
});

it("is asked one command a look for all who watch, and nothing while nobody does", async () => {
  const { clock, half, hour, server, two, watcher } = await createWatchedRedis();
  const others = [hour.id, 3, 4, 5].map((eventTypeId) => watching(two, { eventTypeId }));
  for (const other of others) await other.next();
  await clock.advance(LOOK_MS);
  const { sent } = await watchCommands(server, async () => {
    for (let looks = 0; looks < 5; looks++) {
      await clock.advance(LOOK_MS);
      await two.versionOf({ eventTypeId: half.id });
    }
  });
  // The last five are those of `versionOf`.
  expect(sent.map((command) => command.split(" ")[0]?.toUpperCase())).toEqual(
    Array.from({ length: 10 }, () => '"MGET"'),
  );
  for (const { stop } of [watcher, ...others]) stop();
  await untilListened(server, 0);
  const idle = await watchCommands(server, () => clock.advance(60_000));
  expect(idle.sent).toEqual([]);
});
