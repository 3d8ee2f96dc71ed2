import type { Clock } from "../clock.ts";
import { Flights } from "./flights.ts";
import { circularLayer } from "./frame.ts";
import { stillCurrent } from "./freshness.ts";
import type { LoadRunner } from "./load-runner.ts";
import type { LoadTurn } from "./load-turn.ts";
import { LOOK_AGAIN, LoadTurns, type LookAgain } from "./load-turns.ts";
import { isMoreUrgent } from "./priorities.ts";
import type { Attempt, Judged, Question } from "./question.ts";
import { wasRefusedHere } from "./refused-here.ts";
import type { LoadOutcome, SharedLoad } from "./shared-load.ts";
import type { StoreAccess } from "./store-access.ts";
import type { TagStates } from "./tag-states.ts";
import type { VersionRegistry } from "./version-registry.ts";

/** Loads of other processes that left nothing to find, after which a reader loads by itself. */
const MOST_LOADS = 3;
/** How long it waits for them in all: layers of two processes may wait for each other in a circle. */
const LONGEST_WAIT_MS = 5_000;

export interface LoadSharingOptions {
  readonly access: StoreAccess;
  readonly clock: Clock;
  readonly registry: VersionRegistry;
  readonly runner: LoadRunner;
  readonly mayKeep: () => boolean;
}

/** Whose load answers whom: within this process, and among those that share the store. */
export class LoadSharing {
  readonly #options: LoadSharingOptions;
  readonly #flights = new Flights();
  readonly #turns: LoadTurns | undefined;

  constructor(options: LoadSharingOptions) {
    this.#options = options;
    const { access, clock, runner } = options;
    const { leases } = access.store;
    const onStoreError = (error: unknown) => runner.storeFailed(error);
    if (leases !== undefined) this.#turns = new LoadTurns({ leases, access, clock, onStoreError });
  }

  /**
   * Joins a load that has not left; else one that has, if the registry vouches for it; else loads.
   *
   * @returns `LOOK_AGAIN` after waiting for another process: what it has loaded may be of before this
   * read began, so that each reader has to read, and judge, by itself; and after waiting for a reader
   * who had less time
   */
  async share(
    question: Question,
    attempt: Attempt,
    judged: Judged,
  ): Promise<LoadOutcome | LookAgain> {
    const { entryKey } = question;
    const unsent = this.#unsent(question, attempt, judged);
    if (unsent !== undefined) return this.#join(unsent, attempt, judged);
    if (attempt.cache !== "refresh" && this.#flights.sent(entryKey) !== undefined) {
      if (question.tags.some((tag) => judged.states?.get(tag) === undefined)) {
        judged.states = await this.#options.runner.capture(question, judged.states);
      }
      const sent = await this.#loadToWaitFor(entryKey, judged);
      // It may wait for the rate budget, longer than a more urgent one would have to.
      if (sent !== undefined && !isMoreUrgent(attempt.priority, sent.priority)) {
        const outcome = await this.#join(sent, attempt, judged);
        if (outcome === LOOK_AGAIN) return outcome;
        if (await this.#isStillShown(sent, outcome, question, judged)) return outcome;
      }
    }
    const next = this.#unsent(question, attempt, judged);
    if (next !== undefined) return this.#join(next, attempt, judged);
    judged.shared = false;
    return this.#waitFor(this.#start(question, attempt, judged), attempt, judged);
  }

  /** Not through a shared flight: a bypassing reader asked for an answer of its own. */
  async loadAlone(question: Question, attempt: Attempt, judged: Judged): Promise<LoadOutcome> {
    const load = this.#flights.alone(question.entryKey, attempt);
    const loading = this.#options.runner.run(question, load, undefined, attempt);
    load.start(() => loading);
    await this.#waitFor(load, attempt, judged);
    return loading;
  }

  #join(load: SharedLoad, attempt: Attempt, judged: Judged): Promise<LoadOutcome | LookAgain> {
    judged.shared = true;
    return this.#waitFor(load, attempt, judged);
  }

  #unsent(question: Question, attempt: Attempt, judged: Judged): SharedLoad | undefined {
    const load = this.#flights.unsent(question.entryKey);
    if (load === undefined || isMoreUrgent(attempt.priority, load.priority)) return undefined;
    if (!load.takesTurns) return load;
    if (!this.#takesTurns(question, attempt, judged)) return undefined;
    return load.isYoung || load.leftUnder(judged.states) ? load : undefined;
  }

  /** Whether the reader wants what another process may be loading just now. */
  #takesTurns({ kept }: Question, attempt: Attempt, { looks, states }: Judged): boolean {
    if (this.#turns === undefined || !kept || attempt.cache !== "use") return false;
    const isPatient = this.#options.clock.monotonic() < patientUntil(attempt);
    return isPatient && looks <= MOST_LOADS && states !== undefined;
  }

  // A layer's load leaves before anybody knows its tags, so what it has read up to now counts too.
  async #loadToWaitFor(entryKey: string, judged: Judged): Promise<SharedLoad | undefined> {
    const sent = this.#flights.sent(entryKey);
    if (!sent?.leftUnder(judged.states)) return undefined;
    const soFar = sent.collector?.versions ?? {};
    const tags = Object.keys(soFar);
    if (tags.length === 0) return sent;
    try {
      if (!stillCurrent(soFar, await this.#readStates(tags))) return undefined;
    } catch (error) {
      this.#options.runner.storeFailed(error);
      judged.states = undefined;
    }
    // Its last reader may have left meanwhile, and the load with them.
    return this.#flights.sent(entryKey) === sent && judged.states !== undefined ? sent : undefined;
  }

  async #isStillShown(
    load: SharedLoad,
    outcome: LoadOutcome,
    question: Question,
    judged: Judged,
  ): Promise<boolean> {
    try {
      if (await load.stillShown(outcome, (tags) => this.#readStates(tags))) return true;
      judged.states = await this.#readStates(question.tags);
    } catch (error) {
      this.#options.runner.storeFailed(error);
      judged.states = undefined;
    }
    return false;
  }

  async #readStates(tags: readonly string[]): Promise<TagStates> {
    return (await this.#options.registry.read(undefined, tags)).states;
  }

  async #waitFor(
    load: SharedLoad,
    { reading, signal, timeoutMs, until }: Attempt,
    judged: Judged,
  ): Promise<LoadOutcome | LookAgain> {
    const { clock } = this.#options;
    const waiting = reading?.frames.map((frame) => frame.load) ?? [];
    if (waiting.some((inside) => load.needs(inside))) throw circularLayer();
    const leftMs = until - clock.monotonic();
    try {
      return await load.wait({ what: "The read", timeoutMs, leftMs, signal }, clock, waiting);
    } catch (error) {
      judged.collector = load.collector;
      if (load.until < until && wasRefusedHere(error)) return LOOK_AGAIN;
      throw error;
    }
  }

  #start(question: Question, attempt: Attempt, judged: Judged): SharedLoad {
    const { mayKeep, runner } = this.#options;
    const { entryKey } = question;
    const takesTurns = this.#takesTurns(question, attempt, judged);
    const load = this.#flights.open(entryKey, { ...attempt, takesTurns });
    load.start(async () => {
      let turn: LoadTurn | undefined;
      try {
        const captured = await runner.capture(question, judged.states);
        judged.states = captured;
        load.signal.throwIfAborted();
        load.leaveUnder(captured);
        if (load.takesTurns) {
          const call = { signal: load.signal, patientUntil: patientUntil(attempt) };
          const taken = await this.#turns?.take(entryKey, captured, call);
          if (taken === LOOK_AGAIN) return taken;
          turn = taken;
          load.signal.throwIfAborted();
        }
        this.#flights.send(load);
        const outcome = await runner.run(question, load, captured, attempt);
        if (mayKeep()) {
          const isStored = await runner.keep(question, outcome, turn);
          this.#turns?.told(entryKey, isStored);
        }
        return outcome;
      } finally {
        turn?.release();
        this.#flights.end(load);
      }
    });
    return load;
  }
}

function patientUntil({ timeoutMs, until }: Attempt): number {
  return until - timeoutMs + LONGEST_WAIT_MS;
}
