import type { MaybePromise, StoredEntry } from "../stores/contract.ts";
import { type Dependencies, failedDependencies } from "./dependencies.ts";
import { circularLayer, type Frame } from "./frame.ts";
import { type CoveredBy, coversAll, isOver, type MissReason, whyMissed } from "./freshness.ts";
import { LoadRunner, type LoadRunnerOptions } from "./load-runner.ts";
import { LoadSharing } from "./load-sharing.ts";
import { LOOK_AGAIN } from "./load-turns.ts";
import type { Answer, Attempt, CacheReadOptions, Judged, Question } from "./question.ts";
import type { Reading } from "./reading.ts";
import { RememberedTags } from "./remembered-tags.ts";
import { serveEntry, serveOutcome } from "./serving.ts";
import type { RegistryRead } from "./version-registry.ts";
import { isPromise } from "./waiting.ts";

export interface CoherentCacheOptions extends Omit<LoadRunnerOptions, "remembered"> {
  readonly isCovered: CoveredBy;
  /** Makes sure, once, that all who share the store reckon alike; rejects where they do not. */
  readonly agree: () => Promise<void> | undefined;
  readonly onHit: (layer: string) => void;
  readonly onMiss: (layer: string, reason: MissReason) => void;
}

/** Reads through the cache. Knows tags and versions, and nothing of Cal.com. */
export class CoherentCache {
  readonly #options: CoherentCacheOptions;
  readonly #remembered = new RememberedTags();
  readonly #runner: LoadRunner;
  readonly #sharing: LoadSharing;
  /** `true`: nothing is served from the store, and nothing is kept. */
  bypassed = false;

  constructor(options: CoherentCacheOptions) {
    this.#options = options;
    this.#runner = new LoadRunner({ ...options, remembered: this.#remembered });
    const { access, clock, registry } = options;
    this.#sharing = new LoadSharing({
      ...{ access, clock, registry, runner: this.#runner },
      mayKeep: () => !this.bypassed,
    });
  }

  /**
   * Answers a question: a hit in a store that answers at once is given at once, without a turn.
   *
   * @param options with the `reading` begun by the caller, where loads of layers surround it
   * @throws also before anything is returned
   */
  get(question: Question, options: CacheReadOptions): MaybePromise<Answer> {
    const { priority = "offer", reading, signal, timeoutMs } = options;
    signal?.throwIfAborted();
    const until = options.until ?? this.#options.clock.monotonic() + timeoutMs;
    const cache = this.#useOf(question, options);
    const attempt: Attempt = { cache, timeoutMs, signal, reading, until, priority };
    const judged: Judged = { states: undefined, collector: undefined, looks: 0, shared: false };
    if (reading === undefined) return this.#answer(question, attempt, judged);
    return this.#answerWithin(reading, question, attempt, judged);
  }

  // Nothing is stored of what is not kept; its readers share loads where they ask to, and inside a
  // layer's load, where it may be read twice.
  #useOf({ kept }: Question, { cache, reading }: CacheReadOptions): Attempt["cache"] {
    if (this.bypassed) return "bypass";
    if (kept || cache === "ask") return cache;
    return reading === undefined ? "bypass" : "refresh";
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
    if (options.cache === "bypass") return this.#answerAlone(question, options, judged);
    judged.looks += 1;
    try {
      const agreeing = this.#options.agree();
      const recalled =
        agreeing === undefined && options.cache === "use"
          ? this.#recall(question, judged)
          : undefined;
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
  #recall(question: Question, judged: Judged): Answer | undefined {
    const { clock, isCovered, onHit, registry } = this.#options;
    const entry = registry.recall(question.entryKey);
    if (entry === undefined) return undefined;
    const now = clock.now();
    if (isOver(entry, now)) return undefined;
    if (!coversAll(question.tags, entry.versions, isCovered)) return undefined;
    if (judged.looks === 1) onHit(question.layer);
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
      options,
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
    if (options.cache !== "use") {
      return this.#answerMissed(question, options, judged, options.cache);
    }
    const reason = whyMissed(entry, states, question.tags, isCovered, now);
    if (reason !== undefined) return this.#answerMissed(question, options, judged, reason);
    if (judged.looks === 1) onHit(question.layer);
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
    if (judged.looks === 1) this.#options.onMiss(question.layer, reason);
    const outcome = await this.#sharing.share(question, options, judged);
    if (outcome === LOOK_AGAIN) return this.#answer(question, options, judged);
    const now = this.#options.clock.now();
    return serveOutcome(question, outcome, now, { missed: reason, judged });
  }

  async #answerAlone(question: Question, options: Attempt, judged: Judged): Promise<Answer> {
    this.#options.onMiss(question.layer, "bypass");
    const outcome = await this.#sharing.loadAlone(question, options, judged);
    const now = this.#options.clock.now();
    return serveOutcome(question, outcome, now, { missed: "bypass", judged });
  }

  // An entry may carry tags nobody expected; they are read before it is judged.
  #widen(question: Question, read: RegistryRead): MaybePromise<RegistryRead> {
    const { entry, states } = read;
    if (entry === undefined) return read;
    const unread: string[] = [];
    for (const tag in entry.versions) if (!states.has(tag)) unread.push(tag);
    if (unread.length === 0) return read;
    this.#remembered.remember(question, Object.keys(entry.versions));
    const more = this.#options.registry.read(undefined, unread);
    const wider = (late: RegistryRead) => ({ entry, states: states.and(late.states) });
    return isPromise(more) ? more.then(wider) : wider(more);
  }
}
