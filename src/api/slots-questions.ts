import { questionKey } from "../cache/key.ts";
import type { LoadScope, Question } from "../cache/question.ts";
import { RecentPaths } from "../cache/recent-paths.ts";
import type { KnownEventType } from "../invalidation/topology.ts";
import { dayOf, unusedEndOf } from "../schemas/days.ts";
import { canonicalInstant } from "../schemas/instants.ts";
import {
  type SlotsById,
  type SlotsQuery,
  type SlotTimesQuery,
  slotsQuerySchema,
} from "../schemas/slots.ts";
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

/** A question, and what was known of its event type when it was made. */
export interface KnownQuestion {
  readonly known: KnownEventType | undefined;
  readonly question: Question;
}

/** Where and when a question is asked. */
export interface AskedAt {
  readonly entryPrefix: string;
  /** By the monotonic clock. */
  readonly now: number;
}

/** Makes the question of a query that was found valid. */
type MakeQuestion = (query: AnyQuery, deps: SlotsDeps, at: AskedAt) => KnownQuestion;

/** Turns queries into questions, once for queries that are asked again and again. */
export class SlotsQuestions {
  readonly #remembered = new RecentPaths<KnownQuestion>();
  readonly #make: MakeQuestion;

  /** @param make @default questions that are asked as they are */
  constructor(make: MakeQuestion = plainQuestionOf) {
    this.#make = make;
  }

  /** @throws SchemaError for a query that Cal.com would refuse */
  of(query: AnyQuery, deps: SlotsDeps, at: AskedAt): KnownQuestion {
    const path = pathOf(query);
    const remembered = path && this.#remembered.find(path);
    if (remembered !== undefined && remembered.known === knownOf(query, deps, at.now))
      return remembered;
    const valid = validQuery(query);
    const made = this.#make(valid, deps, at);
    // By what was found valid: the caller's object need not say the same twice.
    const validPath = pathOf(valid);
    if (validPath !== undefined) this.#remembered.remember(validPath, made);
    return made;
  }
}

const USUAL: ReadonlySet<string> = new Set(["eventTypeId", "start", "end", "timeZone"]);
const FURTHER = Object.keys(slotsQuerySchema.shape).filter((field) => !USUAL.has(field));
const KNOWN: ReadonlySet<string> = new Set([...USUAL, ...FURTHER]);

/** What tells a query from others; `undefined` for one that is for the schema to refuse, or odd. */
function pathOf(query: AnyQuery): readonly unknown[] | undefined {
  if (typeof query !== "object" || query === null) return undefined;
  if (Object.getPrototypeOf(query) !== Object.prototype) return undefined;
  let hasFurther = false;
  for (const field in query) {
    if (USUAL.has(field)) continue;
    if (!KNOWN.has(field)) return undefined;
    hasFurther = true;
  }
  const { eventTypeId, start, end, timeZone } = query as SlotsById & AnyQuery;
  const path: unknown[] = [eventTypeId, start, end, timeZone];
  if (!hasFurther) return path;
  for (const field of FURTHER) {
    const value: unknown = query[field as keyof AnyQuery];
    if (value === undefined) continue;
    path.push(field);
    if (!Array.isArray(value)) {
      path.push(value);
      continue;
    }
    path.push("list", value.length);
    for (const part of value) path.push(part);
  }
  return path;
}

export function knownOf(
  query: AnyQuery,
  { topology }: SlotsDeps,
  now: number,
): KnownEventType | undefined {
  return "eventTypeId" in query ? topology.find(query.eventTypeId, now) : undefined;
}

/** @throws SchemaError for a query that Cal.com would refuse */
export function validQuery(query: AnyQuery, name = "slots.list"): AnyQuery {
  return parseInput(slotsQuerySchema, query, name) as AnyQuery;
}

function plainQuestionOf(query: AnyQuery, deps: SlotsDeps, at: AskedAt): KnownQuestion {
  const known = knownOf(query, deps, at.now);
  const keyPrefix = `${at.entryPrefix}slots:`;
  return { known, question: questionOf(canonicalQuery(query), known, deps, keyPrefix) };
}

/** The question whether a time of these days can be booked now. Nothing is kept of it. */
export function liveQuestionOf(query: AnyQuery, deps: SlotsDeps, at: AskedAt): KnownQuestion {
  const { known, question } = unrepeatedQuestionOf(query, deps, at, "confirm");
  return { known, question: { ...question, kept: false } };
}

/**
 * The question what is free in these days but the last, at whose end nobody looks: Cal.com is asked in a
 * way in which it cannot have been asked just now, so that it cannot answer from before a change.
 */
export function unrepeatedQuestionOf(
  query: AnyQuery,
  deps: SlotsDeps,
  { entryPrefix, now }: AskedAt,
  family = "near",
): KnownQuestion {
  const known = knownOf(query, deps, now);
  const canonical = canonicalQuery(query);
  const question = questionOf(canonical, known, deps, `${entryPrefix}slots:${family}:`);
  const lastDay = dayOf(Date.parse(canonicalInstant(query.end) as string));
  const load = (scope: LoadScope) => {
    const sent = { ...canonical.sent, end: unusedEndOf(lastDay) };
    return loadSlots({ ...canonical, sent }, deps, scope);
  };
  return { known, question: { ...question, load } };
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
  keyPrefix: string,
): Question {
  const { eventTypeId, sent } = query;
  return {
    layer: "slots",
    entryKey: keyPrefix + questionKey([sent]),
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
