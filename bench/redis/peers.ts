import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import KeyvRedis from "@keyv/redis";
import { Keyv } from "keyv";
import type { RedisServer } from "../../test/helpers/redis-server.ts";
import type { Candidate } from "../measure.ts";
import type { BenchClient } from "./connect.ts";

const PACKAGES = ["bentocache@1.6.1", "cacheable@2.5.0", "ioredis@5"];
const EXPORTS = `
export { BentoCache, bentostore } from "bentocache";
export { redisDriver } from "bentocache/drivers/redis";
export { Cacheable } from "cacheable";
export { Redis } from "ioredis";
`;
const TAGS = ["all", "event-type", "host", "email"];

/** The few parts of the peers that are used here. */
interface PeerModules {
  readonly Cacheable: new (options: {
    readonly primary: Keyv;
    readonly tags: true;
  }) => {
    set(key: string, value: unknown, options: { ttl: string; tags: string[] }): Promise<unknown>;
    get(key: string): Promise<unknown>;
  };
  readonly BentoCache: new (options: {
    readonly default: "redis";
    readonly stores: { readonly redis: unknown };
  }) => {
    getOrSet(options: {
      readonly key: string;
      readonly ttl: string;
      readonly tags: string[];
      readonly factory: () => unknown;
    }): Promise<unknown>;
    disconnectAll(): Promise<void>;
  };
  readonly bentostore: () => { useL2Layer(driver: unknown): unknown };
  readonly redisDriver: (options: { readonly connection: unknown }) => unknown;
  readonly Redis: new (url: string) => { get(key: string): Promise<string | null> };
}

/** Other caches with tags, installed outside this checkout for the one run. */
export interface Peers {
  /** Over the client that everything else is measured over. */
  sameClient(client: BenchClient, value: unknown): Promise<Candidate>;
  /** Over a client of its own, with the floor of that client first. */
  ownClient(server: RedisServer, value: unknown): Promise<Candidate[]>;
  close(): Promise<void>;
}

const KEYS = 100;

export async function installPeers(): Promise<Peers> {
  const folder = mkdtempSync(join(tmpdir(), "calcom-coherent-peers-"));
  writeFileSync(join(folder, "package.json"), "{}");
  execFileSync("npm", ["install", "--no-audit", "--no-fund", ...PACKAGES], { cwd: folder });
  const entry = join(folder, "peers.mjs");
  writeFileSync(entry, EXPORTS);
  const modules = (await import(pathToFileURL(entry).href)) as PeerModules;
  const closing: (() => Promise<unknown>)[] = [];
  return {
    async sameClient(client, value) {
      const primary = new Keyv({ store: new KeyvRedis(client) });
      const cache = new modules.Cacheable({ primary, tags: true });
      for (let index = 0; index < KEYS; index++) {
        await cache.set(`cacheable:${index}`, value, { ttl: "1h", tags: TAGS });
      }
      const run = (index: number) => cache.get(`cacheable:${index % KEYS}`);
      return { what: "cacheable 2.5.0 with tags", run };
    },
    async ownClient(server, value) {
      const connection = new modules.Redis(server.url);
      const redis = modules.bentostore().useL2Layer(modules.redisDriver({ connection }));
      const cache = new modules.BentoCache({ default: "redis", stores: { redis } });
      closing.push(() => cache.disconnectAll());
      const getOrSet = (index: number) =>
        cache.getOrSet({ key: `${index % KEYS}`, ttl: "1h", tags: TAGS, factory: () => value });
      for (let index = 0; index < KEYS; index++) await getOrSet(index);
      const get = async (index: number) =>
        JSON.parse((await connection.get(`floor:${index % KEYS}`)) as string);
      return [
        { what: "GET and JSON.parse by ioredis", run: get },
        { what: "bentocache 1.6.1 with tags, by ioredis", run: getOrSet },
      ];
    },
    async close() {
      for (const close of closing) await close();
      rmSync(folder, { recursive: true });
    },
  };
}
