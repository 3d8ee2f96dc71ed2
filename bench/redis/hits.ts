import { setImmediate } from "node:timers/promises";
import KeyvRedis from "@keyv/redis";
import { Keyv } from "keyv";
import { keyvStore, memoryStore } from "../../src/index.ts";
import { redisStore } from "../../src/redis.ts";
import type { RedisServer } from "../../test/helpers/redis-server.ts";
import { type Candidate, type Compared, compare, cpuMs, median } from "../measure.ts";
import { questionsOf, type World } from "../world.ts";
import { type BenchClient, connect } from "./connect.ts";
import type { Peers } from "./peers.ts";

const KEYS = 100;

export interface HitRow extends Compared {
  readonly atOnce: number;
}

/** The same value under keys of its own, got and parsed: what a cache without tags would do. */
async function floorOver(client: BenchClient, value: string): Promise<Candidate> {
  for (let index = 0; index < KEYS; index++) await client.set(`floor:${index}`, value);
  const run = async (index: number) =>
    JSON.parse((await client.get(`floor:${index % KEYS}`)) as string);
  return { what: "GET and JSON.parse", run };
}

/** Validated hits beside the floor on the same connection, one after another and 64 at once. */
export async function measureHits(
  server: RedisServer,
  world: World,
  peers: Peers | undefined,
): Promise<HitRow[]> {
  const client = await connect(server.url);
  const questionOf = questionsOf(world, KEYS);
  const { slots } = await world.client({ store: memoryStore() }).slots.list(questionOf(0));
  const candidates = [await floorOver(client, JSON.stringify(slots))];
  const stores = {
    "redisStore, values in Redis": redisStore({ client }),
    "redisStore, values local": redisStore({ client, values: "local" }),
    "keyvStore over KeyvRedis": keyvStore(new Keyv({ store: new KeyvRedis(client) })),
  };
  for (const [what, store] of Object.entries(stores)) {
    const calcom = world.client({ store, namespace: what });
    for (let index = 0; index < KEYS; index++) await calcom.slots.list(questionOf(index));
    candidates.push({ what, run: (index) => calcom.slots.list(questionOf(index)) });
  }
  if (peers !== undefined) candidates.push(await peers.sameClient(client, slots));
  const others = (await peers?.ownClient(server, slots)) ?? [];
  const rows: HitRow[] = [];
  for (const atOnce of [1, 64]) {
    for (const group of [candidates, others]) {
      const compared = await compare(group, { rounds: 21, runsPerRound: 1_920, atOnce });
      rows.push(...compared.map((row) => ({ ...row, atOnce })));
    }
  }
  client.destroy();
  return rows;
}

export interface BoundedHits {
  readonly maxStalenessMs: number;
  /** By processor time, which is all that they take. */
  readonly hitsPerSecond: number;
}

const HITS_PER_ROUND = 200_000;
const HITS_PER_TURN = 500;

/** Hits while versions may be trusted for a second; the event loop turns now and then, as servers' do. */
export async function measureBoundedHits(server: RedisServer, world: World): Promise<BoundedHits> {
  const maxStalenessMs = 1_000;
  const store = redisStore({ url: server.url });
  const calcom = world.client({ store, namespace: "bounded", consistency: { maxStalenessMs } });
  const questionOf = questionsOf(world, KEYS);
  for (let index = 0; index < 3 * KEYS; index++) await calcom.slots.list(questionOf(index));
  const perSecond: number[] = [];
  for (let round = 0; round < 15; round++) {
    const startedAt = cpuMs();
    for (let index = 0; index < HITS_PER_ROUND; index++) {
      await calcom.slots.list(questionOf(index));
      if (index % HITS_PER_TURN === 0) await setImmediate();
    }
    perSecond.push(HITS_PER_ROUND / ((cpuMs() - startedAt) / 1_000));
  }
  await calcom.close();
  await store.close();
  return { maxStalenessMs, hitsPerSecond: Math.round(median(perSecond)) };
}
