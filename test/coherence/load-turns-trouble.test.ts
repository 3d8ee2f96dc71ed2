import { expect, it } from "vitest";
import { settle, type VirtualClock } from "../../src/testing/virtual-clock.ts";
import { createCacheProcesses, STORE_TIMEOUT_MS } from "../helpers/cache-processes.ts";

/** Two processes: one loads and has the lease, the other waits. */
async function oneWaits() {
  const world = createCacheProcesses();
  const { clock, origin, join } = world;
  const gate = origin.hold();
  const [holder, waiting] = [join(), join()];
  const quitter = new AbortController();
  const held = holder.read({ signal: quitter.signal }).catch((error: unknown) => error);
  await settle();
  origin.open();
  const answer = waiting.read();
  await clock.advance(100);
  expect(origin.calls).toBe(1);
  return { ...world, gate, holder, waiting, held, quitter, answer };
}

async function advanceUntil(clock: VirtualClock, moment: Promise<void>): Promise<void> {
  let isReached = false;
  void moment.then(() => {
    isReached = true;
  });
  while (!isReached) await clock.advance(5);
}

it("waits no longer than two seconds for a process that has died", async () => {
  const { clock, origin, holder, answer } = await oneWaits();
  holder.die();
  origin.value = "second";
  await clock.advance(1_900);
  expect(await answer).toBe("second");
});

it("waits for a slow load as long as its process lives", async () => {
  const { clock, origin, gate, answer } = await oneWaits();
  await clock.advance(4_000);
  gate.release();
  await clock.advance(200);
  expect(await answer).toBe("first");
  expect(origin.calls).toBe(1);
});

it("does not wait for a load for ever", async () => {
  const { clock, origin, answer } = await oneWaits();
  origin.value = "second";
  await clock.advance(5_200);
  expect(await answer).toBe("second");
});

it("hands the lease of a load that failed on at once", async () => {
  const { clock, origin, join } = createCacheProcesses();
  const gate = origin.hold();
  origin.failure = new Error("500");
  const [holder, waiting] = [join(), join()];
  const failed = expect(holder.read()).rejects.toThrow("500");
  await settle();
  origin.failure = undefined;
  origin.open();
  const answer = waiting.read();
  await settle();
  gate.release();
  await clock.advance(50);
  await failed;
  expect(await answer).toBe("first");
});

it("hands the lease on when the last reader of a load has gone", async () => {
  const { clock, quitter, held, answer } = await oneWaits();
  quitter.abort(new Error("hung up"));
  await held;
  await clock.advance(200);
  expect(await answer).toBe("first");
});

it("hands the lease of an answer on that cannot be stored", async () => {
  const { clock, join, origin, server } = createCacheProcesses();
  const [one, other] = [join(), join()];
  const brief = (process: typeof one) => ({
    ...process.question("it"),
    load: async () => ({ value: await origin.ask(), ttlMs: 0 }),
  });
  const answers = [one.get(brief(one)), other.get(brief(other))];
  await clock.advance(50);
  expect(await Promise.all(answers)).toHaveLength(2);
  expect(origin.calls).toBe(2);
  expect(server.held).toBe(0);
});

it("lets everybody try where every load fails", async () => {
  const { clock, origin, join } = createCacheProcesses();
  origin.failure = new Error("500");
  origin.lastsMs = 20;
  const outcomes = Array.from({ length: 8 }, () =>
    join()
      .read()
      .catch(({ message }) => message),
  );
  await clock.advance(1_000);
  expect(await Promise.all(outcomes)).toEqual(Array(8).fill("500"));
  expect(origin.calls).toBe(8);
});

it("loads by itself after three loads of others that left nothing", async () => {
  const { clock, origin, join } = createCacheProcesses();
  origin.failure = new Error("500");
  origin.lastsMs = 100;
  const fail = () =>
    void join()
      .read()
      .catch(() => undefined);
  fail();
  await settle();
  const waiting = join();
  const answer = waiting.read();
  await settle();
  for (let round = 0; round < 3; round++) {
    const looking = waiting.link.delay("read");
    await advanceUntil(clock, looking.carriedOut);
    // Another process is quicker each time.
    fail();
    await settle();
    if (round === 2) origin.failure = undefined;
    looking.release();
    await settle();
  }
  await clock.advance(100);
  expect(await answer).toBe("first");
  expect(waiting.link.sent.filter((command) => command === "take")).toHaveLength(3);
});

it("waits five seconds in all, however many processes have tried", async () => {
  const { clock, origin, join } = createCacheProcesses();
  origin.failure = new Error("500");
  origin.lastsMs = 3_000;
  const failed = expect(join().read()).rejects.toThrow("500");
  await settle();
  const waiting = join();
  const answer = waiting.read();
  await clock.advance(2_000);
  const looking = waiting.link.delay("read");
  await advanceUntil(clock, looking.carriedOut);
  await failed;
  origin.failure = undefined;
  origin.lastsMs = 0;
  const hanging = origin.hold();
  void join().read();
  await settle();
  origin.open();
  looking.release();
  await clock.advance(2_000);
  expect(clock.monotonic()).toBeLessThan(5_500);
  expect(await answer).toBe("first");
  hanging.release();
});

it.each(["silent", "refusing"] as const)(
  "loads by itself when the store is %s while it waits",
  async (mode) => {
    const { clock, origin, waiting, answer } = await oneWaits();
    waiting.link.mode = mode;
    origin.value = "second";
    await clock.advance(200 + STORE_TIMEOUT_MS);
    expect(await answer).toBe("second");
  },
);

it("loads by itself when the store does not answer to its asking for a lease", async () => {
  const { clock, join, server } = createCacheProcesses();
  const process = join();
  await process.read();
  await process.bump();
  process.link.delay("take");
  const answer = process.read();
  await clock.advance(STORE_TIMEOUT_MS);
  expect(await answer).toBe("first");
  // What was not confirmed had arrived, and is let go all the same.
  expect(server.held).toBe(0);
});

it("leaves a lease alone that another process has taken over", async () => {
  const { clock, origin, server, join, holder, gate } = await oneWaits();
  // A process that was suspended: its timers are late.
  holder.link.mode = "silent";
  const second = origin.hold();
  await clock.advance(1_900);
  expect(origin.calls).toBe(2);
  holder.link.mode = "up";
  origin.open();
  const before = holder.link.sent.length;
  await clock.advance(3_000);
  expect(holder.link.sent.slice(before)).toEqual(["take"]);
  gate.release();
  await settle();
  expect(server.held).toBe(1);
  const third = join().read();
  await clock.advance(100);
  expect(await third).toBe("first");
  second.release();
  await clock.advance(200);
  expect(server.held).toBe(0);
  expect(origin.calls).toBe(2);
});
