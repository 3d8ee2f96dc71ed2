import { createRandom } from "../../../src/testing/random.ts";
import type { LeasingStore } from "../../helpers/with-leases.ts";
import { isOneIn, pick } from "./choice.ts";
import { type Focus, focusBy } from "./focus.ts";
import { type Process, startProcess } from "./processes.ts";
import type { HistoryWorld, Person } from "./world.ts";

/** One history while it is made. */
export class Run {
  readonly world: HistoryWorld;
  readonly counts = {
    writes: new Map<string, number>(),
    faults: new Map<string, number>(),
    failures: new Map<string, number>(),
    /** Writes that were found to have happened, by reading. */
    found: new Map<string, number>(),
    /** Times that were asked for, by how. */
    wishes: new Map<string, number>(),
  };
  readonly #store: LeasingStore;
  readonly #processes: Process[] = [];
  readonly #random: () => number;
  /** What went wrong with the history itself. */
  readonly mistakes: unknown[] = [];
  /** Reads and writes that have not ended. */
  open = 0;
  focus: Focus = {
    subjects: [],
    questions: [],
    wishes: [],
    layers: [],
    readers: [],
    isDeaf: false,
  };

  constructor(world: HistoryWorld, store: LeasingStore, clients: number, seed: number) {
    this.world = world;
    this.#store = store;
    this.#random = createRandom(seed);
    for (let number = 0; number < clients; number++) {
      this.#processes.push(startProcess(world, store, number, this.#random));
    }
  }

  get processes(): readonly Process[] {
    return this.#processes;
  }

  /** A process, of this person where one is named and has one. */
  process(random: () => number, principal?: Person): Process {
    const wanted = this.#processes.filter((one) => one.principal === principal);
    return pick(wanted.length > 0 ? wanted : this.#processes, random);
  }

  /** One of those who ask. */
  reader(random: () => number): Process {
    return this.#processes[pick(this.focus.readers, random)] as Process;
  }

  /** One of those who change things; most of them know who hosts what. */
  writer(random: () => number): Process {
    return isOneIn(random, 3) ? pick(this.#processes, random) : this.knowing(random);
  }

  /** One of those who know, where there are any. */
  knowing(random: () => number): Process {
    const knowing = this.#processes.filter(({ knowsPools }) => knowsPools);
    return pick(knowing.length > 0 ? knowing : this.#processes, random);
  }

  focusOn(seed: number): void {
    this.focus = focusBy(this.world, this.#processes.length, seed);
  }

  /** A process dies, and another takes its place. */
  kill(process: Process): void {
    const number = this.#processes.indexOf(process);
    if (number < 0) return;
    count(this.counts.faults, "a process dies");
    process.die();
    this.#processes[number] = startProcess(this.world, this.#store, number, this.#random);
  }

  /** Lets something go on by itself, for as long as its process lives. */
  start(process: Process | undefined, work: Promise<void>): void {
    this.open += 1;
    const ended = work.catch((error: unknown) => void this.mistakes.push(error));
    void Promise.race(process === undefined ? [ended] : [ended, process.death]).then(() => {
      this.open -= 1;
    });
  }

  readonly after = (ms: number, callback: () => void): void => {
    this.world.timers.setTimeout(callback, ms);
  };
}

export function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
