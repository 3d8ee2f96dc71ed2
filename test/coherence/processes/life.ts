import { type ChildProcess, spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ownFolder } from "../../helpers/redis-process.ts";
import { tooLate } from "./pace.ts";
import type { ChildSettings, FromChild, ToChild } from "./settings.ts";

const MAIN = fileURLToPath(new URL("./child/main.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const LONGEST_END_MS = 20_000;

/** One process from its start to its end. */
export class Life {
  readonly name: string;
  /** The file that it writes its notes to. */
  readonly notes: string;
  readonly ended: Promise<void>;
  webhookPort: number | undefined;
  readonly #child: ChildProcess;
  readonly #onMistake: (what: string) => void;
  #onWarm = (): void => {};
  #mayEnd = false;

  private constructor(settings: ChildSettings, onMistake: (what: string) => void) {
    const { name, notes } = settings;
    this.name = name;
    this.notes = notes;
    this.#onMistake = onMistake;
    const args = ["--expose-gc", "--import", "tsx", MAIN, JSON.stringify(settings)];
    this.#child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    this.ended = new Promise((resolve) => {
      this.#child.once("exit", (code, signal) => {
        if (!this.#mayEnd || (code !== 0 && signal !== "SIGKILL")) {
          onMistake(`Process ${name} ended by itself: ${code ?? signal}`);
        }
        resolve();
      });
    });
  }

  /** Starts a process, and waits until it is at work. */
  static async begin(
    settings: Omit<ChildSettings, "notes">,
    onMistake: (what: string) => void,
  ): Promise<Life> {
    const folder = ownFolder();
    const life = new Life({ ...settings, notes: join(folder, "notes.jsonl") }, onMistake);
    // Whoever tidies up after a killed test also ends what is frozen.
    const pid = join(folder, "pid");
    writeFileSync(pid, String(life.#child.pid));
    void life.ended.then(() => rmSync(pid, { force: true }));
    const ready = new Promise<void>((resolve) => {
      life.#child.on("message", (told: FromChild) => {
        if (told.kind === "warm") return life.#onWarm();
        life.webhookPort = told.webhookPort;
        resolve();
      });
    });
    await Promise.race([ready, life.ended]);
    return life;
  }

  kill(): Promise<void> {
    this.#mayEnd = true;
    this.#child.kill("SIGKILL");
    return this.ended;
  }

  freeze(): void {
    this.#child.kill("SIGSTOP");
  }

  thaw(): void {
    this.#child.kill("SIGCONT");
  }

  #tell(what: ToChild): void {
    if (this.#child.connected) this.#child.send(what);
  }

  /** Tells it that nothing goes wrong any more. @returns when it has had a hit since */
  calm(): Promise<void> {
    const warm = new Promise<void>((resolve) => {
      this.#onWarm = resolve;
    });
    this.#tell("calm");
    return warm;
  }

  /** Lets it end in an orderly way; if it does not, that is a mistake. */
  async end(): Promise<void> {
    this.#mayEnd = true;
    this.#tell("end");
    if ((await Promise.race([this.ended, tooLate(LONGEST_END_MS)])) === undefined) return;
    this.#onMistake(`Process ${this.name} did not end: something keeps it alive.`);
    await this.kill();
  }
}
