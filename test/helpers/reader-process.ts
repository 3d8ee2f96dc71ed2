import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("./reader-main.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface ReaderSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly redisUrl: string;
  readonly eventTypeId: number;
  readonly day: string;
  readonly host: { readonly id: number; readonly email: string };
}

/** What the readers of one process were given. */
export interface Readers {
  /** How many of them by a load of this process. */
  readonly loaded: number;
  readonly different: number;
  /** As `HH:MM`. */
  readonly times: readonly string[];
}

export type ReadersTold = "ready" | Readers | { readonly failed: string };

/** An operating-system process of its own with a client, a store and a connection. */
export interface ReaderProcess {
  /** Asks so many times at once. */
  read(times: number): Promise<Readers>;
  /** kill -9. */
  kill(): Promise<void>;
}

export async function startReaderProcess(settings: ReaderSettings): Promise<ReaderProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, JSON.stringify(settings)], {
    cwd: ROOT,
    env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const told = async () => (await once(child, "message"))[0] as ReadersTold;
  await told();
  return {
    async read(times) {
      const answer = told();
      child.send(times);
      const readers = await answer;
      if (readers === "ready" || "failed" in readers) throw new Error(JSON.stringify(readers));
      return readers;
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}
