import { expect, it } from "vitest";
import { GenerationWatch } from "../../../src/cache/generation-watch.ts";
import { createVirtualClock, settle } from "../../../src/testing/virtual-clock.ts";
import { deferred } from "../../helpers/deferred.ts";

const BOUND_MS = 1_000;

function watchWorld() {
  const clock = createVirtualClock();
  const told = { losses: 0, errors: [] as unknown[] };
  const watch = new GenerationWatch(clock, () => {
    told.losses += 1;
  });
  return {
    ...{ clock, told, watch },
    /** Sends a verification. @returns what answers it; `undefined` when none was sent */
    verify() {
      const answer = deferred<string>();
      let isSent = false;
      const read = () => {
        isSent = true;
        return answer.promise;
      };
      const onError = (error: unknown) => told.errors.push(error);
      watch.verify({ maxStalenessMs: BOUND_MS, read, onError });
      if (!isSent) return undefined;
      return async (generation: string) => {
        answer.resolve(generation);
        await settle();
      };
    },
  };
}

/** A watch that has been told the generation `a`. */
async function startedWatch() {
  const world = watchWorld();
  await world.verify()?.("a");
  await world.clock.advance(BOUND_MS / 2);
  return world;
}

it("knows nothing before the first answer", async () => {
  const { told, verify, watch } = watchWorld();
  expect(watch.stalenessMs()).toBe(Number.POSITIVE_INFINITY);
  await verify()?.("a");
  expect(watch.stalenessMs()).toBe(0);
  expect(told.losses).toBe(1);
});

it("counts from when an answer was asked for", async () => {
  const { clock, verify, watch } = await startedWatch();
  const answer = verify();
  await clock.advance(30);
  await answer?.("a");
  expect(watch.stalenessMs()).toBe(30);
});

it("takes a generation that it has been since it asked", async () => {
  const { told, verify, watch } = await startedWatch();
  const answer = verify();
  watch.follow("a", "b");
  watch.follow("b", "c");
  await answer?.("b");
  expect(watch.stalenessMs()).toBe(0);
  expect(told.losses).toBe(1);
});

it("does not take a generation that it was before it asked", async () => {
  const { verify, watch } = await startedWatch();
  watch.follow("a", "b");
  await verify()?.("a");
  expect(watch.stalenessMs()).toBe(BOUND_MS / 2);
});

it("counts from the asking when messages come after the answer", async () => {
  const { clock, told, verify, watch } = await startedWatch();
  await verify()?.("c");
  await clock.advance(20);
  watch.follow("a", "b");
  expect(watch.stalenessMs()).toBe(BOUND_MS / 2 + 20);
  watch.follow("b", "c");
  expect(watch.stalenessMs()).toBe(20);
  expect(told.losses).toBe(1);
});

it("does not move on by a message that belongs somewhere else", async () => {
  const { verify, watch } = await startedWatch();
  watch.follow("x", "c");
  await verify()?.("c");
  expect(watch.stalenessMs()).toBe(BOUND_MS / 2);
});

it("starts over with the second generation that nothing explains", async () => {
  const { clock, told, verify, watch } = await startedWatch();
  await verify()?.("c");
  expect(told.losses).toBe(1);
  await clock.advance(BOUND_MS / 4);
  await verify()?.("d");
  expect(told.losses).toBe(2);
  expect(watch.stalenessMs()).toBe(0);
  await clock.advance(BOUND_MS / 2);
  await verify()?.("d");
  expect(told.losses).toBe(2);
});

it("starts over at once when nothing is trusted any more", async () => {
  const { clock, told, verify, watch } = await startedWatch();
  await clock.advance(BOUND_MS / 2);
  await verify()?.("c");
  expect(told.losses).toBe(2);
  expect(watch.stalenessMs()).toBe(0);
});

it("asks once at a time, and pauses in between", async () => {
  const { clock, verify } = await startedWatch();
  const answer = verify();
  await clock.advance(BOUND_MS);
  expect(verify()).toBeUndefined();
  await answer?.("a");
  expect(verify()).toBeDefined();
  expect(verify()).toBeUndefined();
  const next = watchWorld();
  await next.verify()?.("a");
  await next.clock.advance(BOUND_MS / 4 - 1);
  expect(next.verify()).toBeUndefined();
  await next.clock.advance(1);
  expect(next.verify()).toBeDefined();
});

it("tells of a failure, and asks again after the pause", async () => {
  const { clock, told, verify, watch } = watchWorld();
  const cause = new Error("away");
  const fail = { maxStalenessMs: BOUND_MS, read: () => Promise.reject(cause) };
  watch.verify({ ...fail, onError: (error) => told.errors.push(error) });
  await settle();
  expect(told.errors).toEqual([cause]);
  expect(verify()).toBeUndefined();
  await clock.advance(BOUND_MS / 4);
  expect(verify()).toBeDefined();
});
