import { redisStore } from "../../src/redis.ts";
import type { RedisServer } from "../../test/helpers/redis-server.ts";
import type { World } from "../world.ts";

export interface Growth {
  readonly bumps: number;
  readonly entries: number;
  readonly keys: readonly [first: number, last: number];
  readonly megabytes: readonly [first: number, last: number];
}

const BUMPS = 50;
const ENTRIES = 200;

async function usedMegabytes(server: RedisServer): Promise<number> {
  const info = String(await server.command("INFO", "memory"));
  return Number(/^used_memory:(\d+)/m.exec(info)?.[1]) / 1e6;
}

/** What is left behind by orphaning all answers and loading them anew, many times. */
export async function measureGrowth(server: RedisServer, world: World): Promise<Growth> {
  await server.command("FLUSHALL");
  const store = redisStore({ url: server.url });
  const calcom = world.client({ store });
  const questionOf = world.windowOn(world.monday);
  const fill = async () => {
    for (let index = 0; index < ENTRIES; index++) await calcom.slots.list(questionOf(index));
  };
  const look = async () =>
    [Number(await server.command("DBSIZE")), await usedMegabytes(server)] as const;
  await fill();
  const [firstKeys, firstMegabytes] = await look();
  for (let bump = 0; bump < BUMPS; bump++) {
    await calcom.invalidate({ eventTypeId: world.eventTypeId });
    await fill();
  }
  const [lastKeys, lastMegabytes] = await look();
  await calcom.close();
  await store.close();
  return {
    ...{ bumps: BUMPS, entries: ENTRIES },
    keys: [firstKeys, lastKeys],
    megabytes: [firstMegabytes, lastMegabytes],
  };
}
