import type { CoherentCache } from "../cache/coherent-cache.ts";
import type { EntryNamespace } from "../cache/entry-namespace.ts";
import type { ReadOptions } from "../cache/layer.ts";
import { type Provenance, provenanceOf } from "../cache/provenance.ts";
import type { CacheReadOptions, LoadScope } from "../cache/question.ts";
import { reading } from "../cache/reading.ts";
import type { Clock } from "../clock.ts";
import type { InvalidationWidth } from "../invalidation/rules.ts";
import type { Topology } from "../invalidation/topology.ts";
import type { SlotsByDate, SlotsQuery } from "../schemas/slots.ts";
import type { ApiVersions } from "./api-versions.ts";
import type { SlotsTtl } from "./cache-policy.ts";
import type { Http } from "./http.ts";
import type { SlotsQuestions } from "./slots-questions.ts";

/** Free times, and where the answer came from. */
export interface SlotsAnswer {
  readonly slots: SlotsByDate;
  readonly provenance: Provenance;
}

/** Reads of free times. */
export interface SlotsReader {
  /**
   * The free times of an event type within a window, from the cache where nothing has changed.
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

/** @param scope the load of a layer that these reads belong to */
export function slotsReader(deps: SlotsDeps, scope?: LoadScope): SlotsReader {
  return {
    list: (query, options) =>
      reading(scope?.frame, async (begun) => {
        const { cache, clock, namespace, questions, readOptions, topology } = deps;
        const prefix = namespace.prefix();
        const entryPrefix = typeof prefix === "string" ? prefix : await prefix;
        let question = questions.of(query, deps, entryPrefix);
        if (topology.hasTable && topology.find(query.eventTypeId) === undefined) {
          await topology.learnFirst(query.eventTypeId);
          question = questions.of(query, deps, entryPrefix);
        }
        const call = readOptions(options);
        const answer = await cache.get(question, {
          ...call,
          signal: call.signal ?? scope?.signal,
          reading: begun,
        });
        const slots = answer.value as SlotsByDate;
        return { slots, provenance: provenanceOf(answer, "slots", clock.now()) };
      }),
  };
}
