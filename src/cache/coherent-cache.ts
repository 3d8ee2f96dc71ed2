import type { MaybePromise, StoredEntry } from "../stores/contract.ts";
import { type Dependencies, failedDependencies } from "./dependencies.ts";
import { Flights } from "./flights.ts";
import { circularLayer, type Frame } from "./frame.ts";
import {
  type CoveredBy,
  coversAll,
  isOver,
  type MissReason,
  stillCurrent,
  whyMissed,
} from "./freshness.ts";
import { LoadRunner, type LoadRunnerOptions } from "./load-runner.ts";
import type { Answer, CacheReadOptions, Judged, Question } from "./question.ts";
import type { Reading } from "./reading.ts";
import { RememberedTags } from "./remembered-tags.ts";
import { serveEntry, serveOutcome } from "./serving.ts";
import type { LoadOutcome, SharedLoad } from "./shared-load.ts";
import type { TagStates } from "./tag-states.ts";
import type { RegistryRead } from "./version-registry.ts";
import { isPromise, type StorePatience } from "./waiting.ts";

export interface CoherentCacheOptions extends Omit<LoadRunnerOptions, "remembered"> {
  readonly isCovered: CoveredBy;
  /** Makes sure, once, that all who share the store reckon alike; rejects where they do not. */
  readonly agree: () => Promise<void> | undefined;
  readonly onHit: (layer: string) => void;
  readonly onMiss: (layer: string, reason: MissReason) => void;
}

/** One read on its way; `until` is the end of its patience by the monotonic clock. */
interface Attempt extends CacheReadOptions {
  readonly until: number;
}

/** Reads through the cache. Knows tags and versions, and nothing of Cal.com. */
export class CoherentCache {
  readonly #options: CoherentCacheOptions;
  readonly #flights = new Flights();
  readonly #remembered = new RememberedTags();
  readonly #runner: LoadRunner;
  /** `true`: nothing is served from the store, and nothing is kept. */
  bypassed = false;

  constructor(options: CoherentCacheOptions) {
    this.#options = options;
    this.#runner = new LoadRunner({ ...options, remembered: this.#remembered });
  }

  /**
   * Answers a question: a hit in a store that answers at once is given at once, without a turn.
   *
   * @param options with the `reading` begun by the caller, where loads of layers surround it
   * @throws also before anything is returned
   */
  get(question: Question, options: CacheReadOptions): MaybePromise<Answer> {
    const { reading, signal, timeoutMs } = options;
    signal?.throwIfAborted();
    const until = options.until ?? this.#options.clock.monotonic() + timeoutMs;
    const live = this.bypassed || (!question.kept && reading === undefined);
    const cache = live ? "bypass" : question.kept ? options.cache : "refresh";
    const attempt: Attempt = { cache, timeoutMs, signal, reading, until };
    const judged: Judged = { states: undefined, collector: undefined };
    if (reading === undefined) return this.#answer(question, attempt, judged);
    return this.#answerWithin(reading, question, attempt, judged);
  }

  async #answerWithin(
    reading: Reading,
    question: Question,
    attempt: Attempt,
    judged: Judged,
  ): Promise<Answer> {
    if (reading.frames.some(({ path }) => path.includes(question.entryKey))) throw circularLayer();
    try {
      const answer = await this.#answer(question, attempt, judged);
      const found = question.timeless
        ? { ...answer.dependencies, loadBeganAt: Number.POSITIVE_INFINITY }
        : answer.dependencies;
      reading.found((frame) => this.#asSeenBy(frame, found));
      return answer;
    } catch (error) {
      const found = failedDependencies(judged.states, judged.collector);
      reading.found((frame) => this.#asSeenBy(frame, found));
      throw error;
    }
  }

  // Another registry's versions mean nothing to this load's; what rests on them cannot be kept.
  #asSeenBy(frame: Frame, dependencies: Dependencies): Dependencies {
    const ours = frame.registry.isSameAs(this.#options.registry);
    return ours ? dependencies : { ...dependencies, versions: {}, storable: false };
  }

  #answer(question: Question, options: Attempt, judged: Judged): MaybePromise<Answer> {
    if (options.cache === "bypass") {
      this.#options.onMiss(question.layer, "bypass");
      return this.#serveOutcome(question, this.#loadAlone(question, options, judged));
    }
    try {
      const agreeing = this.#options.agree();
      const recalled =
        agreeing === undefined && options.cache === "use" ? this.#recall(question) : undefined;
      if (recalled !== undefined) return recalled;
      const seen = this.#see(question, options, agreeing);
      if (!isPromise(seen)) return this.#judge(question, options, judged, seen);
      return seen.then(
        (late) => this.#judge(question, options, judged, late),
        (error: unknown) => this.#answerUnseen(question, options, judged, error),
      );
    } catch (error) {
      return this.#answerUnseen(question, options, judged, error);
    }
  }

  /** A hit in this process's own memory, while versions may be trusted there. */
  #recall(question: Question): Answer | undefined {
    const { clock, isCovered, onHit, registry } = this.#options;
    const entry = registry.recall(question.entryKey);
    const now = clock.now();
    if (entry === undefined || isOver(entry, now)) return undefined;
    if (!coversAll(question.tags, entry.versions, isCovered)) return undefined;
    onHit(question.layer);
    return serveEntry(question, entry, now);
  }

  /** The entry and every record it has to be judged by. */
  #see(
    question: Question,
    options: Attempt,
    agreeing: Promise<void> | undefined,
  ): MaybePromise<RegistryRead> {
    if (agreeing !== undefined) return agreeing.then(() => this.#read(question, options));
    return this.#read(question, options);
  }

  #read(question: Question, options: Attempt): MaybePromise<RegistryRead> {
    const read = this.#options.registry.read(
      question.kept ? question.entryKey : undefined,
      this.#remembered.expected(question),
      this.#patience(options),
    );
    return isPromise(read)
      ? read.then((late) => this.#widen(question, late))
      : this.#widen(question, read);
  }

  #judge(
    question: Question,
    options: Attempt,
    judged: Judged,
    { entry, states }: RegistryRead,
  ): MaybePromise<Answer> {
    const { clock, isCovered, onHit } = this.#options;
    const now = clock.now();
    judged.states = states;
    if (options.cache !== "use") return this.#answerMissed(question, options, judged, "refresh");
    const reason = whyMissed(entry, states, question.tags, isCovered, now);
    if (reason !== undefined) return this.#answerMissed(question, options, judged, reason);
    onHit(question.layer);
    return serveEntry(question, entry as StoredEntry, now);
  }

  #answerUnseen(
    question: Question,
    options: Attempt,
    judged: Judged,
    error: unknown,
  ): Promise<Answer> {
    this.#runner.storeFailed(error);
    return this.#answerMissed(question, options, judged, "store-unavailable");
  }

  async #answerMissed(
    question: Question,
    options: Attempt,
    judged: Judged,
    reason: MissReason,
  ): Promise<Answer> {
    this.#options.onMiss(question.layer, reason);
    return this.#serveOutcome(question, this.#shareLoad(question, options, judged));
  }

  #patience({ signal, until }: Attempt): StorePatience {
    return { signal, leftMs: until - this.#options.clock.monotonic() };
  }

  // An entry may carry tags nobody expected; they are read before it is judged.
  #widen(question: Question, read: RegistryRead): MaybePromise<RegistryRead> {
    const { entry, states } = read;
    if (entry === undefined) return read;
    const unread: string[] = [];
    for (const tag in entry.versions) if (!states.has(tag)) unread.push(tag);
    if (unread.length === 0) return read;
    this.#remembered.remember(question, Object.keys(entry.versions));
    return this.#readStates(unread).then((more) => ({ entry, states: states.and(more) }));
  }

  async #readStates(tags: readonly string[]): Promise<TagStates> {
    return (await this.#options.registry.read(undefined, tags)).states;
  }

  async #serveOutcome(question: Question, loading: Promise<LoadOutcome>): Promise<Answer> {
    const outcome = await loading;
    return serveOutcome(question, outcome, this.#options.clock.now());
  }

  /** Joins a load that has not left; else one that has, if the registry vouches for it; else loads. */
  async #shareLoad(question: Question, options: Attempt, judged: Judged): Promise<LoadOutcome> {
    const { entryKey } = question;
    const unsent = this.#flights.unsent(entryKey);
    if (unsent !== undefined) return this.#waitFor(unsent, options, judged);
    if (options.cache === "use" && this.#flights.sent(entryKey) !== undefined) {
      if (question.tags.some((tag) => judged.states?.get(tag) === undefined)) {
        judged.states = await this.#runner.capture(question, judged.states);
      }
      const sent = await this.#loadToWaitFor(entryKey, judged);
      if (sent !== undefined) {
        const outcome = await this.#waitFor(sent, options, judged);
        if (await this.#isStillShown(sent, outcome, question, judged)) return outcome;
      }
    }
    const next = this.#flights.unsent(entryKey) ?? this.#start(question, options, judged);
    return this.#waitFor(next, options, judged);
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
      this.#runner.storeFailed(error);
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
      this.#runner.storeFailed(error);
      judged.states = undefined;
    }
    return false;
  }

  async #waitFor(load: SharedLoad, options: Attempt, judged: Judged): Promise<LoadOutcome> {
    const { clock } = this.#options;
    const waiting = options.reading?.frames.map((frame) => frame.load) ?? [];
    if (waiting.some((inside) => load.needs(inside))) throw circularLayer();
    const { signal, timeoutMs, until } = options;
    const leftMs = until - clock.monotonic();
    try {
      return await load.wait({ what: "The read", timeoutMs, leftMs, signal }, clock, waiting);
    } catch (error) {
      judged.collector = load.collector;
      throw error;
    }
  }

  #start(question: Question, options: Attempt, judged: Judged): SharedLoad {
    const load = this.#flights.open(question.entryKey);
    load.start(async () => {
      try {
        judged.states = await this.#runner.capture(question, judged.states);
        load.signal.throwIfAborted();
        this.#flights.send(load);
        load.leaveUnder(judged.states);
        const outcome = await this.#runner.run(question, load, judged.states, options);
        if (!this.bypassed) await this.#runner.keep(question, outcome);
        return outcome;
      } finally {
        this.#flights.end(load);
      }
    });
    return load;
  }

  // Not through a shared flight: a bypassing reader asked for an answer of its own.
  #loadAlone(question: Question, options: Attempt, judged: Judged): Promise<LoadOutcome> {
    const load = this.#flights.alone(question.entryKey);
    load.start(() => this.#runner.run(question, load, undefined, options));
    return this.#waitFor(load, options, judged);
  }
}
