import { redisStore } from "../../src/redis.ts";
import { watchCommands } from "../../test/helpers/redis-monitor.ts";
import type { RedisServer } from "../../test/helpers/redis-server.ts";
import { type Candidate, compare } from "../measure.ts";
import type { World } from "../world.ts";
import { type BenchClient, connect } from "./connect.ts";

export interface BumpRow {
  readonly dependents: number;
  readonly micros: number;
  readonly commands: number;
  /** One `SET` on the same connection, in the same rounds. */
  readonly floorMicros: number;
}

const PER_SCRIPT = 10_000;

// Copies of an answer under the keys of windows that begin a millisecond after one another.
const FILL = `
local day, after, text, first, last, ttl = unpack(ARGV)
for i = tonumber(first), tonumber(last) do
  local ms, s = i % 1000, math.floor(i / 1000)
  local start = string.format('%02d:%02d:%02d.%03d', math.floor(s / 3600), math.floor(s / 60) % 60, s % 60, ms)
  redis.call('SET', day .. start .. after, text, 'PX', ttl)
end
return 0`;

/** Makes entries that differ from one that is there in their window alone. */
async function fill(client: BenchClient, entryKey: string, from: number, to: number) {
  const text = (await client.get(entryKey)) as string;
  const [day = "", after = ""] = entryKey.split("00:00:00.000");
  for (let first = from; first < to; first += PER_SCRIPT) {
    const last = Math.min(first + PER_SCRIPT, to) - 1;
    const numbers = [first, last, 3_600_000].map(String);
    await client.eval(FILL, { keys: [], arguments: [day, after, text, ...numbers] });
  }
}

async function keyOfFirst(client: BenchClient, namespace: string): Promise<string> {
  for await (const keys of client.scanIterator({ MATCH: `*${namespace}*`, COUNT: 1_000 })) {
    const found = keys.find((key) => key.includes("00:00:00.000"));
    if (found !== undefined) return found;
  }
  throw new Error("The answer that was to be copied is not in Redis.");
}

/** What an invalidation costs with few and with many answers that depend on it, in the same rounds. */
export async function measureBumps(
  server: RedisServer,
  world: World,
  sizes: readonly number[],
): Promise<BumpRow[]> {
  await server.command("FLUSHALL");
  const client = await connect(server.url);
  const store = redisStore({ client });
  const questionOf = world.windowOn(world.sunday);
  const candidates: Candidate[] = [{ what: "SET", run: () => client.set("floor", "1") }];
  const commands: number[] = [];
  for (const dependents of sizes) {
    const namespace = `dependents-${dependents}`;
    const calcom = world.client({ store, namespace });
    const bump = () => calcom.invalidate({ eventTypeId: world.eventTypeId });
    const sourceOf = async (index: number) =>
      (await calcom.slots.list(questionOf(index))).provenance.source;
    await sourceOf(0);
    await fill(client, await keyOfFirst(client, namespace), 1, dependents);
    const last = dependents - 1;
    if ((await sourceOf(last)) !== "cache") throw new Error("What was filled in is not read.");
    commands.push((await watchCommands(server, bump)).sent.length);
    if ((await sourceOf(last)) !== "origin") throw new Error("What was filled in outlived a bump.");
    candidates.push({ what: namespace, run: bump });
  }
  const [floor, ...bumps] = await compare(candidates, { rounds: 41, runsPerRound: 100 });
  client.destroy();
  await server.command("FLUSHALL");
  const micros = (nanos = Number.NaN) => Math.round(nanos / 1_000);
  return bumps.map(({ nanos }, at) => ({
    ...{ dependents: sizes[at] ?? Number.NaN, commands: commands[at] ?? Number.NaN },
    ...{ micros: micros(nanos), floorMicros: micros(floor?.nanos) },
  }));
}
