import { asObject } from "./booking-input.ts";
import { eventTypeChanges, refuseIncomplete } from "./event-type-input.ts";
import { findBySlug, hostIdsOf, isOwn } from "./hosts.ts";
import type { FakeEventType, FakeUser } from "./model.ts";
import { type Reply, refuse, success } from "./replies.ts";
import type { Route, RouteContext } from "./routes.ts";
import { serializeEventType } from "./serialize-others.ts";
import { serializeTeamEventType } from "./serialize-teams.ts";
import { patch, type State } from "./state.ts";
import { createWorld } from "./world.ts";

const VERSION = "2024-06-14";
const ALL = /^\/v2\/event-types$/;
const ONE = /^\/v2\/event-types\/([^/]+)$/;

export function callerOf({ caller }: RouteContext): FakeUser {
  if (caller.user === undefined) throw refuse(401, "Invalid Access Token.");
  return caller.user;
}

const unknown = (id: string) => refuse(404, `Event type with id ${id} not found`);

function read(context: RouteContext): Reply {
  const { state } = context.tools;
  const found = state.eventTypes.get(Number(context.id));
  if (found === undefined || !isOwn(found, callerOf(context).id)) throw unknown(context.id);
  return success(serializeEventType(state, found));
}

/** Hosted Cal.com shows a team's to its hosts as well (API.md 9.1). */
function readAsHost(context: RouteContext): Reply {
  const { state } = context.tools;
  const found = state.eventTypes.get(Number(context.id));
  if (found === undefined || found.teamId === null) return read(context);
  if (!hostIdsOf(found).includes(callerOf(context).id)) throw unknown(context.id);
  return success(serializeTeamEventType(state, found));
}

const isIn = ({ teams }: State, organizationSlug: string, userId: number): boolean =>
  [...teams.values()].some(
    ({ isOrganization, slug, memberIds }) =>
      isOrganization && slug === organizationSlug && memberIds.includes(userId),
  );

function list({ tools: { state }, caller, query }: RouteContext): Reply {
  const owner = [...state.users.values()].find(
    ({ id, username }) =>
      username === query.username &&
      (query.orgSlug === undefined || isIn(state, query.orgSlug, id)),
  );
  // Recorded (0015): without a user name there is nothing to list.
  if (owner === undefined) throw refuse(404, "Event types not found");
  const wanted = (one: FakeEventType) =>
    isOwn(one, owner.id) &&
    (query.eventSlug ?? one.slug) === one.slug &&
    (!one.hidden || owner.id === caller.user?.id);
  const found = [...state.eventTypes.values()].filter(wanted);
  // Ids are given as event types are made.
  const sign = query.sortCreatedAt === "desc" ? -1 : 1;
  if (query.sortCreatedAt !== undefined) found.sort((one, other) => sign * (one.id - other.id));
  return success(found.map((one) => serializeEventType(state, one, true)));
}

/** Hosted Cal.com takes a list of nobody's for the caller's own (API.md 9.1). */
function listOwn(context: RouteContext): Reply {
  const { username } = context.caller.user ?? {};
  const query = username === undefined ? {} : { username };
  return list({ ...context, query: { ...query, ...context.query } });
}

/** The shape of an event type that was just written; it has one field more than one that is read. */
const written = (state: State, eventType: FakeEventType) => ({
  ...serializeEventType(state, eventType),
  calVideoSettings: null,
});

function refuseKnownSlug(state: State, ownerId: number, slug: string, id?: number): void {
  const known = findBySlug(state, slug, { userId: ownerId });
  if (known !== undefined && known.id !== id)
    throw refuse(400, "User already has an event type with this slug.");
}

async function create(context: RouteContext): Promise<Reply> {
  const { state, clock } = context.tools;
  const body = asObject(context.body) ?? {};
  refuseIncomplete(body);
  const { id: ownerId } = callerOf(context);
  refuseKnownSlug(state, ownerId, String(body.slug));
  await context.step("beforeCommit");
  const { addEventType } = createWorld(state, () => clock.now());
  const made = addEventType({ location: null, ...eventTypeChanges(body), ownerId });
  await context.step("afterCommit");
  return success(written(state, made), 201);
}

function mine(context: RouteContext): FakeEventType {
  const found = context.tools.state.eventTypes.get(Number(context.id));
  if (found === undefined) throw unknown(context.id);
  const { id } = callerOf(context);
  if (isOwn(found, id)) return found;
  throw refuse(403, `User with ID=${id} does not own event type with ID=${found.id}`);
}

async function update(context: RouteContext): Promise<Reply> {
  const { state } = context.tools;
  const { id, ownerId } = mine(context);
  const body = asObject(context.body) ?? {};
  refuseKnownSlug(state, ownerId, String(body.slug), id);
  await context.step("beforeCommit");
  const changed = patch(state.eventTypes, id, "event type", eventTypeChanges(body));
  await context.step("afterCommit");
  return success(written(state, changed));
}

async function remove(context: RouteContext): Promise<Reply> {
  const { id, lengthInMinutes, slug, title } = mine(context);
  await context.step("beforeCommit");
  context.tools.state.eventTypes.delete(id);
  await context.step("afterCommit");
  return success({ id, lengthInMinutes, slug, title });
}

const route = (method: string, pattern: RegExp, run: Route["run"]): Route => ({
  method,
  pattern,
  version: VERSION,
  access: "user",
  run,
});

/** Event types of users. None of the changes fires a webhook. */
export const eventTypeRoutes: readonly Route[] = [
  { ...route("GET", ALL, listOwn), access: "public", profile: "hosted" },
  { ...route("GET", ALL, list), access: "public" },
  { ...route("GET", ONE, readAsHost), profile: "hosted" },
  route("GET", ONE, read),
  route("POST", ALL, create),
  route("PATCH", ONE, update),
  route("DELETE", ONE, remove),
];
