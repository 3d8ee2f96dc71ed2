import type { FakeEventType } from "./model.ts";
import { refuse, success } from "./replies.ts";
import type { Route, RouteContext } from "./routes.ts";
import { serializeEventType, serializeMe, serializeSchedule } from "./serialize-others.ts";

const EVENT_TYPES = "2024-06-14";
const SCHEDULES = "2024-06-11";

function get(pattern: RegExp, version: string | undefined, run: Route["run"]): Route {
  const route: Route = { method: "GET", pattern, access: "user", run };
  return version === undefined ? route : { ...route, version };
}

function owned<T extends { ownerId: number }>(
  { caller }: RouteContext,
  items: ReadonlyMap<number, T>,
): T[] {
  return [...items.values()].filter(({ ownerId }) => ownerId === caller.user?.id);
}

function me({ caller }: RouteContext) {
  if (caller.user === undefined) throw refuse(401, "Invalid Access Token.");
  return success(serializeMe(caller.user));
}

function eventType({ tools: { state }, caller, id }: RouteContext) {
  const found = state.eventTypes.get(Number(id));
  if (found === undefined || found.ownerId !== caller.user?.id) {
    throw refuse(404, `Event type with id ${id} not found`);
  }
  return success(serializeEventType(state, found));
}

function eventTypes({ tools: { state }, query }: RouteContext) {
  const owner = [...state.users.values()].find(({ username }) => username === query.username);
  // Recorded (0015): without a user name there is nothing to list.
  if (owner === undefined) throw refuse(404, "Event types not found");
  const wanted = (one: FakeEventType) =>
    one.ownerId === owner.id && (query.eventSlug ?? one.slug) === one.slug;
  const found = [...state.eventTypes.values()].filter(wanted);
  return success(found.map((one) => serializeEventType(state, one, true)));
}

function schedules(context: RouteContext) {
  return success(owned(context, context.tools.state.schedules).map(serializeSchedule));
}

function schedule(context: RouteContext) {
  const mine = owned(context, context.tools.state.schedules);
  const found = mine.find(({ id, isDefault }) =>
    context.id === "default" ? isDefault : id === Number(context.id),
  );
  if (found === undefined) throw refuse(404, `Schedule with ID=${context.id} does not exist.`);
  return success(serializeSchedule(found));
}

export const otherRoutes: readonly Route[] = [
  get(/^\/v2\/me$/, undefined, me),
  get(/^\/v2\/event-types$/, EVENT_TYPES, eventTypes),
  get(/^\/v2\/event-types\/([^/]+)$/, EVENT_TYPES, eventType),
  get(/^\/v2\/schedules$/, SCHEDULES, schedules),
  get(/^\/v2\/schedules\/([^/]+)$/, SCHEDULES, schedule),
];
