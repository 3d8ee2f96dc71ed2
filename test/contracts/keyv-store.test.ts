import KeyvRedis, { createClient } from "@keyv/redis";
import { Keyv } from "keyv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyvStore } from "../../src/stores/keyv-store.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { describeStore } from "./store-contract.ts";

describeStore(
  "keyvStore over a Map",
  () => {
    const map = new Map<string, unknown>();
    return { store: keyvStore(map), other: keyvStore(map) };
  },
  { atomic: false, shortMs: 50 },
);

describeStore(
  "keyvStore over a Keyv instance",
  () => {
    const map = new Map<string, unknown>();
    const keyv = () => keyvStore(new Keyv({ store: map, namespace: "app" }));
    return { store: keyv(), other: keyv() };
  },
  { atomic: false, shortMs: 50 },
);

describe.skipIf(!hasRedis)("with a redis-server", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.kill());

  let namespaces = 0;
  describeStore(
    "keyvStore over KeyvRedis",
    async () => {
      const namespace = `n${++namespaces}`;
      const open = async () => {
        const client = createClient({
          url: server.url,
          disableOfflineQueue: true,
          socket: { reconnectStrategy: false },
        });
        client.on("error", () => undefined);
        await client.connect();
        return keyvStore(new Keyv({ store: new KeyvRedis(client), namespace }));
      };
      const [store, other] = [await open(), await open()];
      return {
        store,
        other,
        async end() {
          await Promise.allSettled([store.close(), other.close()]);
          if (!server.isRunning) await server.start();
        },
      };
    },
    { leases: true, generations: true, budgets: true, cutOff: () => server.kill() },
  );
});

it("refuses what Keyv could not use either", () => {
  expect(() => keyvStore({} as never)).toThrow(/Keyv instance/);
});
