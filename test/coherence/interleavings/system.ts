import { NetworkError } from "../../../src/errors.ts";
import type { CacheStore, StoredEntry } from "../../../src/stores/contract.ts";
import { type Cast, isBounded, type Role, type Step } from "./cast.ts";
import { losses } from "./losses.ts";
import {
  SharedState,
  type StepMessage,
  type StoreOperation,
  scheduledLink,
  scheduledStore,
  scheduledTurns,
} from "./model-store.ts";
import { Monitor } from "./monitor.ts";
import { type Commits, createProcess, type Given, type Process } from "./process.ts";
import { isLocal, mayStart } from "./reductions.ts";

/** What a process has heard, and when, in its order: with equal histories it is in the same state. */
export type Heard = readonly [what: string, answer: unknown, at: number];

export interface Member {
  readonly process: Process;
  readonly heard: Heard[];
  readonly loads: number[];
  asked: number;
  /** Readers that have been told. */
  told: number;
  /** Actors that have not ended. */
  left: number;
  crashed: boolean;
}

/** Longer than any mark of a write; entries live longer still. */
const LONG_MS = 200_000;
/** Pauses between questions end at once: what is asked after them has to wait for its moment. */
const LONGEST_PAUSE_MS = 200;
/** Longer than all steps of a run together. */
const WHILE_MS = 250;
/** So that half of it is a while. */
const BOUND_MS = 2 * WHILE_MS;

/** One run of a cast. Nothing moves but by {@link System.take}, one step at a time. */
export class System {
  readonly cast: Cast;
  readonly monitor: Monitor;
  readonly shared: SharedState;
  readonly members: readonly Member[];
  readonly commits: string[] = [];
  readonly #steps = new Map<string, Step>();
  #time = 0;
  #readersLeft: number;
  /** Writes that have begun and whose makers have not been told what has become of them. */
  #unresolved = 0;
  faulted = false;
  timePassed = false;
  /** Messages that have not arrived, by the label of the step in which they do. */
  readonly mail = new Map<string, StepMessage>();

  constructor(cast: Cast) {
    this.cast = cast;
    this.#readersLeft = cast.processes.flat().filter((role) => role.endsWith("reader")).length;
    this.monitor = new Monitor(() => this.#time, {
      fencesHold: cast.fault !== "lost record",
      asks: (reader) => /(?:asking|confirming) reader$/.test(reader),
      boundOf: (reader, doer) => {
        const [at, by] = [reader, doer].map((name) => Number.parseInt(name, 10));
        return at !== by && isBounded(cast.processes[at ?? 0]) ? BOUND_MS : 0;
      },
    });
    this.shared = new SharedState(() => this.#time);
    this.members = cast.processes.map((roles, index) => this.#join(roles, index));
  }

  #join(roles: readonly Role[], index: number): Member {
    const schedule = ({ what, fire, isDue }: StoreOperation) => {
      member.asked += 1;
      const name = `${what} ${member.asked}`;
      this.#add(`${index} ${name}`, index, () => this.#heard(member, name, fire()), isDue);
    };
    const clock = {
      now: () => this.#time,
      monotonic: () => this.#time,
      setTimeout: (callback: () => void, delayMs: number) => {
        if (this.#hasPauses && delayMs <= LONGEST_PAUSE_MS) queueMicrotask(callback);
        return () => undefined;
      },
    };
    const store = this.#connect(roles, index, schedule);
    const load = (): Promise<Commits> => {
      member.asked += 1;
      member.loads.push(this.#time);
      const number = member.asked;
      return new Promise((resolve) => {
        this.#add(`${index} load ${number}`, index, () => {
          const commits = [...this.commits];
          this.#heard(member, `load ${number}`, commits);
          resolve(commits);
        });
      });
    };
    const maxStalenessMs = isBounded(roles) ? BOUND_MS : undefined;
    const process = createProcess({ store, clock, load, maxStalenessMs });
    const member: Member = {
      ...{ process, heard: [], loads: [], asked: 0, told: 0, left: roles.length, crashed: false },
    };
    roles.forEach((role, number) => {
      const name = `${index}.${number} ${role}`;
      if (role === "webhook" || role === "invalidation") {
        this.#add(`${name}: a change`, undefined, () => this.#changeOutside(index, name, role));
      } else this.#add(`${name} starts`, index, () => this.#start(index, name, role));
    });
    return member;
  }

  get #hasPauses(): boolean {
    const { inTurn, processes } = this.cast;
    return inTurn === true || processes.flat().includes("searching writer");
  }

  #connect(
    roles: readonly Role[],
    index: number,
    schedule: (operation: StoreOperation) => void,
  ): CacheStore {
    if (this.cast.inTurn) return scheduledTurns(this.shared, schedule);
    if (!isBounded(roles)) return scheduledStore(this.shared, schedule);
    const { store, tell } = scheduledLink(this.shared, schedule);
    let told = 0;
    this.shared.hearers.push((message) => {
      told += 1;
      const label = `${index} hears ${told}`;
      this.mail.set(label, message);
      this.#add(label, index, () => {
        this.mail.delete(label);
        this.#heard(this.members[index] as Member, "message", message);
        tell(message);
      });
    });
    return store;
  }

  #heard(member: Member, what: string, answer: unknown): void {
    member.heard.push([what, answer, this.#time]);
  }

  /** Lets those who trust versions begin with something to trust. */
  async prepare(): Promise<void> {
    for (const [index, member] of this.members.entries()) {
      if (!isBounded(this.cast.processes[index])) continue;
      const own = () =>
        [...this.#steps.values()].find(
          ({ label, process }) => process === index && !label.endsWith(" starts"),
        );
      // The first asks for the generation, the second learns, the third is answered from memory.
      for (let round = 0; round < 3; round++) {
        void member.process.read();
        for (let step = own(); step !== undefined; step = own()) await this.take(step);
      }
      member.heard.length = 0;
      member.loads.length = 0;
    }
  }

  #start(index: number, name: string, role: Role): void {
    const member = this.members[index] as Member;
    this.#heard(member, `${name} starts`, undefined);
    const ended = () => {
      member.left -= 1;
    };
    if (role === "writer" || role === "searching writer") {
      void this.#write(index, name, role).finally(ended);
    } else if (role === "webhook" || role === "invalidation") {
      void this.#tell(member, name, role).finally(ended);
    } else {
      const start = this.monitor.readStarts(name);
      const given = readAs(role, member.process);
      const told = (answer: Given) => {
        this.#readersLeft -= 1;
        member.told += 1;
        this.monitor.readEnds(start, answer);
      };
      void given.then(told).finally(ended);
    }
  }

  #changeOutside(index: number, name: string, role: Role): void {
    this.commits.push(name);
    this.#add(`${name} starts`, index, () => this.#start(index, name, role));
  }

  async #tell({ process }: Member, name: string, role: Role): Promise<void> {
    await (role === "webhook" ? process.hear() : process.invalidate());
    this.monitor.acknowledged(name);
  }

  async #write(index: number, name: string, role: Role): Promise<void> {
    this.#unresolved += 1;
    const member = this.members[index] as Member;
    const controller = new AbortController();
    if (this.cast.fault === "late commit") {
      this.#addFault(`${name} gives up`, () => controller.abort());
    }
    const send = (signal: AbortSignal | undefined) =>
      new Promise<void>((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
        this.#add(`${name} commits`, undefined, () => {
          this.commits.push(name);
          this.monitor.committed(name);
          const reply = (how: () => void) => () => {
            this.#steps.delete(`${name} is answered`);
            this.#steps.delete(`${name} loses the answer`);
            this.#heard(member, `${name} is answered`, undefined);
            how();
          };
          this.#add(`${name} is answered`, index, reply(resolve));
          if (this.cast.fault !== "lost reply") return;
          const broken = new NetworkError("reset", { mayHaveArrived: true });
          this.#addFault(
            `${name} loses the answer`,
            reply(() => reject(broken)),
          );
        });
      });
    const look = role === "searching writer" ? () => this.#look(index, name) : undefined;
    const outcome: unknown = await member.process.write(send, controller.signal, look).then(
      (answer) => answer,
      (error: unknown) => error,
    );
    this.#steps.delete(`${name} gives up`);
    if (!(outcome instanceof Error)) this.#unresolved -= 1;
    if (this.shared.fences > this.#unresolved) this.monitor.leavesFence(name);
    if ((outcome as { coherence?: string }).coherence === "confirmed") {
      this.monitor.acknowledged(name);
    }
  }

  #look(index: number, name: string): Promise<boolean> {
    const member = this.members[index] as Member;
    member.asked += 1;
    const label = `${name} looks ${member.asked}`;
    return new Promise((resolve) => {
      this.#add(label, index, () => {
        const isThere = this.commits.includes(name);
        this.#heard(member, label, isThere);
        resolve(isThere);
      });
    });
  }

  #add(
    label: string,
    process: number | undefined,
    run: () => void,
    isDue?: (() => boolean) | undefined,
  ): void {
    this.#steps.set(label, { label, process, run, isDue });
  }

  #addFault(label: string, run: () => void): void {
    this.#add(label, undefined, () => {
      this.faulted = true;
      run();
    });
  }

  /**
   * What can happen next, in an order that does not depend on how it came about. Where one of the
   * steps touches nothing that others see, it is the only one: whenever it is taken, the rest is the
   * same.
   */
  enabled(): readonly Step[] {
    const steps = [...this.#steps.values()].filter((step) => this.#isEnabled(step));
    const now = {
      cast: this.cast,
      faulted: this.faulted,
      isCommitDue: this.#isCommitDue(),
      has: (label: string) => this.#steps.has(label),
    };
    const local = steps.find(({ label }) => isLocal(label, now));
    if (local !== undefined) return [local];
    steps.push(...this.#crashes(), ...this.#losses(), ...this.#standstills(), ...this.#passing());
    return steps.sort((left, right) => (left.label < right.label ? -1 : 1));
  }

  #isEnabled({ label, isDue }: Step): boolean {
    if (isDue?.() === false) return false;
    if (this.faulted && / gives up$| loses the answer$/.test(label)) return false;
    return !label.endsWith(" starts") || mayStart(label, this.cast, this.members);
  }

  #isCommitDue(): boolean {
    const roles = this.cast.processes.flat();
    return this.commits.length < roles.filter((role) => !role.endsWith("reader")).length;
  }

  /** Whether anybody may still be told something. */
  get hasReaders(): boolean {
    return this.#readersLeft > 0;
  }

  #crashes(): Step[] {
    const { fault, processes } = this.cast;
    const who = fault === "crash" ? "writer" : fault === "reader dies" ? "reader" : undefined;
    if (who === undefined || this.faulted) return [];
    return this.members.flatMap((member, index) => {
      const isOne = processes[index]?.some((role) => role.endsWith(who));
      const isAtIt = member.heard.length > 0 && member.left > 0;
      if (!isOne || !isAtIt) return [];
      return [
        { label: `${index} crashes`, process: undefined, run: () => this.#crash(member, index) },
      ];
    });
  }

  #crash(member: Member, index: number): void {
    this.faulted = true;
    member.crashed = true;
    const roles = this.cast.processes[index] ?? [];
    this.#readersLeft -= roles.filter((role) => role.endsWith("reader")).length - member.told;
    // What was sent to Cal.com is on its way all the same.
    for (const [label, step] of this.#steps) if (step.process === index) this.#steps.delete(label);
  }

  #standstills(): Step[] {
    const { held } = this.shared.leases;
    if (this.cast.fault !== "lease ends" || this.faulted || held.size === 0) return [];
    const run = () => {
      this.faulted = true;
      held.clear();
    };
    return [{ label: "leases end", process: undefined, run }];
  }

  #losses(): Step[] {
    if (this.cast.fault !== "lost record" || this.faulted || this.shared.records.size === 0)
      return [];
    return losses(this.shared.records, () => {
      this.faulted = true;
    });
  }

  // Not while a commit is on its way: one that comes after its fence has ended is a limit. Nor while
  // somebody looks for one: a fence outlives that.
  #passing(): Step[] {
    const isFaulty = this.faulted && this.cast.fault !== "lost record";
    const isDue = [...this.#steps.keys()].some((label) => / commits$| looks \d+$/.test(label));
    const passing: Step[] = [];
    if (this.cast.processes.some(isBounded)) {
      const run = () => {
        this.#time += WHILE_MS - 1;
      };
      passing.push({ label: "a while passes", process: undefined, run });
    }
    if (!isFaulty || isDue || this.timePassed) return passing;
    const run = () => {
      this.timePassed = true;
      this.#time += LONG_MS;
    };
    return [...passing, { label: "time passes", process: undefined, run }];
  }

  /** How many whiles ago something was, as far as that matters to anybody. */
  whilesSince(moment: number): number {
    const whiles = Math.floor(this.#time / WHILE_MS) - Math.floor(moment / WHILE_MS);
    return Math.min(whiles, BOUND_MS / WHILE_MS);
  }

  /** Takes one step and lets everybody go on as far as they can. */
  async take(step: Step): Promise<void> {
    this.#time += 1;
    this.#steps.delete(step.label);
    step.run();
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Whether a mark set now and then would have ended by now. */
  hasEnded(endsAt: number): boolean {
    return endsAt <= this.#time;
  }

  get entries(): ReadonlyMap<string, StoredEntry> {
    return this.shared.entries;
  }
}

function readAs(role: Role, process: Process): Promise<Given> {
  if (role === "nested reader") return process.readNested();
  if (role === "asking reader") return process.ask();
  if (role === "confirming reader") return process.confirm();
  return role === "layer reader" ? process.readLayer() : process.read();
}
