import { asObject } from "./booking-input.ts";
import { eventTypeChanges, refuseIncomplete } from "./event-type-input.ts";
import { findBySlug } from "./hosts.ts";
import type { FakeEventType, FakeTeam, SchedulingType } from "./model.ts";
import { type Reply, refuse, success } from "./replies.ts";
import type { Route, RouteContext } from "./routes.ts";
import { memberTeam, teamOf } from "./routes-teams.ts";
import { serializeTeamEventType } from "./serialize-teams.ts";
import { patch } from "./state.ts";
import { createWorld } from "./world.ts";

const ALL = /^\/v2\/teams\/([^/]+)\/event-types$/;
const ONE = /^\/v2\/teams\/([^/]+)\/event-types\/([^/]+)$/;
const TYPES: readonly SchedulingType[] = ["roundRobin", "collective"];

type Json = Readonly<Record<string, unknown>>;

const ofTeam = ({ tools }: RouteContext, team: FakeTeam): FakeEventType[] =>
  [...tools.state.eventTypes.values()].filter(({ teamId }) => teamId === team.id);

function list(context: RouteContext): Reply {
  const { eventSlug } = context.query;
  const found = ofTeam(context, teamOf(context)).filter(({ slug }) => (eventSlug ?? slug) === slug);
  return success(found.map((one) => serializeTeamEventType(context.tools.state, one, true)));
}

function known(context: RouteContext): FakeEventType {
  const id = context.ids[1] ?? "";
  const found = ofTeam(context, memberTeam(context)).find((one) => one.id === Number(id));
  if (found !== undefined) return found;
  throw refuse(404, `Event type with id ${id} not found`);
}

function refuseKnownSlug({ tools }: RouteContext, teamId: number, slug: string, id?: number): void {
  const same = findBySlug(tools.state, slug, { teamId });
  if (same === undefined || same.id === id) return;
  throw refuse(400, "Team already has an event type with this slug.");
}

/** Who hosts it from now on: all members, or those the body names. */
function hostsIn(body: Json, { memberIds }: FakeTeam): readonly number[] {
  if (body.assignAllTeamMembers === true) return memberIds;
  const hosts = Array.isArray(body.hosts) ? body.hosts : [];
  const hostIds = hosts.map((host) => Number(asObject(host)?.userId));
  if (hostIds.length > 0 && hostIds.every((id) => memberIds.includes(id))) return hostIds;
  throw refuse(404, "Invalid hosts: every host must be a member of the team.");
}

async function create(context: RouteContext): Promise<Reply> {
  const { state, clock } = context.tools;
  const team = memberTeam(context);
  const body = asObject(context.body) ?? {};
  refuseIncomplete(body);
  refuseKnownSlug(context, team.id, String(body.slug));
  const hostIds = hostsIn(body, team);
  const schedulingType = TYPES.find((type) => type === body.schedulingType) ?? "collective";
  await context.step("beforeCommit");
  const { addEventType } = createWorld(state, () => clock.now());
  const made = addEventType({
    location: null,
    ...eventTypeChanges(body),
    teamId: team.id,
    schedulingType,
    hostIds,
  });
  await context.step("afterCommit");
  return success(serializeTeamEventType(state, made), 201);
}

async function update(context: RouteContext): Promise<Reply> {
  const { state } = context.tools;
  const { id, ownerId } = known(context);
  const team = memberTeam(context);
  const body = asObject(context.body) ?? {};
  refuseKnownSlug(context, team.id, String(body.slug), id);
  const changesHosts = body.hosts !== undefined || body.assignAllTeamMembers === true;
  const hostIds = changesHosts ? hostsIn(body, team) : undefined;
  await context.step("beforeCommit");
  const changed = patch(state.eventTypes, id, "event type", {
    ...eventTypeChanges(body),
    ...(hostIds === undefined ? {} : { hostIds, ownerId: hostIds[0] ?? ownerId }),
  });
  await context.step("afterCommit");
  return success(serializeTeamEventType(state, changed));
}

async function remove(context: RouteContext): Promise<Reply> {
  const { id, title } = known(context);
  await context.step("beforeCommit");
  context.tools.state.eventTypes.delete(id);
  await context.step("afterCommit");
  return success({ id, title });
}

const route = (method: string, pattern: RegExp, run: Route["run"]): Route => ({
  method,
  pattern,
  access: "user",
  run,
});

/** Event types of teams, in the same shape for any version. None of the changes fires a webhook. */
export const teamEventTypeRoutes: readonly Route[] = [
  { ...route("GET", ALL, list), access: "public" },
  route("POST", ALL, create),
  route("GET", ONE, (context) =>
    success(serializeTeamEventType(context.tools.state, known(context))),
  ),
  route("PATCH", ONE, update),
  route("DELETE", ONE, remove),
];
