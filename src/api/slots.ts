import type { CoherentCache } from "../cache/coherent-cache.ts";
import type { EntryNamespace } from "../cache/entry-namespace.ts";
import { questionKey } from "../cache/key.ts";
import type { ReadOptions } from "../cache/layer.ts";
import { type Provenance, provenanceOf } from "../cache/provenance.ts";
import type { CacheReadOptions, LoadScope, Question } from "../cache/question.ts";
import type { Clock } from "../clock.ts";
import { deepFreeze } from "../freeze.ts";
import type { InvalidationWidth } from "../invalidation/rules.ts";
import type { Topology } from "../invalidation/topology.ts";
import { canonicalInstant } from "../schemas/instants.ts";
import {
  type SlotsByDate,
  type SlotsQuery,
  slotsAnswerSchema,
  slotsQuerySchema,
} from "../schemas/slots.ts";
import { parseAnswer, parseInput } from "../schemas/validate.ts";
import { API_VERSIONS } from "./api-versions.ts";
import { type SlotsTtl, slotsTags, slotsTtlMs } from "./cache-policy.ts";
import type { Http } from "./http.ts";

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
  readonly namespace: EntryNamespace;
  readonly readOptions: (options: ReadOptions | undefined) => CacheReadOptions;
}

/** @param scope the load of a layer that these reads belong to */
export function slotsReader(deps: SlotsDeps, scope?: LoadScope): SlotsReader {
  return {
    async list(query, options) {
      const valid = parseInput(slotsQuerySchema, query, "slots.list");
      const { topology } = deps;
      if (topology.find(valid.eventTypeId) === undefined) {
        await topology.consultTable(valid.eventTypeId);
      }
      const prefix = deps.namespace.prefix();
      const entryPrefix = typeof prefix === "string" ? prefix : await prefix;
      const question = slotsQuestion(deps, valid, entryPrefix);
      const defaults = deps.readOptions(options);
      const answer = await deps.cache.get(question, {
        ...defaults,
        signal: defaults.signal ?? scope?.signal,
        frame: scope?.frame,
      });
      const slots = answer.value as SlotsByDate;
      return { slots, provenance: provenanceOf(answer, "slots", deps.clock.now()) };
    },
  };
}

function slotsQuestion(deps: SlotsDeps, query: SlotsQuery, entryPrefix: string): Question {
  const { clock, http, topology, ttl, width } = deps;
  const { eventTypeId, duration, bookingUidToReschedule } = query;
  const start = canonicalInstant(query.start) as string;
  const end = canonicalInstant(query.end) as string;
  // Without a zone Cal.com may list slots outside the window (API.md 6.2), so one is always sent.
  const timeZone = query.timeZone ?? "UTC";
  const parts = [
    eventTypeId,
    start,
    end,
    timeZone,
    duration ?? null,
    bookingUidToReschedule ?? null,
  ];
  return {
    layer: "slots",
    entryKey: `${entryPrefix}slots:${questionKey(parts)}`,
    tags: slotsTags(eventTypeId, topology.find(eventTypeId), width),
    derived: false,
    kept: true,
    async load({ signal }) {
      const answer = await http.send({
        method: "GET",
        path: "slots",
        version: API_VERSIONS.slots,
        query: {
          eventTypeId,
          start,
          end,
          timeZone,
          format: "range",
          ...(duration === undefined ? {} : { duration }),
          ...(bookingUidToReschedule === undefined ? {} : { bookingUidToReschedule }),
        },
        signal,
      });
      const { status, requestId } = answer;
      const about = { what: "GET /slots", status, requestId };
      const { data } = parseAnswer(slotsAnswerSchema, answer.body, about);
      if (width === "hosts") topology.learnBeside(eventTypeId);
      const ttlMs = slotsTtlMs(data, Date.parse(start), clock.now(), ttl);
      return { value: deepFreeze(data), ttlMs, decaysAt: firstStart(data), requestId };
    },
    serve(value, first, now) {
      const noticeMs = topology.find(eventTypeId)?.minimumNoticeMs ?? 0;
      const left = withoutPassed(value as SlotsByDate, first, now + noticeMs);
      return { value: left.slots, decaysAt: left.first && left.first - noticeMs };
    },
  };
}

function firstStart(slots: SlotsByDate): number | undefined {
  const starts = Object.values(slots).flatMap((day) => day.map(({ start }) => Date.parse(start)));
  return starts.length === 0 ? undefined : Math.min(...starts);
}

interface Remaining {
  readonly slots: SlotsByDate;
  readonly first: number | undefined;
}

/** Leaves out what can no longer be booked: started, or within the event type's notice. */
function withoutPassed(
  slots: SlotsByDate,
  first: number | undefined,
  bookableFrom: number,
): Remaining {
  if (first === undefined || first >= bookableFrom) return { slots, first };
  const days = Object.entries(slots).flatMap(([date, day]) => {
    const left = day.filter(({ start }) => Date.parse(start) >= bookableFrom);
    return left.length === 0 ? [] : [[date, left] as const];
  });
  const remaining = deepFreeze(Object.fromEntries(days));
  return { slots: remaining, first: firstStart(remaining) };
}
