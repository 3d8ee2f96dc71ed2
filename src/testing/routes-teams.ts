import { asObject } from "./booking-input.ts";
import { eventTypeChanges, refuseIncomplete } from "./event-type-input.ts";
import { findBySlug } from "./hosts.ts";
import type { FakeTeam, SchedulingType } from "./model.ts";
import { type Reply, refuse, success } from "./replies.ts";
import type { Route, RouteContext } from "./routes.ts";
import { serializeTeam, serializeTeamEventType } from "./serialize-teams.ts";
import { createWorld } from "./world.ts";

const EVENT_TYPES = "2024-06-14";
const TYPES: readonly SchedulingType[] = ["roundRobin", "collective"];

function teamOf({ tools, id }: RouteContext): FakeTeam {
  const team = tools.state.teams.get(Number(id));
  if (team === undefined) throw refuse(404, `Team with id ${id} not found`);
  return team;
}

function memberTeam(context: RouteContext): FakeTeam {
  const team = teamOf(context);
  if (team.memberIds.includes(context.caller.user?.id ?? -1)) return team;
  throw refuse(403, `User is not a member of the team with id ${team.id}.`);
}

function list(context: RouteContext): Reply {
  const { state } = context.tools;
  const team = teamOf(context);
  const found = [...state.eventTypes.values()].filter(({ teamId }) => teamId === team.id);
  return success(found.map((one) => serializeTeamEventType(state, one, true)));
}

async function create(context: RouteContext): Promise<Reply> {
  const { state, clock } = context.tools;
  const team = memberTeam(context);
  const body = asObject(context.body) ?? {};
  refuseIncomplete(body);
  if (findBySlug(state, String(body.slug), { teamId: team.id }) !== undefined) {
    throw refuse(400, "Team already has an event type with this slug.");
  }
  const hosts = Array.isArray(body.hosts) ? body.hosts : [];
  const hostIds = hosts.map((host) => Number(asObject(host)?.userId));
  if (hostIds.length === 0 || hostIds.some((id) => !team.memberIds.includes(id))) {
    throw refuse(404, "Invalid hosts: every host must be a member of the team.");
  }
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

const ALL = /^\/v2\/teams\/([^/]+)\/event-types$/;

/** Teams and their event types. None of the changes fires a webhook. */
export const teamRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: /^\/v2\/teams\/([^/]+)$/,
    access: "user",
    run: (context) => success(serializeTeam(memberTeam(context))),
  },
  { method: "GET", pattern: ALL, version: EVENT_TYPES, access: "public", run: list },
  { method: "POST", pattern: ALL, version: EVENT_TYPES, access: "user", run: create },
];
