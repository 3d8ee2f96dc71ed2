import type { Loaded, LoadScope, Served } from "../cache/question.ts";
import { deepFreeze } from "../freeze.ts";
import { type SlotsByDate, type SlotTimesByDate, slotsAnswerSchema } from "../schemas/slots.ts";
import { parseAnswer } from "../schemas/validate.ts";
import { slotsTtlMs } from "./cache-policy.ts";
import type { SlotsDeps } from "./slots.ts";
import type { CanonicalQuery } from "./slots-questions.ts";

/** Asks Cal.com, always with the ends of the slots: one answer serves both formats. */
export async function loadSlots(
  { eventTypeId, start, sent }: CanonicalQuery,
  { clock, http, topology, ttl, versions, width }: SlotsDeps,
  { signal, until, priority }: LoadScope,
): Promise<Loaded> {
  const request = { path: "slots", version: versions.slots, query: sent };
  const answer = await http.send({ method: "GET", ...request, signal, until, priority });
  const { status, requestId } = answer;
  const about = { what: "GET /slots", status, requestId };
  const { data } = parseAnswer(slotsAnswerSchema, answer.body, about);
  if (width === "hosts" && eventTypeId !== undefined) topology.learnBeside(eventTypeId);
  // Without the ends it serves one of the two formats only, so it is not kept.
  const serves = slotWithoutEnd(data) === undefined;
  const ttlMs = serves ? slotsTtlMs(data, Date.parse(start), clock.now(), ttl) : 0;
  return { value: deepFreeze(data), ttlMs, decaysAt: firstStart(data), requestId };
}

/** Where the first slot without an end is, such as `2026-12-07.0`. */
export function slotWithoutEnd(slots: SlotTimesByDate): string | undefined {
  for (const [date, day] of Object.entries(slots)) {
    const index = day.findIndex((slot) => slot.end === undefined);
    if (index >= 0) return `${date}.${index}`;
  }
  return undefined;
}

const times = new WeakMap<SlotsByDate, SlotTimesByDate>();

/** The same slots as `format=time` gives them. */
export function withoutEnds(slots: SlotsByDate): SlotTimesByDate {
  const made = times.get(slots) ?? deepFreeze(startsOf(slots));
  times.set(slots, made);
  return made;
}

function startsOf(slots: SlotsByDate): SlotTimesByDate {
  const days = Object.entries(slots).map(([date, day]) => {
    const starts = day.map(({ end: _end, ...slot }) => slot);
    return [date, starts] as const;
  });
  return Object.fromEntries(days);
}

function firstStart(slots: SlotTimesByDate): number | undefined {
  const starts = Object.values(slots).flatMap((day) => day.map(({ start }) => Date.parse(start)));
  return starts.length === 0 ? undefined : Math.min(...starts);
}

/** What is left of an answer from one moment until its next slot is over. */
interface Remainder {
  readonly slots: SlotsByDate;
  readonly from: number;
  readonly next: number | undefined;
}

// The same object for the same content: who writes or hashes it remembers that by what it is.
const remainders = new WeakMap<object, Remainder>();

/**
 * Leaves out what can no longer be booked: started, or within the event type's notice.
 *
 * @param first when the first slot starts, in epoch milliseconds
 */
export function remainingSlots(
  value: unknown,
  first: number | undefined,
  { now, noticeMs }: { readonly now: number; readonly noticeMs: number },
): Served {
  const bookableFrom = now + noticeMs;
  if (first === undefined) return { value, decaysAt: undefined };
  if (first >= bookableFrom) return { value, decaysAt: first - noticeMs };
  const all = value as SlotsByDate;
  const known = remainders.get(all);
  const { slots, next } = stillLeft(known, bookableFrom) ?? remainderOf(all, bookableFrom);
  return { value: slots, decaysAt: next === undefined ? undefined : next - noticeMs };
}

function stillLeft(known: Remainder | undefined, bookableFrom: number): Remainder | undefined {
  if (known === undefined || bookableFrom < known.from) return undefined;
  return known.next === undefined || known.next >= bookableFrom ? known : undefined;
}

function remainderOf(all: SlotsByDate, bookableFrom: number): Remainder {
  const days = Object.entries(all).flatMap(([date, day]) => {
    const left = day.filter(({ start }) => Date.parse(start) >= bookableFrom);
    return left.length === 0 ? [] : [[date, left] as const];
  });
  const slots = deepFreeze(Object.fromEntries(days));
  const remainder = { slots, from: bookableFrom, next: firstStart(slots) };
  remainders.set(all, remainder);
  return remainder;
}
