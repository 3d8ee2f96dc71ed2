import KeyvRedis from "@keyv/redis";
import { Keyv } from "keyv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyvStore } from "../../src/stores/keyv-store.ts";
import { createVirtualClock } from "../../src/testing/virtual-clock.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { describeStore } from "./store-contract.ts";

const overMap = (source: () => Map<string, unknown> | Keyv) => async () => {
  const clock = createVirtualClock();
  const store = keyvStore(source());
  store.attach?.({ clock, keyPrefix: "tag:", rootKey: "tag:all" });
  return { store, pass: (ms: number) => clock.advance(ms), end: async () => undefined };
};

describeStore(
  "keyvStore over a Map",
  overMap(() => new Map()),
);
describeStore(
  "keyvStore over a Keyv instance",
  overMap(() => new Keyv({ namespace: "app" })),
);

if (process.env.CI && !hasRedis) throw new Error("CI needs a redis-server for this suite.");

describe.skipIf(!hasRedis)("with a redis-server", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.kill());

  let namespaces = 0;
  describeStore("keyvStore over KeyvRedis", async () => {
    const adapter = new KeyvRedis(server.url);
    const store = keyvStore(new Keyv({ store: adapter, namespace: `n${++namespaces}` }));
    store.attach?.({ clock: createVirtualClock(), keyPrefix: "", rootKey: "all" });
    const pass = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
    return { store, pass, end: async () => store.close() };
  });
});

it("refuses what Keyv could not use either", () => {
  expect(() => keyvStore({} as never)).toThrow(/Keyv instance/);
});
