import type { CoherentCache } from "../cache/coherent-cache.ts";
import type { EntryNamespace } from "../cache/entry-namespace.ts";
import type { ReadOptions } from "../cache/layer.ts";
import { type Provenance, provenanceOf } from "../cache/provenance.ts";
import type { CacheReadOptions, LoadScope } from "../cache/question.ts";
import { type Reading, reading } from "../cache/reading.ts";
import { isPromise } from "../cache/waiting.ts";
import type { Clock } from "../clock.ts";
import type { InvalidationWidth } from "../invalidation/rules.ts";
import type { Topology } from "../invalidation/topology.ts";
import type { SlotsByDate, SlotsQuery, SlotTimesByDate, SlotTimesQuery } from "../schemas/slots.ts";
import type { ApiVersions } from "./api-versions.ts";
import type { SlotsTtl } from "./cache-policy.ts";
import type { Http } from "./http.ts";
import { askSlots, isById, refuseWithoutEnds, resolved } from "./slots-asking.ts";
import { withoutEnds } from "./slots-load.ts";
import type { SlotsQuestions } from "./slots-questions.ts";

/** Free times, and where the answer came from. */
export interface SlotsAnswer {
  readonly slots: SlotsByDate;
  readonly provenance: Provenance;
}

/** Free times without their ends, and where the answer came from. */
export interface SlotTimesAnswer {
  readonly slots: SlotTimesByDate;
  readonly provenance: Provenance;
}

type AnyQuery = SlotsQuery | SlotTimesQuery;

/** Lists of free times. */
export interface SlotsLister {
  /**
   * The free times of an event type within a window, from the cache where nothing has changed. An
   * event type may be named by its slug too: its id is looked up once and kept. Where Cal.com does
   * not tell the id, and for `usernames`, the answer depends on every change there is.
   *
   * @throws SchemaError for a question or an answer of the wrong shape; CalcomApiError,
   * RateLimitError, NetworkError or TimeoutError when Cal.com had to be asked and did not answer;
   * the signal's reason when it aborts
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const { slots, provenance } = await calcom.slots.list({
   *   eventTypeId: 123,
   *   start: "2026-12-07",
   *   end: "2026-12-07",
   *   timeZone: "Europe/Berlin",
   * });
   * console.log(slots["2026-12-07"]?.[0]?.start, provenance.ageMs);
   * ```
   */
  list(query: SlotsQuery, options?: ReadOptions): Promise<SlotsAnswer>;
  /** The same with `format: "time"`: starts without ends. */
  list(query: SlotTimesQuery, options?: ReadOptions): Promise<SlotTimesAnswer>;
}

export interface SlotsDeps {
  readonly cache: CoherentCache;
  readonly http: Http;
  readonly clock: Clock;
  readonly topology: Topology;
  readonly width: InvalidationWidth;
  readonly ttl: SlotsTtl;
  readonly versions: ApiVersions;
  readonly questions: SlotsQuestions;
  readonly namespace: EntryNamespace;
  readonly readOptions: (options: ReadOptions | undefined) => CacheReadOptions;
}

interface ListCall {
  readonly options: ReadOptions | undefined;
  /** The load of a layer that the read belongs to. */
  readonly scope: LoadScope | undefined;
  readonly begun: Reading | undefined;
}

/** @param scope the load of a layer that these reads belong to */
export function slotsLister(deps: SlotsDeps, scope?: LoadScope): SlotsLister {
  function list(query: SlotsQuery, options?: ReadOptions): Promise<SlotsAnswer>;
  function list(query: SlotTimesQuery, options?: ReadOptions): Promise<SlotTimesAnswer>;
  function list(query: AnyQuery, options?: ReadOptions): Promise<SlotsAnswer | SlotTimesAnswer> {
    return reading(scope?.frame, (begun) => listSlots(deps, query, { options, scope, begun }));
  }
  return { list };
}

async function listSlots(
  deps: SlotsDeps,
  query: AnyQuery,
  { options, scope, begun }: ListCall,
): Promise<SlotsAnswer | SlotTimesAnswer> {
  const { clock, namespace, questions } = deps;
  const prefix = namespace.prefix();
  const entryPrefix = typeof prefix === "string" ? prefix : await prefix;
  const given = deps.readOptions(options);
  const { cache, timeoutMs, signal = scope?.signal, priority = scope?.priority } = given;
  const at = { entryPrefix, now: clock.monotonic() };
  const until = at.now + timeoutMs;
  // No spread of `given`: naming its fields again beside one makes a hit four times dearer (Node 20).
  const call: CacheReadOptions = { cache, timeoutMs, until, signal, priority, reading: begun };
  const byId = isById(query) ? query : await resolved(deps, query, call, scope);
  const questionOf = (known: AnyQuery) => questions.of(known, deps, at);
  const asked = askSlots(deps, { byId, questionOf, call, now: at.now });
  const answer = isPromise(asked) ? await asked : asked;
  const slots = answer.value as SlotsByDate;
  const provenance = provenanceOf(answer, "slots");
  if (query.format === "time") return { slots: withoutEnds(slots), provenance };
  // What is kept has its ends.
  if (answer.source === "origin") refuseWithoutEnds(slots, provenance.requestId);
  return { slots, provenance };
}
