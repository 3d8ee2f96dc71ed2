import { questionKey } from "../cache/key.ts";
import type { Question } from "../cache/question.ts";
import type { KnownEventType } from "../invalidation/topology.ts";
import { canonicalInstant } from "../schemas/instants.ts";
import { type SlotsQuery, slotsQuerySchema } from "../schemas/slots.ts";
import { parseInput } from "../schemas/validate.ts";
import { slotsTags } from "./cache-policy.ts";
import type { SlotsDeps } from "./slots.ts";
import { loadSlots, remainingSlots } from "./slots-load.ts";

/** A query in the form that is sent: instants canonical, the zone always there. */
export interface CanonicalQuery extends SlotsQuery {
  readonly timeZone: string;
}

interface Remembered {
  readonly known: KnownEventType | undefined;
  readonly question: Question;
}

const CAPACITY = 1_000;

/** Turns queries into questions, once for queries that are asked again and again. */
export class SlotsQuestions {
  readonly #remembered = new Map<string, Remembered>();

  /** @throws SchemaError for a query that Cal.com would refuse */
  of(query: SlotsQuery, deps: SlotsDeps, entryPrefix: string): Question {
    const text = textOf(query);
    const remembered = text === undefined ? undefined : this.#remembered.get(text);
    const eventTypeId = remembered === undefined ? undefined : query.eventTypeId;
    if (
      remembered !== undefined &&
      eventTypeId !== undefined &&
      remembered.known === deps.topology.find(eventTypeId)
    ) {
      return remembered.question;
    }
    const canonical = canonicalQuery(parseInput(slotsQuerySchema, query, "slots.list"));
    const known = deps.topology.find(canonical.eventTypeId);
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
function textOf(query: SlotsQuery): string | undefined {
  try {
    return JSON.stringify(query);
  } catch {
    return undefined;
  }
}

function canonicalQuery(query: SlotsQuery): CanonicalQuery {
  return {
    ...query,
    start: canonicalInstant(query.start) as string,
    end: canonicalInstant(query.end) as string,
    // Without a zone Cal.com may list slots outside the window (API.md 6.2).
    timeZone: query.timeZone ?? "UTC",
  };
}

function questionOf(
  query: CanonicalQuery,
  known: KnownEventType | undefined,
  deps: SlotsDeps,
  entryPrefix: string,
): Question {
  const { eventTypeId, start, end, timeZone, duration, bookingUidToReschedule } = query;
  const parts = [
    ...[eventTypeId, start, end, timeZone],
    ...[duration ?? null, bookingUidToReschedule ?? null],
  ];
  return {
    layer: "slots",
    entryKey: `${entryPrefix}slots:${questionKey(parts)}`,
    tags: slotsTags(eventTypeId, known, deps.width),
    derived: false,
    kept: true,
    load: (scope) => loadSlots(query, deps, scope),
    serve: (value, decaysAt, now) => {
      const noticeMs = deps.topology.noticeMs(eventTypeId);
      return remainingSlots(value, decaysAt, { now, noticeMs });
    },
  };
}
