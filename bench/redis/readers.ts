import { redisStore } from "../../src/redis.ts";
import { startFakeCalcomServer } from "../../src/testing/server.ts";
import { startReaderProcess } from "../../test/helpers/reader-process.ts";
import type { RedisServer } from "../../test/helpers/redis-server.ts";
import { median } from "../measure.ts";
import type { World } from "../world.ts";

export interface ReadersRow {
  readonly processes: number;
  readonly readers: number;
  readonly loadMs: number;
  readonly trials: number;
  /** Requests for slots that reached Cal.com, by trial. */
  readonly calls: readonly number[];
  /** Until the last reader of all had its answer, the median of the trials. */
  readonly slowestMs: number;
}

const PROCESSES = 4;
const READERS = 500;
const LOAD_MS = 30;
const TRIALS = 9;

/** How often Cal.com is asked when everybody asks the same right after an invalidation. */
export async function measureReaders(server: RedisServer, world: World): Promise<ReadersRow> {
  const { fake, owner, eventTypeId, host, monday: day } = world;
  const front = await startFakeCalcomServer(fake);
  const settings = { apiKey: owner.apiKey, baseUrl: front.url, redisUrl: server.url };
  const processes = await Promise.all(
    Array.from({ length: PROCESSES }, () =>
      startReaderProcess({ ...settings, eventTypeId, day, host }),
    ),
  );
  const store = redisStore({ url: server.url });
  const calcom = world.client({ store, baseUrl: front.url });
  const askedForSlots = () => fake.requests.filter(({ path }) => path.endsWith("/slots")).length;
  const readAll = (times: number) => Promise.all(processes.map((process) => process.read(times)));
  await readAll(1);
  const calls: number[] = [];
  const times: number[] = [];
  for (let trial = 0; trial < TRIALS; trial++) {
    fake.faults.delay(LOAD_MS, { path: "/slots", times: READERS });
    await calcom.invalidate({ eventTypeId });
    const askedBefore = askedForSlots();
    const startedAt = performance.now();
    await readAll(READERS / PROCESSES);
    times.push(performance.now() - startedAt);
    calls.push(askedForSlots() - askedBefore);
  }
  for (const process of processes) await process.kill();
  await calcom.close();
  await store.close();
  await front.close();
  return {
    ...{ processes: PROCESSES, readers: READERS, loadMs: LOAD_MS, trials: TRIALS, calls },
    slowestMs: Math.round(median(times)),
  };
}
