import type { ChildProcess } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@keyv/redis";
import { freePort } from "./free-port.ts";
import { endProcess, hasRedis, isRunning, ownFolder, spawnRedis } from "./redis-process.ts";

export { hasRedis };

export interface RedisServerOptions {
  /**
   * What reaches the disk: nothing; every command before it is answered (`aof`); or everything when
   * the server is stopped in an orderly way (`rdb`).
   * @default "none"
   */
  readonly persistence?: "none" | "aof" | "rdb";
  /** As Redis writes it, `"3mb"`. */
  readonly maxmemory?: string;
  /** @default "noeviction" */
  readonly maxmemoryPolicy?: string;
  /** The server this one copies; started when it has everything. */
  readonly replicaOf?: Pick<RedisServer, "port">;
  /** Further options, as on the command line. */
  readonly args?: readonly string[];
}

/** What a server held at some moment. */
export interface RedisSnapshot {
  readonly file: string;
}

/** A real Redis of the test's own. It ends with the process that started it, however that ends. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Frozen or not. */
  readonly isRunning: boolean;
  /** It keeps its connections, and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** Ends it like a power failure. */
  kill(): Promise<void>;
  /** Ends it in an orderly way. */
  stop(): Promise<void>;
  /**
   * Starts it again on the same port. `kept`: with what is on its disk, which is nothing without
   * `persistence`.
   * @default "kept"
   */
  start(how?: { readonly data: "kept" | "empty" | RedisSnapshot }): Promise<void>;
  snapshot(): Promise<RedisSnapshot>;
  /** Sends one command on a connection of its own. */
  command(...args: string[]): Promise<unknown>;
}

const DUMP = "dump.rdb";
const DATA = [DUMP, "appendonlydir", "appendonly.aof"];
const POLL_MS = 10;
const LONGEST_WAIT_MS = 15_000;

export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  const { persistence = "none", replicaOf } = options;
  const folder = ownFolder();
  let port = await freePort();
  let child: ChildProcess | undefined;
  let snapshots = 0;

  const command = (...args: string[]) => commandAt(port, args);
  const until = async (says: RegExp, section: string) => {
    for (let left = LONGEST_WAIT_MS; left > 0; left -= POLL_MS) {
      if (says.test(String(await command("INFO", section)))) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`INFO ${section} did not come to say ${says}`);
  };
  const run = async (appendOnly: boolean) => {
    child = await spawnRedis(folder, [
      ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder],
      ...["--dbfilename", DUMP, "--save", persistence === "rdb" ? "3600 1000000" : ""],
      ...["--appendonly", appendOnly ? "yes" : "no", "--appendfsync", "always"],
      ...["--maxmemory", options.maxmemory ?? "0"],
      ...["--maxmemory-policy", options.maxmemoryPolicy ?? "noeviction"],
      ...["--repl-diskless-sync-delay", "0"],
      ...(replicaOf === undefined ? [] : ["--replicaof", "127.0.0.1", String(replicaOf.port)]),
      ...(options.args ?? []),
    ]);
    if (replicaOf !== undefined) await until(/master_link_status:up/, "replication");
  };
  const clear = () => {
    for (const name of DATA) rmSync(join(folder, name), { recursive: true, force: true });
  };
  const kill = () => endProcess(child, "SIGKILL");

  try {
    await run(persistence === "aof");
  } catch {
    // Somebody was faster to take the port.
    port = await freePort();
    await run(persistence === "aof");
  }

  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    get isRunning() {
      return isRunning(child);
    },
    command,
    kill,
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    stop: () => endProcess(child, "SIGTERM"),
    async start({ data } = { data: "kept" }) {
      await kill();
      if (data !== "kept") clear();
      if (typeof data === "string") return run(persistence === "aof");
      copyFileSync(data.file, join(folder, DUMP));
      await run(false);
      if (persistence === "aof") {
        await command("CONFIG", "SET", "appendonly", "yes");
        await until(/aof_rewrite_in_progress:0\s+aof_rewrite_scheduled:0/, "persistence");
      }
      if (persistence !== "rdb") rmSync(join(folder, DUMP));
    },
    async snapshot() {
      const file = join(folder, `snapshot-${++snapshots}.rdb`);
      await command("SAVE");
      copyFileSync(join(folder, DUMP), file);
      if (persistence !== "rdb") rmSync(join(folder, DUMP));
      return { file };
    },
  };
}

async function commandAt(port: number, args: string[]): Promise<unknown> {
  const client = createClient({ socket: { host: "127.0.0.1", port, reconnectStrategy: false } });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await client.sendCommand(args);
  } finally {
    client.destroy();
  }
}
