import type { ActionTools } from "./booking-actions.ts";
import type { Route, RouteContext } from "./routes.ts";
import { seatsOf } from "./seats-taken.ts";
import { listSlots } from "./slots.ts";
import type { OfferedSlot } from "./slots-cache.ts";
import { type ParsedSlotsQuery, parseSlotsQuery } from "./slots-query.ts";
import { slotsSubject } from "./slots-subject.ts";
import { dateKey, isoIn } from "./zone.ts";

/** How an answer is written, as days or with ends, is no part of the cache's key (API.md 13). */
function offeredSlots(
  { state, clock, slotsCache, isHosted }: ActionTools,
  asked: ParsedSlotsQuery,
): readonly OfferedSlot[] {
  const eventType = slotsSubject(state, asked);
  if (eventType === undefined) return [];
  const { start, end, timeZone, duration, ignoredUid, usernames, rrHostSubsetIds } = asked;
  const hosts = { eventTypeId: eventType.id, usernames, rrHostSubsetIds };
  const input = { ...hosts, start, end, timeZone, duration, ignoredUid };
  return slotsCache.get(input, () => {
    const now = clock.now();
    return listSlots(state, eventType, { ...input, now, roundsAsAsked: isHosted }).map((slot) => ({
      ...slot,
      seats: seatsOf(state, eventType, slot.start, now),
    }));
  });
}

function answerSlots({ tools, query }: RouteContext) {
  const asked = parseSlotsQuery(query);
  const days: Record<string, object[]> = {};
  for (const { start, end, seats } of offeredSlots(tools, asked)) {
    const day = dateKey(start, asked.timeZone ?? "UTC");
    days[day] ??= [];
    const slot = { start: isoIn(start, asked.timeZone) };
    const range = asked.range ? { end: isoIn(end, asked.timeZone) } : {};
    days[day].push({ ...slot, ...range, ...seats });
  }
  return { status: 200, body: { data: days, status: "success" } };
}

export const slotRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: /^\/v2\/slots$/,
    version: "2024-09-04",
    access: "public",
    run: answerSlots,
  },
];
