import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("./budget-main.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface BudgetSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly redisUrl: string;
  readonly eventTypeId: number;
  readonly day: string;
  readonly rateBudget: { readonly limit: number; readonly windowMs: number };
}

/** How long to ask, and how many calls are to be under way or waiting all the time. */
export interface Demand {
  readonly forMs: number;
  readonly atOnce: number;
}

/** How many calls ended in which way. */
export type Outcomes = Readonly<Record<string, number>>;

export type BudgetTold = "ready" | { readonly outcomes: Outcomes } | { readonly failed: string };

/** An operating-system process of its own with a client that asks more than it may. */
export interface BudgetProcess {
  ask(demand: Demand): Promise<Outcomes>;
  kill(): Promise<void>;
}

export async function startBudgetProcess(settings: BudgetSettings): Promise<BudgetProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, JSON.stringify(settings)], {
    cwd: ROOT,
    env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const told = async () => (await once(child, "message"))[0] as BudgetTold;
  await told();
  return {
    async ask(demand) {
      const answer = told();
      child.send(demand);
      const ended = await answer;
      if (ended === "ready" || "failed" in ended) throw new Error(JSON.stringify(ended));
      return ended.outcomes;
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}
