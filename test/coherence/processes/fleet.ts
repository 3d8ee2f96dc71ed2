import { startTcpProxy, type TcpProxy } from "../../helpers/tcp-proxy.ts";
import type { Person } from "../histories/world.ts";
import type { CalCom } from "./cal-com.ts";
import type { Origin } from "./clock.ts";
import { Life } from "./life.ts";
import { tooLate } from "./pace.ts";
import { EVENT_TYPES } from "./questions.ts";
import { type Role, rolesFor } from "./settings.ts";

/** "Hits again within seconds", on a machine that has other things to do. */
export const LONGEST_WARMING_MS = 15_000;

export interface FleetOptions {
  readonly calCom: CalCom;
  readonly origin: Origin;
  readonly redisPort: number;
  readonly seed: number;
  readonly maxStalenessMs: number | undefined;
  readonly onMistake: (what: string) => void;
}

/** The processes of a run, each with a line of its own to Redis; who is killed comes back. */
export class Fleet {
  readonly lines: readonly TcpProxy[];
  readonly #options: FleetOptions;
  readonly #roles: readonly Role[];
  readonly #lives: Life[] = [];
  readonly #past: Life[] = [];
  readonly #replacing = new Map<number, Promise<void>>();

  private constructor(options: FleetOptions, roles: readonly Role[], lines: readonly TcpProxy[]) {
    this.#options = options;
    this.#roles = roles;
    this.lines = lines;
  }

  static async start(options: FleetOptions): Promise<Fleet> {
    const roles = rolesFor(options.maxStalenessMs !== undefined);
    const lines = await Promise.all(roles.map(() => startTcpProxy(options.redisPort)));
    const fleet = new Fleet(options, roles, lines);
    await Promise.all(roles.map((_, number) => fleet.#begin(number, 0)));
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
    const all = [...this.#past, ...this.#lives];
    return new Map(all.map(({ name, notes }) => [name, notes]));
  }

  /** Names of the processes that live now. */
  get alive(): readonly string[] {
    return this.#lives.map(({ name }) => name);
  }

  async #begin(number: number, past: number): Promise<void> {
    const { calCom, origin, seed, maxStalenessMs, onMistake } = this.#options;
    const { people, url: calUrl, eventTypeIds } = calCom;
    const role = this.#roles[number];
    const line = this.lines[number];
    if (role === undefined || line === undefined) throw new RangeError(`No role ${number}`);
    const hostOf = (host: Person) => ({ id: people[host].id, email: people[host].email });
    const pools = Object.fromEntries(
      EVENT_TYPES.map(({ slug, hosts }) => [eventTypeIds[slug], hosts.map(hostOf)]),
    );
    const settings = {
      ...{ role, origin, calUrl, maxStalenessMs, eventTypeIds, pools },
      name: `${role.name} ${past}`,
      seed: seed * 1_000 + number * 100 + past,
      runSeed: seed,
      apiKey: people[role.principal].apiKey,
      redisUrl: `redis://127.0.0.1:${line.port}`,
    };
    this.#lives[number] = await Life.begin(settings, onMistake);
  }

  #at(number: number): Life {
    const life = this.#lives[number];
    if (life === undefined) throw new RangeError(`No process ${number}`);
    return life;
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
    const life = this.#at(number);
    await life.kill();
    this.#past.push(life);
    const { name } = this.#roles[number] ?? {};
    const past = this.#past.filter((one) => one.name.startsWith(`${name} `)).length;
    await this.#begin(number, past);
  }

  async killByName(name: string): Promise<void> {
    const number = this.#lives.findIndex((life) => life.name === name);
    if (number >= 0) await this.kill(number);
  }

  freeze(number: number): void {
    this.#at(number).freeze();
  }

  thaw(number: number): void {
    this.#at(number).thaw();
  }

  /**
   * Tells everybody that nothing goes wrong any more.
   *
   * @returns by name, after how many milliseconds each had a hit again
   */
  async calm(): Promise<Record<string, number>> {
    await Promise.all(this.#replacing.values());
    const since = performance.now();
    const warmed = this.#lives.map(async (life) => {
      await Promise.race([life.calm(), tooLate(LONGEST_WARMING_MS)]);
      return [life.name, Math.round(performance.now() - since)] as const;
    });
    return Object.fromEntries(await Promise.all(warmed));
  }

  async end(): Promise<void> {
    await Promise.all(this.#lives.map((life) => life.end()));
  }

  /** Whatever is left goes at once. */
  async destroy(): Promise<void> {
    await Promise.all(this.#lives.map((life) => life.kill()));
    await Promise.all(this.lines.map((line) => line.close()));
  }
}
