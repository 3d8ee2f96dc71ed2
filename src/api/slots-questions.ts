import { questionKey } from "../cache/key.ts";
import type { Question } from "../cache/question.ts";
import type { KnownEventType } from "../invalidation/topology.ts";
import { canonicalInstant } from "../schemas/instants.ts";
import { type SlotsQuery, type SlotTimesQuery, slotsQuerySchema } from "../schemas/slots.ts";
import { parseInput } from "../schemas/validate.ts";
import { slotsTags } from "./cache-policy.ts";
import type { SlotsDeps } from "./slots.ts";
import { loadSlots, remainingSlots } from "./slots-load.ts";

/** A question in the form that is sent: lists by comma, instants canonical, the zone always there. */
export interface CanonicalQuery {
  readonly eventTypeId: number | undefined;
  readonly start: string;
  readonly sent: Readonly<Record<string, string | number | undefined>>;
}

type AnyQuery = SlotsQuery | SlotTimesQuery;

interface Remembered {
  readonly known: KnownEventType | undefined;
  readonly question: Question;
}

const CAPACITY = 1_000;

/** Turns queries into questions, once for queries that are asked again and again. */
export class SlotsQuestions {
  readonly #remembered = new Map<string, Remembered>();

  /** @throws SchemaError for a query that Cal.com would refuse */
  of(query: AnyQuery, deps: SlotsDeps, entryPrefix: string): Question {
    const text = textOf(query);
    const remembered = text === undefined ? undefined : this.#remembered.get(text);
    if (remembered !== undefined && remembered.known === knownOf(query, deps)) {
      return remembered.question;
    }
    const canonical = canonicalQuery(validQuery(query));
    const known = knownOf(query, deps);
    const question = questionOf(canonical, known, deps, entryPrefix);
    if (text !== undefined) this.#remember(text, { known, question });
    return question;
  }

  #remember(text: string, remembered: Remembered): void {
    this.#remembered.delete(text);
    this.#remembered.set(text, remembered);
    if (this.#remembered.size <= CAPACITY) return;
    const oldest = this.#remembered.keys().next();
    if (!oldest.done) this.#remembered.delete(oldest.value);
  }
}

// What JSON cannot hold is for the schema to refuse.
function textOf(query: AnyQuery): string | undefined {
  try {
    return JSON.stringify(query);
  } catch {
    return undefined;
  }
}

export function knownOf(query: AnyQuery, { topology }: SlotsDeps): KnownEventType | undefined {
  return "eventTypeId" in query ? topology.find(query.eventTypeId) : undefined;
}

/** @throws SchemaError for a query that Cal.com would refuse */
export function validQuery(query: AnyQuery): AnyQuery {
  return parseInput(slotsQuerySchema, query, "slots.list") as AnyQuery;
}

function canonicalQuery(query: AnyQuery): CanonicalQuery {
  // The answer with the ends of the slots serves both formats (FACTS, what one answer can serve).
  const { start, end, timeZone, rrHostSubsetIds, ...rest } = { ...query, format: "range" };
  const usernames = "usernames" in rest ? rest.usernames?.join(",") : undefined;
  const canonicalStart = canonicalInstant(start) as string;
  return {
    eventTypeId: "eventTypeId" in rest ? rest.eventTypeId : undefined,
    start: canonicalStart,
    sent: {
      ...{ ...rest, usernames },
      ...{ start: canonicalStart, end: canonicalInstant(end) as string },
      // Without a zone Cal.com may list slots outside the window (API.md 6.2).
      timeZone: timeZone ?? "UTC",
      rrHostSubsetIds: rrHostSubsetIds && [...new Set(rrHostSubsetIds)].sort(byNumber).join(","),
    },
  };
}

const byNumber = (left: number, right: number) => left - right;

function questionOf(
  query: CanonicalQuery,
  known: KnownEventType | undefined,
  deps: SlotsDeps,
  entryPrefix: string,
): Question {
  const { eventTypeId, sent } = query;
  return {
    layer: "slots",
    entryKey: `${entryPrefix}slots:${questionKey([sent])}`,
    tags: slotsTags(eventTypeId, known, deps.width),
    derived: false,
    kept: true,
    load: (scope) => loadSlots(query, deps, scope),
    serve: (value, decaysAt, now) => {
      const noticeMs = eventTypeId === undefined ? 0 : deps.topology.noticeMs(eventTypeId);
      return remainingSlots(value, decaysAt, { now, noticeMs });
    },
  };
}
