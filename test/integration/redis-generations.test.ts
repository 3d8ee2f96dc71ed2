import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CacheStore, StepNews } from "../../src/stores/contract.ts";
import { eventually } from "../helpers/eventually.ts";
import { watchCommands } from "../helpers/redis-monitor.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { attachedStore, keyOf, ROOT, stepOn } from "../helpers/redis-stores.ts";

const FENCE = { id: "a", kind: "fence", durationMs: 60_000 } as const;

describe.skipIf(!hasRedis)("generations in Redis", () => {
  let server: RedisServer;
  let store: CacheStore;
  let other: CacheStore;
  const stops: (() => void)[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.kill());
  beforeEach(async () => {
    await server.command("FLUSHALL");
    store = attachedStore({ url: server.url, keyPrefix: "app:" });
    other = attachedStore({ url: server.url, keyPrefix: "app:" });
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) stop();
    await Promise.all([store.close(), other.close()]);
  });

  const generation = async () => store.generations?.read(ROOT);
  const subscribers = async () =>
    Number(((await server.command("PUBSUB", "NUMSUB", `app:${ROOT}#generation`)) as unknown[])[1]);
  const hear = async () => {
    const news: StepNews[] = [];
    const stop = other.generations?.listen(ROOT, (one) => news.push(one));
    if (stop !== undefined) stops.push(stop);
    await eventually(subscribers).toBe(1);
    return news;
  };

  it("replaces the generation and tells of it within the step's own command", async () => {
    await generation();
    await store.apply([stepOn("tag", { bump: true })]);
    const { sent, inScripts } = await watchCommands(server, async () =>
      store.apply([stepOn("tag", { bump: true })]),
    );
    expect(sent.length).toBe(1);
    expect(inScripts.filter((command) => /^"PUBLISH"/i.test(command)).length).toBe(1);
  });

  it("tells previous, next and the records that were bumped or marked", async () => {
    const news = await hear();
    const previous = await generation();
    await store.apply([
      stepOn("bumped", { bump: true }),
      stepOn("marked", { addMarks: [FENCE] }),
      stepOn("released", { removeMarks: ["a"] }),
    ]);
    const next = await generation();
    const recordKeys = ["bumped", "marked"].map(keyOf);
    await eventually(() => news).toContainEqual({ kind: "message", previous, next, recordKeys });
  });

  it("tells nobody of a step that only takes marks away", async () => {
    await store.apply([stepOn("tag", { addMarks: [FENCE] })]);
    const before = await generation();
    const { inScripts } = await watchCommands(server, async () =>
      store.apply([stepOn("tag", { removeMarks: ["a"] })]),
    );
    expect(inScripts.filter((command) => /PUBLISH/i.test(command))).toEqual([]);
    expect(await generation()).toBe(before);
  });

  it("replaces the generation also for records that are not there", async () => {
    const before = await generation();
    await store.apply([stepOn("nobody knows it", { bump: true })]);
    expect(await generation()).not.toBe(before);
  });

  it("draws a generation where it was lost, and never the same", async () => {
    const before = await generation();
    await server.command("DEL", `app:${ROOT}#generation`);
    const after = await generation();
    expect([after, after === before]).toEqual([await other.generations?.read(ROOT), false]);
  });

  it("hears again by itself after its connection was lost", async () => {
    await generation();
    const news = await hear();
    await server.command("CLIENT", "KILL", "TYPE", "pubsub");
    await eventually(subscribers).toBe(1);
    await store.apply([stepOn("tag", { bump: true })]);
    await eventually(() => news.filter(({ kind }) => kind === "message").length).toBe(1);
  });

  it("does not mind what is no news", async () => {
    await generation();
    const news = await hear();
    const channel = `app:${ROOT}#generation`;
    for (const text of [
      "",
      "null",
      "{",
      '{"previous":"a","next":"b"}',
      '{"previous":1,"next":2,"keys":[]}',
    ]) {
      await server.command("PUBLISH", channel, text);
    }
    await store.apply([stepOn("tag", { bump: true })]);
    await eventually(() => news.length).toBe(1);
  });

  it("listens no longer when nobody does, nor when it is closed", async () => {
    await hear();
    for (const stop of stops.splice(0)) stop();
    await eventually(subscribers).toBe(0);
    await hear();
    await other.close();
    await eventually(subscribers).toBe(0);
  });
});
