import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startTcpProxy, type TcpProxy } from "../../helpers/tcp-proxy.ts";
import type { Person } from "../histories/world.ts";
import type { CalCom } from "./cal-com.ts";
import type { Origin } from "./clock.ts";
import { sleep } from "./pace.ts";
import { EVENT_TYPES } from "./questions.ts";
import {
  type ChildSettings,
  type FromChild,
  type Role,
  rolesFor,
  type ToChild,
} from "./settings.ts";

const MAIN = fileURLToPath(new URL("./child/main.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const LONGEST_END_MS = 20_000;
/** "Hits again within seconds", on a machine that has other things to do. */
export const LONGEST_WARMING_MS = 15_000;

/** One process from its start to its end. */
interface Life {
  readonly name: string;
  readonly notes: string;
  readonly child: ChildProcess;
  webhookPort: number | undefined;
  onWarm: () => void;
}

export interface FleetOptions {
  readonly calCom: CalCom;
  readonly origin: Origin;
  readonly redisPort: number;
  readonly seed: number;
  readonly maxStalenessMs: number | undefined;
  /** Where notes go. */
  readonly folder: string;
  readonly onMistake: (what: string) => void;
}

/** The processes of a run, each with a line of its own to Redis; who is killed comes back. */
export class Fleet {
  readonly lines: readonly TcpProxy[];
  readonly #options: FleetOptions;
  readonly #roles: readonly Role[];
  readonly #lives: Life[] = [];
  readonly #all: Life[] = [];
  readonly #replacing = new Map<number, Promise<void>>();
  #isEnding = false;

  private constructor(options: FleetOptions, roles: readonly Role[], lines: readonly TcpProxy[]) {
    this.#options = options;
    this.#roles = roles;
    this.lines = lines;
  }

  static async start(options: FleetOptions): Promise<Fleet> {
    const roles = rolesFor(options.maxStalenessMs !== undefined);
    const lines = await Promise.all(roles.map(() => startTcpProxy(options.redisPort)));
    const fleet = new Fleet(options, roles, lines);
    await Promise.all(roles.map((_, number) => fleet.#begin(number)));
    return fleet;
  }

  get size(): number {
    return this.#lives.length;
  }

  get webhookPorts(): readonly number[] {
    return this.#lives.flatMap(({ webhookPort }) => webhookPort ?? []);
  }

  /** Files of notes, by the name of whose they are. */
  get notes(): ReadonlyMap<string, string> {
    return new Map(this.#all.map(({ name, notes }) => [name, notes]));
  }

  /** Names of the processes that live now. */
  get alive(): readonly string[] {
    return this.#lives.map(({ name }) => name);
  }

  async #begin(number: number): Promise<void> {
    const { calCom, origin, folder, seed, maxStalenessMs, onMistake } = this.#options;
    const { people, url: calUrl, eventTypeIds } = calCom;
    const role = this.#roles[number];
    const line = this.lines[number];
    if (role === undefined || line === undefined) throw new RangeError(`No role ${number}`);
    const past = this.#all.filter(({ name }) => name.startsWith(`${number}.`)).length;
    const name = `${number}.${past}`;
    const notes = join(folder, `notes-${name}.jsonl`);
    const hostOf = (host: Person) => ({ id: people[host].id, email: people[host].email });
    const pools = Object.fromEntries(
      EVENT_TYPES.map(({ slug, hosts }) => [eventTypeIds[slug], hosts.map(hostOf)]),
    );
    const settings: ChildSettings = {
      ...{ name, role, origin, calUrl, maxStalenessMs, eventTypeIds, pools, notes },
      seed: seed * 1_000 + number * 100 + past,
      runSeed: seed,
      apiKey: people[role.principal].apiKey,
      redisUrl: `redis://127.0.0.1:${line.port}`,
    };
    const args = ["--expose-gc", "--import", "tsx", MAIN, JSON.stringify(settings)];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const life: Life = { name, notes, child, webhookPort: undefined, onWarm: () => undefined };
    this.#all.push(life);
    await new Promise<void>((resolve) => {
      child.on("message", (told: FromChild) => {
        if (told.kind === "warm") return life.onWarm();
        life.webhookPort = told.webhookPort;
        resolve();
      });
      child.once("exit", (code, signal) => {
        if (signal !== "SIGKILL" && (!this.#isEnding || code !== 0)) {
          onMistake(`Process ${name} ended by itself: ${code ?? signal}`);
        }
        resolve();
      });
    });
    this.#lives[number] = life;
  }

  /** Kills a process like a power failure; another takes its place. */
  kill(number: number): Promise<void> {
    const going = this.#replacing.get(number);
    if (going !== undefined) return going;
    const replaced = this.#replace(number).finally(() => this.#replacing.delete(number));
    this.#replacing.set(number, replaced);
    return replaced;
  }

  async #replace(number: number): Promise<void> {
    const { child } = this.#lives[number] as Life;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGKILL");
    await ended;
    await this.#begin(number);
  }

  async killByName(name: string): Promise<void> {
    const number = this.#lives.findIndex((life) => life.name === name);
    if (number >= 0) await this.kill(number);
  }

  freeze(number: number): void {
    this.#lives[number]?.child.kill("SIGSTOP");
  }

  thaw(number: number): void {
    this.#lives[number]?.child.kill("SIGCONT");
  }

  /**
   * Tells everybody that nothing goes wrong any more.
   *
   * @returns by name, after how many milliseconds each had a hit again
   */
  async calm(): Promise<Record<string, number>> {
    await Promise.all(this.#replacing.values());
    const since = performance.now();
    const isWarm = async (life: Life) => {
      const warm = new Promise<void>((resolve) => {
        life.onWarm = resolve;
      });
      if (life.child.connected) life.child.send("calm" satisfies ToChild);
      await Promise.race([warm, sleep(LONGEST_WARMING_MS)]);
      return [life.name, Math.round(performance.now() - since)] as const;
    };
    return Object.fromEntries(await Promise.all(this.#lives.map(isWarm)));
  }

  /** Lets every process end in an orderly way; who does not is a mistake. */
  async end(): Promise<void> {
    await Promise.all(this.#replacing.values());
    this.#isEnding = true;
    const ends = this.#lives.map(async ({ name, child }) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<boolean>((resolve) => child.once("exit", () => resolve(true)));
      if (child.connected) child.send("end" satisfies ToChild);
      const tooLate = new Promise<boolean>((resolve) => {
        globalThis.setTimeout(() => resolve(false), LONGEST_END_MS).unref();
      });
      if (await Promise.race([ended, tooLate])) return;
      this.#options.onMistake(`Process ${name} did not end: something keeps it alive.`);
      child.kill("SIGKILL");
      await ended;
    });
    await Promise.all(ends);
  }

  /** Whatever is left goes at once. */
  async destroy(): Promise<void> {
    this.#isEnding = true;
    for (const { child } of this.#all) child.kill("SIGKILL");
    await Promise.all(this.lines.map((line) => line.close()));
  }
}
