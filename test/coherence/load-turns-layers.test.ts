import { expect, it } from "vitest";
import type { CachedLayer } from "../../src/cache/layer.ts";
import type { LoadScope } from "../../src/cache/question.ts";
import { settle } from "../../src/testing/virtual-clock.ts";
import { type CacheProcess, createCacheProcesses } from "../helpers/cache-processes.ts";
import { deferred } from "../helpers/deferred.ts";

/** A layer over one answer, whose loads are counted and can be held at their end. */
function layersOver(join: () => CacheProcess) {
  const state = { loads: 0, gate: Promise.resolve() };
  const joined = () => {
    const process = join();
    const layer = process.layer("upper", async (scope) => {
      state.loads += 1;
      const { gate } = state;
      const value = await process.readWithin(scope);
      await gate;
      return value;
    });
    return { process, read: () => layer.get(null) };
  };
  return { state, joined };
}

it("computes a layer once for all processes", async () => {
  const { clock, origin, join } = createCacheProcesses();
  const { state, joined } = layersOver(join);
  const processes = [joined(), joined(), joined()];
  const answers = processes.flatMap(({ read }) => [read(), read()]);
  await clock.advance(200);
  expect(await Promise.all(answers)).toEqual(Array(6).fill("first"));
  expect([state.loads, origin.calls]).toEqual([1, 1]);
});

it("hands a late reader nothing that was found for those who waited before a change", async () => {
  const { clock, origin, join } = createCacheProcesses();
  const { state, joined } = layersOver(join);
  const [holder, waiting, writer] = [joined(), joined(), join()];
  // It has had the answer before, so that one read shows all of its tags.
  await waiting.read();
  await writer.bump();
  const { promise, resolve } = deferred();
  state.gate = promise;
  const first = holder.read();
  await settle();
  const early = waiting.read();
  await clock.advance(100);
  // Whatever is read next in this process is read before the change, and told after it.
  const delayed = waiting.process.link.delay("read");
  resolve();
  await clock.advance(100);
  await delayed.carriedOut;
  expect(await first).toBe("first");
  origin.value = "second";
  await writer.bump();
  const late = waiting.read();
  await settle();
  delayed.release();
  await clock.advance(1_000);
  expect(await early).toBe("first");
  expect(await late).toBe("second");
});

it("does not wait for its own process's load that a change has overtaken", async () => {
  const { origin, join } = createCacheProcesses();
  const { state, joined } = layersOver(join);
  const { process, read } = joined();
  const { promise, resolve } = deferred();
  state.gate = promise;
  const overtaken = read();
  await settle();
  state.gate = Promise.resolve();
  origin.value = "second";
  await process.bump();
  expect(await read()).toBe("second");
  resolve();
  expect(await overtaken).toBe("first");
});

type Layers = Readonly<Record<"a" | "b", CachedLayer<null, string, LoadScope>>>;

function circleIn(process: CacheProcess): Layers {
  const needing = (name: "a" | "b", other: "a" | "b") =>
    process.layer(name, async (scope) => (await layers[other].readWithin(scope, null)).value);
  const layers: Layers = { a: needing("a", "b"), b: needing("b", "a") };
  return layers;
}

it("ends a circle of layers that goes through two processes", async () => {
  const { clock, join } = createCacheProcesses();
  const [one, other] = [circleIn(join()), circleIn(join())];
  const outcomes = [one.a.get(null), other.b.get(null)].map((answer) =>
    answer.catch((error: unknown) => error),
  );
  await clock.advance(6_000);
  for (const outcome of await Promise.all(outcomes)) {
    expect(outcome).toMatchObject({ code: "circular_layer" });
  }
});

it("notices a circle within one process at once", async () => {
  const { join } = createCacheProcesses();
  const layers = circleIn(join());
  const outcomes = [layers.a.get(null), layers.b.get(null)].map((answer) =>
    answer.catch((error: unknown) => error),
  );
  await settle();
  for (const outcome of await Promise.all(outcomes)) {
    expect(outcome).toMatchObject({ code: "circular_layer" });
  }
});

it("keeps a layer that rests on an answer another process has loaded", async () => {
  const { clock, origin, join } = createCacheProcesses();
  const { state, joined } = layersOver(join);
  const gate = origin.hold();
  const loading = join();
  const below = loading.read();
  await settle();
  const { process, read } = joined();
  const upper = read();
  await clock.advance(100);
  gate.release();
  await clock.advance(200);
  expect(await upper).toBe("first");
  expect(await below).toBe("first");
  expect(await read()).toBe("first");
  expect([state.loads, origin.calls]).toEqual([1, 1]);
  await process.bump();
  origin.value = "second";
  expect(await read()).toBe("second");
});

it("does not wait for a layer whose answer was not stored the last time", async () => {
  const { clock, join } = createCacheProcesses();
  const { state, joined } = layersOver(join);
  const [one, other] = [joined(), joined()];
  await one.process.mark();
  await Promise.all([one.read(), other.read(), clock.advance(200)]);
  const { promise, resolve } = deferred();
  state.gate = promise;
  const slow = one.read();
  await settle();
  state.gate = Promise.resolve();
  expect(await other.read()).toBe("first");
  resolve();
  await slow;
});

it("waits again once an answer was stored", async () => {
  const { clock, join } = createCacheProcesses();
  const { state, joined } = layersOver(join);
  const [one, other] = [joined(), joined()];
  await one.process.mark();
  await Promise.all([one.read(), other.read(), clock.advance(200)]);
  await clock.advance(60_000);
  await one.read();
  await other.process.bump();
  await other.read();
  await other.process.bump();
  const before = state.loads;
  await Promise.all([one.read(), other.read(), clock.advance(200)]);
  expect(state.loads - before).toBe(1);
});
