import type { ActionTools } from "./booking-actions.ts";
import { findBySlug } from "./hosts.ts";
import type { FakeEventType } from "./model.ts";
import { refuse } from "./replies.ts";
import type { Route, RouteContext } from "./routes.ts";
import { seatsOf } from "./seats-taken.ts";
import { listSlots } from "./slots.ts";
import type { OfferedSlot } from "./slots-cache.ts";
import { type ParsedSlotsQuery, parseSlotsQuery } from "./slots-query.ts";
import type { State } from "./state.ts";
import { dateKey, isoIn } from "./zone.ts";

function eventTypeOf(state: State, query: ParsedSlotsQuery): FakeEventType {
  const notFound = refuse(404, "Event Type not found");
  if (query.eventTypeId !== undefined) {
    const eventType = state.eventTypes.get(query.eventTypeId);
    if (eventType === undefined) throw notFound;
    return eventType;
  }
  if (query.teamSlug !== undefined) {
    const team = [...state.teams.values()].find(({ slug }) => slug === query.teamSlug);
    if (team === undefined) throw refuse(404, `Team with slug ${query.teamSlug} not found`);
    const found = findBySlug(state, query.eventTypeSlug, { teamId: team.id });
    if (found === undefined) throw notFound;
    return found;
  }
  if (query.username === undefined) {
    const missing = `Organization with slug ${query.organizationSlug} not found`;
    throw refuse(404, `slots-input.service.ts: ${missing}`);
  }
  const owner = [...state.users.values()].find(({ username }) => username === query.username);
  if (owner === undefined) throw refuse(404, `User with username ${query.username} not found`);
  const eventType = findBySlug(state, query.eventTypeSlug, { userId: owner.id });
  if (eventType === undefined) throw notFound;
  return eventType;
}

/** How an answer is written, as days or with ends, is no part of the cache's key (API.md 13). */
function offeredSlots(
  { state, clock, slotsCache }: ActionTools,
  asked: ParsedSlotsQuery,
): readonly OfferedSlot[] {
  const eventType = eventTypeOf(state, asked);
  const { start, end, timeZone, duration, ignoredUid } = asked;
  const input = { eventTypeId: eventType.id, start, end, timeZone, duration, ignoredUid };
  return slotsCache.get(input, () => {
    const now = clock.now();
    return listSlots(state, eventType, { ...input, now }).map((slot) => ({
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
