import { afterEach, describe, expect, it } from "vitest";
import type { CacheStore, StepNews } from "../../src/stores/contract.ts";
import { eventually } from "../helpers/eventually.ts";
import { watchCommands } from "../helpers/redis-monitor.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { attachedStore, keyOf, ROOT, stepOn } from "../helpers/redis-stores.ts";

describe.skipIf(!hasRedis)("the server that is met", () => {
  const servers: RedisServer[] = [];
  const stores: CacheStore[] = [];
  const start = async (options?: Parameters<typeof startRedis>[0]) => {
    const server = await startRedis(options);
    servers.push(server);
    return server;
  };
  const storeAt = (server: RedisServer, context?: Parameters<typeof attachedStore>[1]) => {
    const store = attachedStore({ url: server.url }, context);
    stores.push(store);
    return store;
  };
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await Promise.all(servers.splice(0).map((server) => server.kill()));
  });

  const rootOf = async (store: CacheStore) => (await store.ensure([ROOT], "fresh"))[0]?.version;
  const read = (store: CacheStore) => async () =>
    (await store.read(undefined, [ROOT])).states[0]?.version ?? "none";

  it("keeps what is known as long as the server is the same", async () => {
    const server = await start();
    const version = await rootOf(storeAt(server));
    expect(await read(storeAt(server))()).toBe(version);
  });

  it("bumps the root, replaces the generation and tells of it once the server was restored", async () => {
    const server = await start();
    const store = storeAt(server);
    const version = await rootOf(store);
    const before = await store.generations?.read(ROOT);
    const snapshot = await server.snapshot();
    const news: StepNews[] = [];
    store.generations?.listen(ROOT, (one) => news.push(one));
    await server.start({ data: snapshot });
    await eventually(() => read(store)().catch(() => version)).not.toBe(version);
    expect(await store.generations?.read(ROOT)).not.toBe(before);
    expect(news).toContainEqual({ kind: "own", recordKeys: [ROOT] });
  });

  it("keeps the marks of a restored root", async () => {
    const server = await start();
    const mark = { id: "a", kind: "fence", durationMs: 60_000 } as const;
    const version = await rootOf(storeAt(server));
    await storeAt(server).apply([stepOn("all", { addMarks: [mark] })]);
    await server.start({ data: await server.snapshot() });
    const [state] = (await storeAt(server).read(undefined, [ROOT])).states;
    expect(state?.marked).toBe(true);
    expect(state?.version).not.toBe(version);
  });

  it("reads nothing from a server before it was met on that connection", async () => {
    const server = await start();
    const { sent } = await watchCommands(server, () => storeAt(server).read(undefined, [ROOT]));
    expect(sent.at(-1)).toMatch(/^"MGET"/);
    expect(sent.slice(0, -1).some((command) => /^"EVAL/i.test(command))).toBe(true);
  });

  it("warns once of a server that may evict versions", async () => {
    const evicting = await start({ maxmemory: "50mb", maxmemoryPolicy: "volatile-lru" });
    const warnings: string[] = [];
    const store = storeAt(evicting, { warn: (message) => warnings.push(message) });
    await rootOf(store);
    await evicting.start();
    await eventually(() => rootOf(store).catch(() => "away")).not.toBe("away");
    expect(warnings).toEqual([expect.stringContaining("noeviction")]);
  });

  it.each([{ maxmemory: "50mb" }, { maxmemoryPolicy: "allkeys-lru" }])(
    "has nothing to say about a server that never evicts: %o",
    async (options) => {
      const warnings: string[] = [];
      const warn = (message: string) => warnings.push(message);
      await rootOf(storeAt(await start(options), { warn }));
      expect(warnings).toEqual([]);
    },
  );

  it("runs scripts that the server has forgotten", async () => {
    const server = await start();
    const store = storeAt(server);
    await rootOf(store);
    await server.command("SCRIPT", "FLUSH");
    expect((await store.ensure([keyOf("tag")], "fresh"))[0]?.version).toBe("fresh");
  });
});
