import type { Clock } from "../clock.ts";
import { StoreError } from "../errors.ts";
import type { CacheStore, StoredEntry } from "../stores/contract.ts";
import { Collector, capturedDependencies, type Dependencies } from "./dependencies.ts";
import { Flights } from "./flights.ts";
import { circularLayer, currentFrame, type Frame, runInFrame } from "./frame.ts";
import { type CoveredBy, type MissReason, whyMissed } from "./freshness.ts";
import { RememberedTags } from "./remembered-tags.ts";
import type { LoadOutcome, SharedLoad } from "./shared-load.ts";
import type { TagStates, VersionRegistry } from "./version-registry.ts";
import { waitForStore } from "./waiting.ts";

/** What a load of the origin brings. */
export interface Loaded {
  /** A JSON value, deeply frozen. */
  readonly value: unknown;
  readonly ttlMs: number;
  readonly decaysAt?: number | undefined;
  readonly requestId?: string | undefined;
}

/** What a load is given; `frame` is there for layers only. */
export interface LoadScope {
  readonly signal: AbortSignal;
  readonly frame: Frame | undefined;
}

/** A value as served at one moment, and how long that serving stays true. */
export interface Served {
  readonly value: unknown;
  readonly decaysAt: number | undefined;
}

/** Something that can be asked again and again and answered from the cache. */
export interface Question {
  readonly layer: string;
  readonly entryKey: string;
  /** The tags this reader would put on the answer, known before the load. */
  readonly tags: readonly string[];
  /** `true` for layers: the answer's tags are those of the reads inside the load. */
  readonly derived: boolean;
  /** `false`: every reader asks Cal.com, but a layer may rest on the answer. */
  readonly kept: boolean;
  load(scope: LoadScope): Promise<Loaded>;
  /** Takes out what has passed since the load. */
  serve?(value: unknown, decaysAt: number | undefined, now: number): Served;
}

/** `refresh` asks Cal.com and keeps the answer; `bypass` asks Cal.com and touches no cache. */
export type CacheUse = "use" | "refresh" | "bypass";

export interface CacheReadOptions {
  readonly cache: CacheUse;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly frame?: Frame | undefined;
}

export interface Answer {
  readonly value: unknown;
  readonly source: "cache" | "origin";
  readonly expiresAt: number;
  readonly dependencies: Dependencies;
  readonly requestId: string | undefined;
}

export interface CacheEvents {
  hit(layer: string): void;
  miss(layer: string, reason: MissReason): void;
  storeFailed(error: unknown): void;
}

export interface CoherentCacheOptions {
  readonly store: CacheStore;
  readonly registry: VersionRegistry;
  readonly clock: Clock;
  readonly storeTimeoutMs: number;
  /** The longest life of an entry loaded while one of its tags bears a caution. */
  readonly cautionTtlMs: number;
  readonly isCovered: CoveredBy;
  readonly events: CacheEvents;
}

/** Reads through the cache. Knows tags and versions, and nothing of Cal.com. */
export class CoherentCache {
  readonly #options: CoherentCacheOptions;
  readonly #flights = new Flights();
  readonly #remembered = new RememberedTags();
  bypassed = false;

  constructor(options: CoherentCacheOptions) {
    this.#options = options;
  }

  /** Answers a question, and tells the surrounding load, if there is one, what it now rests on. */
  async get(question: Question, options: CacheReadOptions): Promise<Answer> {
    options.signal?.throwIfAborted();
    const frame = options.frame?.active ? options.frame : currentFrame();
    if (frame?.path.includes(question.entryKey)) throw circularLayer();
    const live = this.bypassed || (!question.kept && frame === undefined);
    const cache = live ? "bypass" : question.kept ? options.cache : "refresh";
    const judged: { states: TagStates | undefined } = { states: undefined };
    try {
      const answer = await this.#answer(question, { ...options, cache, frame }, judged);
      this.#note(frame, answer.dependencies);
      return answer;
    } catch (error) {
      const never = Number.POSITIVE_INFINITY;
      this.#note(frame, capturedDependencies(judged.states, never, never));
      throw error;
    }
  }

  // Another registry's versions mean nothing to this load's; what rests on them cannot be kept.
  #note(frame: Frame | undefined, dependencies: Dependencies): void {
    if (frame === undefined) return;
    const ours = frame.registry.isSameAs(this.#options.registry);
    frame.collector.record(
      ours ? dependencies : { ...dependencies, versions: {}, storable: false },
    );
  }

  async #answer(
    question: Question,
    options: CacheReadOptions,
    judged: { states: TagStates | undefined },
  ): Promise<Answer> {
    const { clock, events, isCovered } = this.#options;
    let reason: MissReason | undefined = options.cache === "use" ? undefined : options.cache;
    if (options.cache !== "bypass") {
      try {
        const expected = this.#remembered.expected(question);
        const first = this.#options.registry.read(question.entryKey, expected);
        const { entry, states } = first instanceof Promise ? await first : first;
        judged.states = await this.#widen(entry, states);
        reason ??= whyMissed(entry, judged.states, question.tags, isCovered, clock.now());
        if (reason === undefined) {
          events.hit(question.layer);
          return this.#hit(question, entry as StoredEntry);
        }
      } catch (error) {
        this.#storeFailed(error);
        reason = "store-unavailable";
      }
    }
    events.miss(question.layer, reason as MissReason);
    const outcome =
      options.cache === "bypass"
        ? await this.#loadAlone(question, options)
        : await this.#shareLoad(question, options, judged);
    return this.#serve(question, outcome, "origin", outcome.dependencies);
  }

  // An entry may carry tags nobody expected; they are read before it is judged.
  #widen(entry: StoredEntry | undefined, states: TagStates): TagStates | Promise<TagStates> {
    if (entry === undefined) return states;
    const unread = Object.keys(entry.versions).filter((tag) => !states.has(tag));
    if (unread.length === 0) return states;
    return this.#readStates(unread).then((more) => new Map([...states, ...more]));
  }

  async #readStates(tags: readonly string[]): Promise<TagStates> {
    return (await this.#options.registry.read(undefined, tags)).states;
  }

  async #shareLoad(
    question: Question,
    options: CacheReadOptions,
    judged: { states: TagStates | undefined },
  ): Promise<LoadOutcome> {
    const unsent = this.#flights.unsent(question.entryKey);
    if (unsent !== undefined) return this.#waitFor(unsent, options);
    const sent = options.cache === "use" ? this.#flights.sent(question.entryKey) : undefined;
    if (sent !== undefined && judged.states !== undefined) {
      if (question.tags.some((tag) => judged.states?.get(tag) === undefined)) {
        judged.states = await this.#capture(question, judged.states);
      }
      if (sent.leftUnder(judged.states)) {
        const outcome = await this.#waitFor(sent, options);
        if (await this.#isStillShown(sent, outcome, question, judged)) return outcome;
      }
    }
    const next = this.#flights.unsent(question.entryKey) ?? this.#start(question, options, judged);
    return this.#waitFor(next, options);
  }

  async #isStillShown(
    load: SharedLoad,
    outcome: LoadOutcome,
    question: Question,
    judged: { states: TagStates | undefined },
  ): Promise<boolean> {
    try {
      if (await load.stillShown(outcome, (tags) => this.#readStates(tags))) return true;
      judged.states = await this.#readStates(question.tags);
    } catch (error) {
      this.#storeFailed(error);
      judged.states = undefined;
    }
    return false;
  }

  #waitFor(load: SharedLoad, options: CacheReadOptions): Promise<LoadOutcome> {
    const waiting = options.frame?.load;
    if (waiting !== undefined && load.needs(waiting)) throw circularLayer();
    const patience = { what: "The read", timeoutMs: options.timeoutMs, signal: options.signal };
    return load.wait(patience, this.#options.clock, waiting);
  }

  #start(
    question: Question,
    options: CacheReadOptions,
    judged: { states: TagStates | undefined },
  ): SharedLoad {
    const load = this.#flights.open(question.entryKey);
    load.start(async () => {
      try {
        judged.states = await this.#capture(question, judged.states);
        load.signal.throwIfAborted();
        this.#flights.send(load);
        load.leaveUnder(judged.states);
        const outcome = await this.#run(question, load, judged.states, options.frame);
        await this.#keep(question, outcome);
        return outcome;
      } finally {
        this.#flights.end(load);
      }
    });
    return load;
  }

  /** Versions of the question's tags, drawn where there are none, confirmed before a load leaves. */
  async #capture(
    question: Question,
    states: TagStates | undefined,
  ): Promise<TagStates | undefined> {
    if (states === undefined) return undefined;
    const missing = question.tags.filter((tag) => states.get(tag) === undefined);
    try {
      const drawn = missing.length > 0 ? await this.#options.registry.ensure(missing) : undefined;
      return new Map(question.tags.map((tag) => [tag, drawn?.get(tag) ?? states.get(tag)]));
    } catch (error) {
      this.#storeFailed(error);
      return undefined;
    }
  }

  async #run(
    question: Question,
    load: SharedLoad,
    captured: TagStates | undefined,
    outer: Frame | undefined,
  ): Promise<LoadOutcome> {
    const { clock, cautionTtlMs } = this.#options;
    const loadBeganAt = clock.now();
    const { signal } = load;
    if (!question.derived) {
      const loaded = await runInFrame(undefined, () => question.load({ signal, frame: undefined }));
      const cautious = captured !== undefined && [...captured.values()].some((s) => s?.cautious);
      const ttlMs = cautious ? Math.min(loaded.ttlMs, cautionTtlMs) : loaded.ttlMs;
      const dependencies = capturedDependencies(captured, loadBeganAt, loadBeganAt + ttlMs);
      return {
        value: loaded.value,
        dependencies,
        decaysAt: loaded.decaysAt,
        requestId: loaded.requestId,
      };
    }
    const collector = new Collector();
    const path = [...(outer?.path ?? []), question.entryKey];
    const { registry } = this.#options;
    const frame: Frame = { collector, load, path, registry, active: true };
    try {
      const loaded = await runInFrame(frame, () => question.load({ signal, frame }));
      const dependencies = collector.gathered(loadBeganAt, loadBeganAt + loaded.ttlMs);
      return { value: loaded.value, dependencies, decaysAt: undefined, requestId: undefined };
    } finally {
      frame.active = false;
    }
  }

  // Not through a shared flight: a bypassing reader asked for an answer of its own.
  async #loadAlone(question: Question, options: CacheReadOptions): Promise<LoadOutcome> {
    const load = this.#flights.alone(question.entryKey);
    load.start(() => this.#run(question, load, undefined, options.frame));
    return this.#waitFor(load, options);
  }

  async #keep(question: Question, outcome: LoadOutcome): Promise<void> {
    const { store, clock, storeTimeoutMs } = this.#options;
    const { versions, storable, loadBeganAt, expiresAt } = outcome.dependencies;
    const ttlMs = Math.floor(expiresAt - clock.now());
    if (!question.kept || !storable || ttlMs <= 0 || this.bypassed) return;
    const { value, decaysAt, requestId } = outcome;
    const entry: StoredEntry = { value, versions, loadBeganAt, expiresAt, decaysAt, requestId };
    this.#remembered.remember(question, Object.keys(versions));
    const write = () => store.write(question.entryKey, entry, ttlMs);
    await waitForStore(write, "keep an answer", storeTimeoutMs, clock).catch((error: unknown) =>
      this.#storeFailed(error),
    );
  }

  #hit(question: Question, entry: StoredEntry): Answer {
    const { versions, loadBeganAt, expiresAt } = entry;
    const dependencies = { versions, storable: true, loadBeganAt, expiresAt };
    return this.#serve(question, entry, "cache", dependencies);
  }

  #serve(
    question: Question,
    {
      value,
      decaysAt,
      requestId,
    }: Pick<LoadOutcome, "value" | "decaysAt" | "requestId"> | StoredEntry,
    source: Answer["source"],
    dependencies: Dependencies,
  ): Answer {
    const served = question.serve?.(value, decaysAt, this.#options.clock.now()) ?? {
      value,
      decaysAt,
    };
    const expiresAt = Math.min(dependencies.expiresAt, served.decaysAt ?? dependencies.expiresAt);
    return {
      value: served.value,
      source,
      expiresAt: dependencies.expiresAt,
      dependencies: { ...dependencies, expiresAt },
      requestId,
    };
  }

  #storeFailed(error: unknown): void {
    if (!(error instanceof StoreError)) throw error;
    this.#options.events.storeFailed(error);
  }
}
