// What the store over Redis costs, beside what a client of Redis costs alone:
// `npm run bench:redis [-- --json] [-- --peers]`.
import { hasRedis, startRedis } from "../test/helpers/redis-server.ts";
import { measureBumps } from "./redis/bumps.ts";
import { measureCommands } from "./redis/commands.ts";
import { measureGrowth } from "./redis/growth.ts";
import { measureBoundedHits, measureHits } from "./redis/hits.ts";
import { installPeers } from "./redis/peers.ts";
import { printResults } from "./redis/print.ts";
import { measureReaders } from "./redis/readers.ts";
import { createWorld } from "./world.ts";

if (!hasRedis) throw new Error("There is no redis-server here.");

// Other caches are no dependencies of this library; npm fetches them for this run where that is asked.
const peers = process.argv.includes("--peers") ? await installPeers() : undefined;
const server = await startRedis();
const world = createWorld();
const results = {
  node: process.version,
  redis: /redis_version:(\S+)/.exec(String(await server.command("INFO", "server")))?.[1],
  hits: await measureHits(server, world, peers),
  bounded: await measureBoundedHits(server, world),
  commands: await measureCommands(server, world),
  growth: await measureGrowth(server, world),
  readers: await measureReaders(server, world),
  bumps: await measureBumps(server, world, [100, 1_000_000]),
};
await peers?.close();
await server.kill();

export type Results = typeof results;

if (process.argv.includes("--json")) console.log(JSON.stringify(results, null, 2));
else printResults(results);
