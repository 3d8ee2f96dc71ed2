import { expect, it } from "vitest";
import { settle } from "../../src/testing/virtual-clock.ts";
import { type CacheProcess, createCacheProcesses } from "../helpers/cache-processes.ts";

/** A holder whose load is under way, with the answer of now. */
async function heldLoad() {
  const world = createCacheProcesses();
  const { origin, join } = world;
  const gate = origin.hold();
  const holder = join();
  const first = holder.read();
  await settle();
  origin.open();
  return { ...world, holder, first, gate };
}

const sentSince = (process: CacheProcess, from: number) => process.link.sent.slice(from);

it("asks once for the readers of four processes that come together", async () => {
  const { clock, origin, join } = createCacheProcesses();
  const gate = origin.hold();
  const processes = [join(), join(), join(), join()];
  await processes[0]?.bump();
  const readers = processes.flatMap((process) => Array.from({ length: 125 }, () => process.read()));
  await clock.advance(400);
  gate.release();
  await clock.advance(300);
  expect(await Promise.all(readers)).toEqual(Array(500).fill("first"));
  expect(origin.calls).toBe(1);
});

it("reads, takes a lease, and stores with its end: nothing else after a bump", async () => {
  const { join, server } = createCacheProcesses();
  const process = join();
  await process.read();
  await process.bump();
  const before = process.link.sent.length;
  await process.read();
  expect(sentSince(process, before)).toEqual(["read", "take", "write"]);
  expect(server.held).toBe(0);
});

it("asks for one lease, whoever waits in a process", async () => {
  const { clock, join, gate } = await heldLoad();
  const waiting = join();
  const readers = Array.from({ length: 50 }, () => waiting.read());
  await clock.advance(100);
  readers.push(...Array.from({ length: 50 }, () => waiting.read()));
  await clock.advance(100);
  expect(waiting.link.sent.filter((command) => command === "take")).toHaveLength(1);
  gate.release();
  await clock.advance(200);
  expect(new Set(await Promise.all(readers))).toEqual(new Set(["first"]));
});

it("answers a reader that waited from the cache, and counts it once", async () => {
  const { clock, join, gate, origin } = await heldLoad();
  const waiting = join();
  const answer = waiting.get(waiting.question("it"));
  await clock.advance(50);
  gate.release();
  await clock.advance(200);
  expect(await answer).toMatchObject({ value: "first", source: "cache" });
  expect(waiting.events).toEqual(["absent"]);
  expect(origin.calls).toBe(1);
});

it("does not wait for a load of before a change", async () => {
  const { clock, holder, join, origin, first, gate } = await heldLoad();
  const waiting = join();
  const early = waiting.read();
  await clock.advance(100);
  origin.value = "second";
  await holder.bump();
  const late = waiting.read();
  await settle();
  expect(await late).toBe("second");
  gate.release();
  await clock.advance(200);
  expect(await first).toBe("first");
  expect(await early).toBe("second");
});

it("does not wait with a refreshing reader, and does not answer it by a wait", async () => {
  const { clock, join, origin, gate } = await heldLoad();
  const waiting = join();
  const patient = waiting.read();
  await clock.advance(100);
  origin.value = "second";
  const fresh = waiting.read({ cache: "refresh" });
  const own = waiting.read({ cache: "bypass" });
  await settle();
  expect([await fresh, await own]).toEqual(["second", "second"]);
  gate.release();
  await clock.advance(200);
  expect(["first", "second"]).toContain(await patient);
  expect(waiting.link.sent.filter((command) => command === "take")).toHaveLength(1);
});

it("lets a refreshing reader that comes first leave at once, with whoever joins it", async () => {
  const { join, origin } = await heldLoad();
  const other = join();
  origin.value = "second";
  const readers = [other.read({ cache: "refresh" }), other.read()];
  await settle();
  expect(await Promise.all(readers)).toEqual(["second", "second"]);
  expect(other.link.sent).not.toContain("take");
});

it("takes no lease for an answer that could not be stored", async () => {
  const { join, origin } = createCacheProcesses();
  const [one, other] = [join(), join()];
  await one.read();
  await one.mark();
  await Promise.all([one.read(), other.read()]);
  expect(origin.calls).toBe(3);
  expect(one.link.sent.filter((command) => command === "take")).toHaveLength(1);
  expect(other.link.sent).not.toContain("take");
});

it("takes none while it is bypassed", async () => {
  const { join } = createCacheProcesses();
  const process = join();
  process.cache.bypassed = true;
  await process.read();
  expect(process.link.sent).toEqual([]);
});

it("gives each waiting reader its own deadline and its own abort", async () => {
  const { clock, join, gate } = await heldLoad();
  const waiting = join();
  const quitter = new AbortController();
  const hasty = waiting.read({ timeoutMs: 50 }).catch((error: unknown) => error);
  const aborted = waiting.read({ signal: quitter.signal }).catch((error: unknown) => error);
  const patient = waiting.read();
  await clock.advance(60);
  expect(await hasty).toMatchObject({ code: "timeout", timeoutMs: 50 });
  quitter.abort(new Error("hung up"));
  expect(await aborted).toMatchObject({ message: "hung up" });
  gate.release();
  await clock.advance(200);
  expect(await patient).toBe("first");
});

it("stops asking when nobody waits any more", async () => {
  const { clock, join } = await heldLoad();
  const waiting = join();
  const quitter = new AbortController();
  const only = waiting.read({ signal: quitter.signal }).catch((error: unknown) => error);
  await clock.advance(100);
  quitter.abort(new Error("hung up"));
  await only;
  const before = waiting.link.sent.length;
  await clock.advance(3_000);
  expect(sentSince(waiting, before)).toEqual([]);
});
