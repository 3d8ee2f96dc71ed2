import { expect, it } from "vitest";
import { type Kept, keepWarm } from "../../../../examples/voice-agent/keep-warm.ts";
import { RateLimitError, type ReadOptions } from "../../../../src/index.ts";
import { createVirtualClock } from "../../../../src/testing/virtual-clock.ts";
import { deferred } from "../../../helpers/deferred.ts";

/** Something to keep warm, whose reads a test answers. */
function open() {
  const clock = createVirtualClock();
  const reads: { options: ReadOptions; answer: ReturnType<typeof deferred<() => Kept>> }[] = [];
  const reported: unknown[] = [];
  let changed = () => {};
  const warmth = keepWarm({
    clock,
    watch: (hear) => {
      changed = hear;
      return () => {
        changed = () => {};
      };
    },
    read: (options) => {
      const answer = deferred<() => Kept>();
      reads.push({ options, answer });
      return answer.promise.then((give) => give());
    },
    report: (error) => reported.push(error),
  });
  const living = (lifeMs: number, storable = true) => {
    const expiresAt = clock.now() + lifeMs;
    return () => ({ provenance: { storable, expiresAt } });
  };
  return { clock, reads, reported, warmth, living, change: () => changed() };
}

it("reads at once, and again before the answer ends", async () => {
  const { clock, reads, living } = open();
  await clock.advance(0);
  reads[0]?.answer.resolve(living(60_000));
  await clock.advance(49_999);
  expect(reads).toHaveLength(1);
  await clock.advance(1);
  expect(reads[1]?.options).toEqual({ cache: "refresh", priority: "prefetch" });
});

it("reads an answer that ends soon half way to its end", async () => {
  const { clock, reads, living } = open();
  await clock.advance(0);
  reads[0]?.answer.resolve(living(8_000));
  await clock.advance(3_999);
  expect(reads).toHaveLength(1);
  await clock.advance(1);
  expect(reads).toHaveLength(2);
});

it("reads once for changes that come together, and does not wait for their end", async () => {
  const { clock, reads, living, change } = open();
  await clock.advance(0);
  reads[0]?.answer.resolve(living(60_000));
  for (let count = 0; count < 5; count++) {
    await clock.advance(60);
    change();
  }
  await clock.advance(59);
  expect(reads).toHaveLength(1);
  await clock.advance(1);
  expect(reads).toHaveLength(2);
});

it("reads one at a time: what changes meanwhile is read afterwards", async () => {
  const { clock, reads, living, change } = open();
  await clock.advance(0);
  change();
  await clock.advance(5_000);
  expect(reads).toHaveLength(1);
  reads[0]?.answer.resolve(living(60_000));
  await clock.advance(300);
  expect(reads).toHaveLength(2);
});

it("goes on after a failure, when the budget has room again", async () => {
  const { clock, reads, reported } = open();
  await clock.advance(0);
  const path = { method: "GET", path: "/slots" };
  const error = new RateLimitError("Wait.", { ...path, retryAfterMs: 30_000 });
  reads[0]?.answer.resolve(() => {
    throw error;
  });
  await clock.advance(29_999);
  expect([reads.length, reported]).toEqual([1, [error]]);
  await clock.advance(1);
  expect(reads).toHaveLength(2);
});

it("looks again soon after an answer that may not be kept", async () => {
  const { clock, reads, living } = open();
  await clock.advance(0);
  reads[0]?.answer.resolve(living(60_000, false));
  await clock.advance(5_000);
  expect(reads).toHaveLength(2);
});

it("reads no more once it is closed, whatever was under way", async () => {
  const { clock, reads, living, warmth, change } = open();
  await clock.advance(0);
  warmth.close();
  reads[0]?.answer.resolve(living(60_000));
  change();
  await clock.advance(600_000);
  expect(reads).toHaveLength(1);
});
