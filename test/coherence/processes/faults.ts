import type { RedisServer } from "../../helpers/redis-server.ts";
import type { TcpProxy } from "../../helpers/tcp-proxy.ts";
import type { Fleet } from "./fleet.ts";
import { between, sleep } from "./pace.ts";

type Random = () => number;

const killed =
  (data: "kept" | "empty") =>
  async (redis: RedisServer, random: Random): Promise<void> => {
    await redis.kill();
    await sleep(between(random, 0, 800));
    await redis.start({ data });
  };

/** What happens to the server; each of these may lose what it had confirmed. */
export const SERVER_LOSSES = {
  "Redis is killed and comes back empty": killed("empty"),
  "Redis is killed and comes back with its data": killed("kept"),
  "Redis comes back from an older snapshot": async (redis, random) => {
    const data = await redis.snapshot();
    await sleep(between(random, 200, 2_500));
    await redis.kill();
    await sleep(between(random, 0, 300));
    await redis.start({ data });
  },
  "Redis is flushed": async (redis) => void (await redis.command("FLUSHALL")),
  "Redis evicts half of its keys": async (redis, random) => {
    const keys = (await redis.command("KEYS", "*")) as string[];
    const some = keys.filter(() => random() < 0.5);
    if (some.length > 0) await redis.command("DEL", ...some);
  },
} satisfies Record<string, (redis: RedisServer, random: Random) => Promise<void>>;

/** What happens to the server, and it remembers everything. */
export const SERVER_PAUSES = {
  "Redis freezes": async (redis, random) => {
    redis.freeze();
    await sleep(between(random, 50, 2_500));
    redis.thaw();
  },
  // As it does with one that is too slow: then it hears nothing of what happens meanwhile.
  "Redis drops all who listen for messages": async (redis, random) => {
    for (let left = 10; left > 0; left--) {
      await redis.command("CLIENT", "KILL", "TYPE", "pubsub");
      await sleep(between(random, 10, 100));
    }
  },
} satisfies Record<string, (redis: RedisServer, random: Random) => Promise<void>>;

/** What happens to the line from one process to the server; it is healed afterwards. */
export const LINE_FAULTS = {
  "Redis refuses": async (line, random) => {
    await line.refuse();
    line.cut();
    await sleep(between(random, 100, 1_500));
  },
  "the line is cut": async (line) => line.cut(),
  "the line is a black hole": async (line, random) => {
    line.hold("requests", "replies");
    await sleep(between(random, 100, 2_500));
  },
  "the line is a black hole, then cut": async (line, random) => {
    line.hold("requests", "replies");
    await sleep(between(random, 100, 2_000));
    line.cut();
  },
  "requests are late": async (line, random) => {
    line.hold("requests");
    await sleep(between(random, 50, 1_500));
  },
  "replies are late": async (line, random) => {
    line.hold("replies");
    await sleep(between(random, 50, 1_500));
  },
  "one connection brings its replies late": async (line, random) => {
    line.holdOne(Math.floor(random() * line.connections), "replies");
    await sleep(between(random, 50, 1_200));
  },
  "replies are lost": async (line, random) => {
    line.hold("replies");
    await sleep(between(random, 20, 500));
    line.cut();
  },
  "the line is slow": async (line, random) => {
    line.delay(between(random, 5, 150));
    await sleep(between(random, 200, 2_000));
  },
  "the line is cut in the middle of a reply": async (line, random) => {
    line.cutReplyAfter(Math.floor(between(random, 1, 2_000)));
    await sleep(300);
  },
  "the line flaps": async (line, random) => {
    for (let left = 8; left > 0; left--) {
      line.cut();
      await sleep(between(random, 10, 150));
    }
  },
} satisfies Record<string, (line: TcpProxy, random: Random) => Promise<void>>;

/** What happens to one of the processes. */
export const PROCESS_FAULTS = {
  "a process is killed": (fleet, number) => fleet.kill(number),
  "a process freezes": async (fleet, number, random) => {
    fleet.freeze(number);
    await sleep(between(random, 50, 2_000));
    fleet.thaw(number);
  },
} satisfies Record<string, (fleet: Fleet, number: number, random: Random) => Promise<void>>;
