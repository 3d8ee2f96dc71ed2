import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("./webhook-main.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface WebhookSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly redisUrl: string;
  readonly webhookSecret: string;
  readonly eventTypeId: number;
  readonly host: { readonly id: number; readonly email: string };
  /** Where it stands still: the invalidation is confirmed, or a handler has begun. */
  readonly stopsAt?: "confirmed" | "handling" | undefined;
}

export type WebhookTold =
  | { readonly what: "listening"; readonly port: number }
  | { readonly what: "confirmed" | "handling" | "handled" };

/** An operating-system process of its own with an Express application and a client on Redis. */
export interface WebhookProcess {
  readonly url: string;
  /** How often it has come to this. */
  count(what: WebhookTold["what"]): number;
  /** Resolves when it has come to this once. */
  reached(what: WebhookTold["what"]): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

export async function startWebhookProcess(settings: WebhookSettings): Promise<WebhookProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, JSON.stringify(settings)], {
    cwd: ROOT,
    env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const all: WebhookTold[] = [];
  const heard = new EventEmitter();
  child.on("message", (told: WebhookTold) => {
    all.push(told);
    heard.emit(told.what);
  });
  const count = (what: string) => all.filter((told) => told.what === what).length;
  const reached = async (what: string) => {
    if (count(what) === 0) await once(heard, what);
  };
  await reached("listening");
  const [first] = all;
  return {
    url: `http://127.0.0.1:${first?.what === "listening" ? first.port : 0}/hook`,
    count,
    reached,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}
