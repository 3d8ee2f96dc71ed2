import { expect } from "vitest";
import type { CalcomClient } from "../../src/index.ts";
import { type RedisSource, redisStore } from "../../src/redis.ts";
import { inRealTime } from "./real-time.ts";
import type { RedisServer } from "./redis-server.ts";
import { ANN, at, createWorld, sourceOf, timesOf } from "./world.ts";

type OpenClient = RedisSource & { readonly isOpen: boolean; destroy(): unknown };

/** What the records of a world's clients begin with. */
export const REGISTRY = "calcom:{default:https%3A%2F%2Fapi.cal.example%2Fv2}:tag:";

/** Longer than any server here takes, shorter than a test waits. */
const OPTIONS = { storeTimeoutMs: 1_000 };

/** Worlds whose processes share a Redis, each over a client of its own. */
export function clientWorlds<T extends OpenClient>(open: () => Promise<T>) {
  const opened: T[] = [];
  const stops: (() => Promise<void>)[] = [];
  const openClient = async () => {
    const client = await open();
    opened.push(client);
    return client;
  };
  const openStore = async () => redisStore({ client: await openClient() });
  return {
    openClient,
    openStore,
    /** Its clock goes as the servers' do. */
    async worldOfTwo() {
      const world = createWorld({ store: await openStore() });
      stops.push(inRealTime(world.clock));
      const another = async () => world.client({ ...OPTIONS, store: await openStore() });
      return { ...world, one: world.client(OPTIONS), two: await another(), another };
    },
    async end() {
      await Promise.all(stops.splice(0).map((stop) => stop()));
      const left = opened.splice(0).filter((client) => client.isOpen);
      await Promise.all(left.map(async (client) => client.destroy()));
    },
  };
}

/** Books a time, and expects that everybody who asks from now on knows. */
export async function bookConfirmed(
  client: CalcomClient,
  eventTypeId: number,
  time: string,
): Promise<void> {
  const booking = { eventTypeId, start: at(time), attendee: ANN };
  expect(await client.bookings.create(booking)).toMatchObject({ coherence: "confirmed" });
}

/** Expects that nobody lists a time, one after another. */
export async function expectTaken(
  clients: readonly CalcomClient[],
  eventTypeId: number,
  time: string,
): Promise<void> {
  for (const client of clients) expect(await timesOf(client, eventTypeId)).not.toContain(time);
}

/** Asks until all are given what is kept. */
export async function untilHits(
  clients: readonly CalcomClient[],
  eventTypeId: number,
): Promise<void> {
  const sources = () => Promise.all(clients.map((client) => sourceOf(client, eventTypeId)));
  await expect.poll(sources, { timeout: 15_000 }).toEqual(clients.map(() => "cache"));
}

/** Waits until a replica has a copy of everything, and holds its connection. */
export async function untilCopied(master: RedisServer, replica: RedisServer): Promise<void> {
  const state = async () => [
    /master_link_status:(\w+)/.exec(String(await replica.command("INFO", "replication")))?.[1],
    await replica.command("DBSIZE"),
  ];
  const keys = await master.command("DBSIZE");
  await expect.poll(state, { timeout: 15_000 }).toEqual(["up", keys]);
}
