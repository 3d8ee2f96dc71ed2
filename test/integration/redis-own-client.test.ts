import { afterEach, describe, expect, it } from "vitest";
import type { CacheStore } from "../../src/stores/contract.ts";
import { eventually } from "../helpers/eventually.ts";
import { freePort } from "../helpers/free-port.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { attachedStore, entryOf, keyOf, ROOT, stepOn } from "../helpers/redis-stores.ts";

const TAG = keyOf("tag");

describe.skipIf(!hasRedis)("the store's own client", () => {
  const servers: RedisServer[] = [];
  const stores: CacheStore[] = [];
  const start = async () => {
    const server = await startRedis();
    servers.push(server);
    return server;
  };
  const storeAt = (url: string) => {
    const store = attachedStore({ url });
    stores.push(store);
    return store;
  };
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    for (const server of servers) server.thaw();
    await Promise.all(servers.splice(0).map((server) => server.kill()));
  });

  const works = (store: CacheStore) => async () => {
    try {
      await store.read(undefined, [TAG]);
      return true;
    } catch {
      return false;
    }
  };

  it("waits for its first connection and needs nobody to connect it", async () => {
    const store = storeAt((await start()).url);
    await store.apply([stepOn("tag", { bump: true })]);
    expect((await store.ensure([TAG], "fresh"))[0]?.version).toBe("fresh");
  });

  it("fails at once while nobody is there, whatever is asked", async () => {
    const store = storeAt(`redis://127.0.0.1:${await freePort()}`);
    const lease = { entryKey: "e", stamp: "s", holder: "h" };
    const requests = [
      () => store.read("e", [TAG]),
      () => store.read("e", []),
      () => store.ensure([TAG], "v"),
      () => store.apply([stepOn("tag")]),
      () => store.leases?.take(lease, 1_000),
      () => store.generations?.read(ROOT),
    ];
    const outcomes = await Promise.allSettled(requests.map(async (request) => request()));
    expect(outcomes.map(({ status }) => status)).toEqual(requests.map(() => "rejected"));
  });

  it("says why it does not reach the server", async () => {
    const server = await start();
    await server.command("CONFIG", "SET", "requirepass", "s3cret");
    const store = storeAt(server.url.replace("//", "//:wrong@"));
    const error = await Promise.resolve(store.read(undefined, [TAG])).catch((reason) => reason);
    expect(error).toMatchObject({ message: "Redis cannot be reached." });
    expect(String(error.cause)).toContain("WRONGPASS");
  });

  it("comes back by itself", async () => {
    const server = await start();
    const store = storeAt(server.url);
    await store.ensure([TAG], "fresh");
    await server.kill();
    await eventually(works(store)).toBe(false);
    await server.start();
    await eventually(works(store)).toBe(true);
  });

  it("sends nothing later that a server did not take", async () => {
    const server = await start();
    const store = storeAt(server.url);
    await store.ensure([TAG], "fresh");
    server.freeze();
    // More than the buffers in between hold, so that some of it waits in the client.
    const large = entryOf("x".repeat(1_000_000));
    const keys = Array.from({ length: 30 }, (_none, index) => `entry-${index}`);
    const writes = keys.map(async (key) => store.write(key, large, 60_000));
    const outcomes = Promise.allSettled(writes);
    await server.kill();
    await server.start();
    await eventually(works(store)).toBe(true);
    expect((await outcomes).map(({ status }) => status)).toEqual(keys.map(() => "rejected"));
    expect(await server.command("EXISTS", ...keys)).toBe(0);
  });

  it("gives up on a frozen server, idle or busy, and goes on when it thaws", async () => {
    const server = await start();
    const [idle, busy] = [storeAt(server.url), storeAt(server.url)];
    await Promise.all([idle.ensure([TAG], "fresh"), busy.ensure([TAG], "fresh")]);
    server.freeze();
    const rejected = { idle: 0, busy: 0 };
    const ask = async (store: CacheStore, who: keyof typeof rejected) => {
      if (!(await works(store)())) rejected[who] += 1;
    };
    void ask(idle, "idle");
    // Every poll is one more command that goes nowhere.
    const asking = () => {
      void ask(busy, "busy");
      return rejected.idle === 1 && rejected.busy > 20;
    };
    await eventually(asking).toBe(true);
    server.thaw();
    await eventually(works(busy)).toBe(true);
    await eventually(works(idle)).toBe(true);
  });

  it("keeps connections that nobody uses for long, for commands and for messages", async () => {
    const server = await start();
    const store = storeAt(server.url);
    await store.ensure([TAG], "fresh");
    store.generations?.listen(ROOT, () => undefined);
    const connections = async () => {
      const lines = String(await server.command("CLIENT", "LIST")).split("\n");
      const others = lines.filter((line) => line !== "" && !line.includes("cmd=client|list"));
      return others.map((line) => line.split(" ")[0]);
    };
    await eventually(connections).toHaveLength(2);
    const pings = async () => {
      const stats = String(await server.command("INFO", "commandstats"));
      return Number(/cmdstat_ping:calls=(\d+)/.exec(stats)?.[1] ?? 0);
    };
    const before = await connections();
    // Longer than the silence after which it is given up.
    await eventually(pings).toBeGreaterThan(7);
    expect(await connections()).toEqual(before);
  });

  it("closes its connections with the store", async () => {
    const server = await start();
    const store = storeAt(server.url);
    await store.ensure([TAG], "fresh");
    store.generations?.listen(ROOT, () => undefined);
    const clients = async () =>
      String(await server.command("CLIENT", "LIST"))
        .trim()
        .split("\n").length;
    await eventually(clients).toBe(3);
    await store.close();
    await eventually(clients).toBe(1);
    await expect(async () => store.read(undefined, [TAG])).rejects.toThrow(/closed/i);
  });

  it("leaves no connection behind when it is closed before it is connected", async () => {
    const server = await start();
    const connections = async () => {
      const stats = String(await server.command("INFO", "stats"));
      return Number(/total_connections_received:(\d+)/.exec(stats)?.[1]);
    };
    const before = await connections();
    await storeAt(server.url).close();
    let asked = 0;
    await eventually(async () => (await connections()) - ++asked).toBeGreaterThan(before);
    const clients = async () =>
      String(await server.command("CLIENT", "LIST"))
        .trim()
        .split("\n");
    await eventually(clients).toHaveLength(1);
  });

  it("leaves an application's client open and without listeners of its own", async () => {
    const { createClient } = await import("@keyv/redis");
    const server = await start();
    const client = createClient({ url: server.url });
    await client.connect();
    const listeners = () => client.eventNames().map((name) => client.listenerCount(name));
    const before = listeners();
    const store = attachedStore({ client });
    await store.ensure([TAG], "fresh");
    store.generations?.listen(ROOT, () => undefined);
    await store.close();
    expect(listeners().reduce((all, count) => all + count, 0)).toBe(
      before.reduce((all, count) => all + count, 0),
    );
    expect(await client.ping()).toBe("PONG");
    client.destroy();
  });
});
