import { expect, it } from "vitest";
import { StoreAccess } from "../../../src/cache/store-access.ts";
import type { CacheStore, MaybePromise } from "../../../src/stores/contract.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";
import { deferred } from "../../helpers/deferred.ts";

const TIMEOUT_MS = 100;

function createAccess() {
  const clock = createVirtualClock();
  const stood = { stillMs: 0 };
  const states: string[] = [];
  let asked = 0;
  const access = new StoreAccess({
    store: {} as CacheStore,
    clock: { ...clock, monotonic: () => clock.monotonic() + stood.stillMs },
    storeTimeoutMs: TIMEOUT_MS,
    onBreaker: (state) => states.push(state),
  });
  const ask = async (answer: () => MaybePromise<unknown>): Promise<unknown> => {
    const count = () => {
      asked += 1;
      return answer();
    };
    return access.ask("be asked", count);
  };
  const outcome = (answer: () => MaybePromise<unknown>) =>
    ask(answer).then(String, (error: unknown) => (access.isRefusal(error) ? "refused" : "failed"));
  const failTimes = async (times: number) => {
    for (let count = 0; count < times; count++) await outcome(failing);
  };
  return { clock, stood, states, access, ask, outcome, failTimes, asked: () => asked };
}

const failing = () => Promise.reject(new Error("connection refused"));
const silent = () => new Promise<never>(() => undefined);
const answering = () => Promise.resolve("answered");

it("asks a store that failed twice, and leaves one alone that failed three times", async () => {
  const { outcome, failTimes, asked, states } = createAccess();
  await failTimes(2);
  expect(await outcome(failing)).toBe("failed");
  expect(states).toEqual(["open"]);
  expect(await outcome(answering)).toBe("refused");
  expect(asked()).toBe(3);
});

it("counts failures in a row only", async () => {
  const { outcome, failTimes, states } = createAccess();
  await failTimes(2);
  await outcome(answering);
  await failTimes(2);
  expect(states).toEqual([]);
});

it("counts those who fail together as one failure", async () => {
  const { clock, outcome, states } = createAccess();
  const together = Array.from({ length: 50 }, () => outcome(silent));
  await clock.advance(TIMEOUT_MS);
  expect(await Promise.all(together)).toEqual(Array(50).fill("failed"));
  expect(states).toEqual([]);
});

it("fails without any delay while the store is left alone", async () => {
  const { clock, outcome, failTimes } = createAccess();
  await failTimes(3);
  const before = clock.monotonic();
  expect(await outcome(silent)).toBe("refused");
  expect(clock.monotonic()).toBe(before);
});

it("lets one probe through after the pause, and nobody beside it", async () => {
  const { clock, outcome, failTimes, asked } = createAccess();
  await failTimes(3);
  await clock.advance(250);
  const probe = outcome(silent);
  expect(await outcome(answering)).toBe("refused");
  await clock.advance(TIMEOUT_MS);
  expect(await probe).toBe("failed");
  expect(asked()).toBe(4);
});

it("closes with the first answer", async () => {
  const { clock, outcome, failTimes, states } = createAccess();
  await failTimes(3);
  await clock.advance(250);
  expect(await outcome(answering)).toBe("answered");
  expect(states).toEqual(["open", "closed"]);
  expect(await outcome(answering)).toBe("answered");
});

it("closes with what was asked in any case", async () => {
  const { access, outcome, failTimes, states } = createAccess();
  await failTimes(3);
  await access.askSurely("confirm", answering);
  expect(states).toEqual(["open", "closed"]);
  expect(await outcome(answering)).toBe("answered");
});

it("pauses twice as long after each probe that fails, up to a few seconds, never twice alike", async () => {
  const { clock, outcome, failTimes } = createAccess();
  await failTimes(3);
  const pauses: number[] = [];
  for (let probe = 0; probe < 7; probe++) {
    let waitedMs = 0;
    while ((await outcome(failing)) === "refused") {
      await clock.advance(25);
      waitedMs += 25;
    }
    pauses.push(waitedMs);
  }
  const longest = [250, 500, 1_000, 2_000, 4_000, 4_000, 4_000];
  for (const [index, pauseMs] of pauses.entries()) {
    expect(pauseMs).toBeGreaterThanOrEqual((longest[index] as number) / 2);
    expect(pauseMs).toBeLessThanOrEqual((longest[index] as number) + 25);
  }
  expect(new Set(pauses.slice(4)).size).toBeGreaterThan(1);
});

it("begins with a short pause again once the store has answered", async () => {
  const { clock, outcome, failTimes } = createAccess();
  await failTimes(3);
  for (let probe = 0; probe < 4; probe++) {
    await clock.advance(4_000);
    await outcome(failing);
  }
  await clock.advance(4_000);
  await outcome(answering);
  await failTimes(3);
  await clock.advance(250);
  expect(await outcome(answering)).toBe("answered");
});

it("does not hold a reader's hurry against the store", async () => {
  const { clock, access, states } = createAccess();
  for (let reader = 0; reader < 3; reader++) {
    const { promise, resolve } = deferred<string>();
    const hurried = access.ask("be asked", () => promise, {
      until: clock.monotonic() + 10,
      signal: undefined,
    });
    const failed = expect(hurried).rejects.toMatchObject({ code: "store_unavailable" });
    await clock.advance(10);
    await failed;
    resolve("in time");
    await clock.advance(TIMEOUT_MS);
  }
  expect(states).toEqual([]);
});

it("does not hold a reader's abort against the store", async () => {
  const { clock, access, states } = createAccess();
  for (let reader = 0; reader < 3; reader++) {
    const { promise, resolve } = deferred<string>();
    const quitter = new AbortController();
    const patience = { until: clock.monotonic() + TIMEOUT_MS, signal: quitter.signal };
    const aborted = access.ask("be asked", () => promise, patience);
    quitter.abort(new Error("hung up"));
    await expect(aborted).rejects.toThrow("hung up");
    resolve("in time");
    await clock.advance(TIMEOUT_MS);
  }
  expect(states).toEqual([]);
});

it("judges the store although its readers have no time", async () => {
  const { clock, access, states } = createAccess();
  for (let reader = 0; reader < 3; reader++) {
    const hurried = access.ask("be asked", silent, {
      until: clock.monotonic() + 10,
      signal: undefined,
    });
    void (hurried as Promise<unknown>).catch(() => undefined);
    await clock.advance(TIMEOUT_MS);
  }
  expect(states).toEqual(["open"]);
});

it("does not hold a standstill of its own process against the store", async () => {
  const { clock, stood, access } = createAccess();
  const { promise, resolve } = deferred<string>();
  const asked = access.ask("be asked", () => promise);
  await clock.advance(TIMEOUT_MS - 1);
  stood.stillMs = 50;
  await clock.advance(1);
  resolve("answered");
  expect(await asked).toBe("answered");
});

it("waits after a standstill as long as that took, and no longer", async () => {
  const { clock, stood, access } = createAccess();
  const asked = access.ask("be asked", silent) as Promise<unknown>;
  const failed = expect(asked).rejects.toMatchObject({ code: "store_unavailable" });
  await clock.advance(TIMEOUT_MS - 1);
  stood.stillMs = 50;
  await clock.advance(1 + 50);
  await failed;
});

it("gives an answer that is there at once without a promise", () => {
  const { access } = createAccess();
  expect(access.ask("be asked", () => "at once")).toBe("at once");
});

it("counts what a store in this process throws", async () => {
  const { outcome, states } = createAccess();
  const thrown = () => {
    throw new Error("full");
  };
  for (let count = 0; count < 3; count++) expect(await outcome(thrown)).toBe("failed");
  expect(states).toEqual(["open"]);
});
