import type { Loaded, LoadScope, Served } from "../cache/question.ts";
import { deepFreeze } from "../freeze.ts";
import { type SlotsByDate, slotsAnswerSchema } from "../schemas/slots.ts";
import { parseAnswer } from "../schemas/validate.ts";
import { slotsTtlMs } from "./cache-policy.ts";
import type { SlotsDeps } from "./slots.ts";
import type { CanonicalQuery } from "./slots-questions.ts";

/** Asks Cal.com, always with the ends of the slots: one answer serves both formats. */
export async function loadSlots(
  query: CanonicalQuery,
  { clock, http, topology, ttl, versions, width }: SlotsDeps,
  { signal, until }: LoadScope,
): Promise<Loaded> {
  const { eventTypeId, start, end, timeZone, duration, bookingUidToReschedule } = query;
  const answer = await http.send({
    method: "GET",
    path: "slots",
    version: versions.slots,
    query: {
      ...{ eventTypeId, start, end, timeZone, format: "range" },
      ...{ duration, bookingUidToReschedule },
    },
    signal,
    until,
  });
  const { status, requestId } = answer;
  const about = { what: "GET /slots", status, requestId };
  const { data } = parseAnswer(slotsAnswerSchema, answer.body, about);
  if (width === "hosts") topology.learnBeside(eventTypeId);
  const ttlMs = slotsTtlMs(data, Date.parse(start), clock.now(), ttl);
  return { value: deepFreeze(data), ttlMs, decaysAt: firstStart(data), requestId };
}

function firstStart(slots: SlotsByDate): number | undefined {
  const starts = Object.values(slots).flatMap((day) => day.map(({ start }) => Date.parse(start)));
  return starts.length === 0 ? undefined : Math.min(...starts);
}

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
  const days = Object.entries(value as SlotsByDate).flatMap(([date, day]) => {
    const left = day.filter(({ start }) => Date.parse(start) >= bookableFrom);
    return left.length === 0 ? [] : [[date, left] as const];
  });
  const remaining = deepFreeze(Object.fromEntries(days));
  const next = firstStart(remaining);
  return { value: remaining, decaysAt: next === undefined ? undefined : next - noticeMs };
}
