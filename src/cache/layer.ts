import type { Clock } from "../clock.ts";
import { ConfigurationError } from "../errors.ts";
import type { MaybePromise } from "../stores/contract.ts";
import type { CoherentCache } from "./coherent-cache.ts";
import type { EntryNamespace } from "./entry-namespace.ts";
import { switchOnFrames } from "./frame.ts";
import { type JsonValue, throughJson } from "./json.ts";
import { encodeKeyPart, questionKey } from "./key.ts";
import { type Provenance, provenanceOf } from "./provenance.ts";
import type {
  Answer,
  CacheReadOptions,
  Loaded,
  LoadScope,
  Priority,
  Question,
} from "./question.ts";
import { type Reading, reading } from "./reading.ts";
import { RecentPaths } from "./recent-paths.ts";
import { isPromise } from "./waiting.ts";

/** What every entry carries; the rest is found out by the load. */
const LAYER_TAGS = ["all"] as const;

/** Stores take no longer ones. */
const LONGEST_LIFE_MS = 30 * 24 * 3_600_000;

/** How a layer makes its answers. */
export interface LayerDefinition<Query, Value, Context> {
  /** What tells one question from another. Include everything `load` looks at. */
  readonly key: (query: Query) => readonly JsonValue[];
  /** Makes the answer. Read through `context`, which notes what the answer depends on. */
  readonly load: (query: Query, context: Context) => Value | Promise<Value>;
  /** Milliseconds an answer may live at most; what it was made from may shorten that. */
  readonly ttlMs: number | ((value: Value) => number);
}

/** Per-call options of a read. */
export interface ReadOptions {
  /** Calls this one read off; others that share its load are not affected. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds this read may take, body included. @default the client's `timeoutMs` */
  readonly timeoutMs?: number | undefined;
  /**
   * `use` the cache, `refresh` it from Cal.com, or `bypass` it. Of a layer, the layer's own answer is
   * meant; what its load reads goes by the options given there.
   * @default "use"
   */
  readonly cache?: "use" | "refresh" | "bypass" | undefined;
  /**
   * How urgent it is, where Cal.com's rate budget is short and Cal.com has to be asked: `confirm`
   * before a booking, `offer` for somebody who waits, `prefetch` for what can be done without.
   * Bookings come before them all.
   * @default "offer"; inside a layer's load that of the layer's reader
   */
  readonly priority?: Exclude<Priority, "booking"> | undefined;
}

/** A named family of answers built on others. Obtained from `client.layer()`. */
export interface Layer<Query, Value> {
  readonly name: string;
  /** The answer, deeply frozen. */
  get(query: Query, options?: ReadOptions): Promise<Readonly<Value>>;
  /** The answer and where it came from. */
  read(
    query: Query,
    options?: ReadOptions,
  ): Promise<{ readonly value: Readonly<Value>; readonly provenance: Provenance }>;
}

/** What a client lends its layers. */
export interface LayerHost<Context> {
  readonly cache: CoherentCache;
  readonly clock: Clock;
  readonly namespace: EntryNamespace;
  readonly readOptions: (options: ReadOptions | undefined) => CacheReadOptions;
  readonly contextOf: (scope: LoadScope) => Context;
}

interface LayerCall {
  readonly options: ReadOptions | undefined;
  readonly scope: LoadScope | undefined;
  readonly begun: Reading | undefined;
}

/** A layer as its own client sees it: also readable from within a load. */
export class CachedLayer<Query, Value, Context> implements Layer<Query, Value> {
  readonly name: string;
  readonly #definition: LayerDefinition<Query, Value, Context>;
  readonly #host: LayerHost<Context>;
  readonly #keyPart: string;
  readonly #entryKeys = new RecentPaths<string>();

  constructor(
    name: string,
    definition: LayerDefinition<Query, Value, Context>,
    host: LayerHost<Context>,
  ) {
    this.name = name;
    this.#definition = definition;
    this.#host = host;
    this.#keyPart = encodeKeyPart(name);
    switchOnFrames();
  }

  get(query: Query, options?: ReadOptions): Promise<Readonly<Value>> {
    return reading(undefined, async (begun) => {
      const answering = this.#ask(query, { options, scope: undefined, begun });
      const answer = isPromise(answering) ? await answering : answering;
      return answer.value as Readonly<Value>;
    });
  }

  read(query: Query, options?: ReadOptions) {
    return this.readWithin(undefined, query, options);
  }

  readWithin(scope: LoadScope | undefined, query: Query, options?: ReadOptions) {
    return reading(scope?.frame, async (begun) => {
      const answer = await this.#ask(query, { options, scope, begun });
      return {
        value: answer.value as Readonly<Value>,
        provenance: provenanceOf(answer, this.name),
      };
    });
  }

  #ask(query: Query, call: LayerCall): MaybePromise<Answer> {
    const prefix = this.#host.namespace.prefix();
    if (typeof prefix === "string") return this.#askAs(prefix, query, call);
    return prefix.then((late) => this.#askAs(late, query, call));
  }

  #askAs(
    entryPrefix: string,
    query: Query,
    { options, scope, begun }: LayerCall,
  ): MaybePromise<Answer> {
    const { cache, readOptions } = this.#host;
    const call = readOptions(options);
    const { cache: use, timeoutMs, signal = scope?.signal, priority = scope?.priority } = call;
    const question = this.#question(query, entryPrefix);
    return cache.get(question, { cache: use, timeoutMs, signal, priority, reading: begun });
  }

  #question(query: Query, entryPrefix: string): Question {
    return {
      layer: this.name,
      entryKey: this.#entryKey(query, entryPrefix),
      tags: LAYER_TAGS,
      derived: true,
      kept: true,
      load: (scope) => this.#load(query, scope),
    };
  }

  #entryKey(query: Query, entryPrefix: string): string {
    const path = this.#definition.key(query);
    const known = Array.isArray(path) ? this.#entryKeys.find(path) : undefined;
    if (known !== undefined) return known;
    const entryKey = `${entryPrefix}${this.#keyPart}:${questionKey(path)}`;
    this.#entryKeys.remember(path, entryKey);
    return entryKey;
  }

  async #load(query: Query, scope: LoadScope): Promise<Loaded> {
    const { load, ttlMs } = this.#definition;
    const value = throughJson(await load(query, this.#host.contextOf(scope)));
    const lifeMs = typeof ttlMs === "function" ? ttlMs(value as Value) : ttlMs;
    if (typeof lifeMs !== "number" || Number.isNaN(lifeMs)) {
      throw new ConfigurationError(`The ttlMs of layer "${this.name}" is not a number.`);
    }
    return { value, ttlMs: Math.min(lifeMs, LONGEST_LIFE_MS) };
  }
}
