import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CacheStore, MarkKind } from "../../src/stores/contract.ts";
import { eventually } from "../helpers/eventually.ts";
import { watchCommands } from "../helpers/redis-monitor.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { attachedStore, entryOf, keyOf, ROOT, stepOn } from "../helpers/redis-stores.ts";

const LONG_MS = 60_000;
/** Longer than the few commands take that are sent meanwhile. */
const SHORT_MS = 500;
const TAG = keyOf("tag");
const MARKS = `${TAG}#marks`;
const mark = (id: string, durationMs = LONG_MS, kind: MarkKind = "fence") => ({
  ...{ id, kind, durationMs },
});

describe.skipIf(!hasRedis)("records in Redis", () => {
  let server: RedisServer;
  let store: CacheStore;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.kill());
  beforeEach(async () => {
    await server.command("FLUSHALL");
    store = attachedStore({ url: server.url });
  });
  afterEach(() => store.close());

  const apply = (...fields: Parameters<typeof stepOn>[1][]) =>
    store.apply(fields.map((each) => stepOn("tag", each)));
  const state = async () => (await store.read(undefined, [TAG])).states[0];
  const ensured = async () => (await store.ensure([TAG], "fresh"))[0];
  const lifeOf = async (key: string) => Number(await server.command("PTTL", key));
  const isThere = async (key: string) => (await server.command("EXISTS", key)) === 1;

  it("keeps a version as its bare text", async () => {
    await ensured();
    expect(await server.command("GET", TAG)).toBe("fresh");
  });

  it("lets a record end with its first mark, and finds the others afterwards", async () => {
    await ensured();
    await apply({ addMarks: [mark("short", SHORT_MS), mark("long")] });
    expect(await state()).toMatchObject({ version: "fresh", marked: true });
    expect(await lifeOf(TAG)).toBeLessThanOrEqual(SHORT_MS);
    expect(await lifeOf(MARKS)).toBeGreaterThan(LONG_MS / 2);
    await eventually(() => isThere(TAG)).toBe(false);
    expect(await state()).toBeUndefined();
    const [after] = await store.ensure([TAG], "drawn under what is left");
    expect(after).toMatchObject({ version: "drawn under what is left", marked: true });
    await apply({ removeMarks: ["long"] });
    expect(await state()).toMatchObject({ version: "drawn under what is left", marked: false });
  });

  it("does not take a version for alive whose record is gone", async () => {
    await ensured();
    await apply({ addMarks: [mark("a"), mark("b", LONG_MS / 2)] });
    await server.command("DEL", TAG);
    const [after] = await store.ensure([TAG], "another");
    expect(after).toMatchObject({ version: "another", marked: true });
  });

  it("ends the version of a step as well when one of the marks had ended before", async () => {
    await ensured();
    await apply({ addMarks: [mark("short", SHORT_MS), mark("long")] });
    await eventually(() => isThere(TAG)).toBe(false);
    await apply({ removeMarks: ["long"] });
    expect((await state())?.version).not.toBe("fresh");
    expect(await state()).toMatchObject({ marked: false });
  });

  it("keeps no second key while marks end together, nor after they have gone", async () => {
    await apply({ addMarks: [mark("a"), mark("b")] });
    expect(await isThere(MARKS)).toBe(false);
    await apply({ addMarks: [mark("c", LONG_MS / 2)] });
    expect(await isThere(MARKS)).toBe(true);
    await apply({ removeMarks: ["c"] });
    expect(await isThere(MARKS)).toBe(false);
    await apply({ addMarks: [mark("c", LONG_MS / 2)] });
    await apply({ removeMarks: ["a", "b", "c"] });
    expect(await isThere(MARKS)).toBe(false);
  });

  it("draws no version for a bump of what nobody knows", async () => {
    await apply({ bump: true });
    expect(await isThere(TAG)).toBe(false);
  });

  it.each(["ending", "caution"] as const)(
    "reads one MGET under a mark of kind %s",
    async (kind) => {
      await apply({ addMarks: [mark("a", LONG_MS, kind), mark("b", LONG_MS / 2, kind)] });
      await store.write("entry", entryOf(1), LONG_MS);
      const { sent, inScripts } = await watchCommands(server, async () => {
        const read = await store.read("entry", [ROOT, TAG]);
        expect([read.entry?.value, read.states[1]?.marked]).toEqual([1, false]);
      });
      expect([sent.length, inScripts.length]).toEqual([1, 0]);
      expect(sent[0]).toMatch(/^"MGET" "entry"/);
    },
  );

  it("changes twenty tags by one command", async () => {
    const tags = Array.from({ length: 20 }, (_none, index) => `host:${index}`);
    await store.ensure(tags.map(keyOf), "before");
    // The script is known from now on.
    await apply({ bump: true });
    const { sent } = await watchCommands(server, () =>
      store.apply(tags.map((tag) => stepOn(tag, { bump: true }))),
    );
    expect(sent.length).toBe(1);
    const { states } = await store.read(undefined, tags.map(keyOf));
    expect(states.filter((each) => each?.version === "before")).toEqual([]);
  });

  it("does the same for a bump however many answers depend on it", async () => {
    await ensured();
    const bump = () => watchCommands(server, () => apply({ bump: true }));
    const few = await bump();
    for (let index = 0; index < 500; index++) await store.write(`e${index}`, entryOf(1), LONG_MS);
    const many = await bump();
    expect(many.sent.length).toBe(few.sent.length);
    expect(many.inScripts.length).toBe(few.inScripts.length);
  });

  it("leaves nothing behind that grows with bumps", async () => {
    const keys = Array.from({ length: 200 }, (_none, index) => `host:${index}`);
    const round = async () => {
      await store.ensure(keys.map(keyOf), "version");
      await store.apply(keys.map((tag) => stepOn(tag, { bump: true, addMarks: [mark("a")] })));
      await store.apply(keys.map((tag) => stepOn(tag, { removeMarks: ["a"] })));
    };
    await round();
    const before = await server.command("DBSIZE");
    for (let rounds = 0; rounds < 50; rounds++) await round();
    expect(await server.command("DBSIZE")).toBe(before);
  });

  it("takes several steps on one record one after the other", async () => {
    await ensured();
    await apply(
      { addMarks: [mark("a")] },
      { bump: true, addMarks: [mark("b")] },
      { removeMarks: ["a"] },
    );
    expect(await state()).toMatchObject({ marked: true });
    expect((await state())?.version).not.toBe("fresh");
    await apply({ removeMarks: ["b"] });
    expect(await state()).toMatchObject({ marked: false });
  });

  it("applies no step of a call that fails", async () => {
    await ensured();
    await server.command("LPUSH", keyOf("somebody's list"), "x");
    const steps = [stepOn("tag", { bump: true }), stepOn("somebody's list", { bump: true })];
    await expect(async () => store.apply(steps)).rejects.toThrow(/WRONGTYPE/);
    expect((await state())?.version).toBe("fresh");
  });

  it.each(["{", '{"v":"v1"}', '{"v":"v1","m":[["a","fence","soon"]]}'])(
    "replaces the version of a record that cannot be read: %s",
    async (text) => {
      await server.command("SET", TAG, text);
      expect((await ensured())?.version).toBe("fresh");
      await server.command("SET", TAG, text);
      await apply({ bump: true });
      expect(await state()).toMatchObject({ marked: false });
    },
  );

  it("takes a mark that lasts no time for one that has nearly ended", async () => {
    await apply({ addMarks: [mark("a", 0)] });
    await eventually(state).toBeUndefined();
  });
});
