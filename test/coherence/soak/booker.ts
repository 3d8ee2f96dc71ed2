import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ownFolder } from "../../helpers/redis-process.ts";
import { tooLate } from "../processes/pace.ts";
import type { Wish } from "./plan.ts";
import type { BookerSettings, Counts, FromBooker, Told } from "./settings.ts";

const MAIN = fileURLToPath(new URL("./child/booker.ts", import.meta.url));
const LONGEST_END_MS = 20_000;
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** One process that books. */
export class Booker {
  readonly told: Told[] = [];
  readonly mistakes: string[] = [];
  counts: Counts = { waits: 0, again: 0, storeFailures: 0 };
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #ready: Promise<void>;
  readonly #done: Promise<void>;
  #isDone = false;

  constructor(settings: BookerSettings) {
    const { name } = settings;
    this.#child = spawn(process.execPath, ["--import", "tsx", MAIN, JSON.stringify(settings)], {
      cwd: ROOT,
      env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    // Whoever tidies up after a killed test also ends this.
    writeFileSync(join(ownFolder(), "pid"), String(this.#child.pid));
    this.#ended = new Promise((resolve) => {
      this.#child.once("exit", (code, signal) => {
        if (!this.#isDone) this.mistakes.push(`${name} ended too early: ${code ?? signal}`);
        resolve();
      });
    });
    let onDone = (): void => {};
    this.#done = new Promise((resolve) => {
      onDone = resolve;
    });
    const ready = new Promise<void>((resolve) => {
      this.#child.on("message", (message: FromBooker) => {
        if (message.kind === "ready") resolve();
        if (message.kind === "told") this.told.push(message.told);
        if (message.kind === "mistake") this.mistakes.push(message.what);
        if (message.kind === "done") {
          this.#isDone = true;
          onDone();
          const { waits, again, storeFailures } = message;
          this.counts = { waits, again, storeFailures };
        }
      });
    });
    this.#ready = Promise.race([ready, this.#ended]);
  }

  /** Lets it book all of these. @returns when it has ended */
  async book(wishes: readonly Wish[]): Promise<void> {
    await this.#ready;
    if (this.#child.connected) this.#child.send({ wishes });
    await Promise.race([this.#done, this.#ended]);
    if ((await Promise.race([this.#ended, tooLate(LONGEST_END_MS)])) === undefined) return;
    this.mistakes.push("A booker that was done did not end: something keeps it alive.");
    await this.kill();
  }

  async kill(): Promise<void> {
    this.#isDone = true;
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}
