import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@keyv/redis";
import { freePort } from "./free-port.ts";
import { endProcess, ownFolder, spawnRedis } from "./redis-process.ts";
import type { RedisServer } from "./redis-server.ts";

/** One sentinel that watches a master, and promotes its replica when the master is lost. */
export interface RedisSentinel {
  readonly port: number;
  readonly masterName: string;
  /** The port of the server it calls the master now. */
  masterPort(): Promise<number>;
  kill(): Promise<void>;
}

const MASTER_NAME = "calcom";

export async function startRedisSentinel(master: RedisServer): Promise<RedisSentinel> {
  const folder = ownFolder();
  const port = await freePort();
  const file = join(folder, "sentinel.conf");
  writeFileSync(
    file,
    [
      `port ${port}`,
      "bind 127.0.0.1",
      `sentinel monitor ${MASTER_NAME} 127.0.0.1 ${master.port} 1`,
      `sentinel down-after-milliseconds ${MASTER_NAME} 300`,
      `sentinel failover-timeout ${MASTER_NAME} 1000`,
    ].join("\n"),
  );
  const child = await spawnRedis(folder, [file, "--sentinel"]);
  const client = createClient({ url: `redis://127.0.0.1:${port}` });
  client.on("error", () => undefined);
  await client.connect();
  return {
    port,
    masterName: MASTER_NAME,
    async masterPort() {
      const command = ["SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER_NAME];
      const [, of = ""] = (await client.sendCommand(command)) as unknown as readonly string[];
      return Number(of);
    },
    async kill() {
      client.destroy();
      await endProcess(child, "SIGKILL");
    },
  };
}
