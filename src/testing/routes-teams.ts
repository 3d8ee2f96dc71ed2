import type { FakeTeam } from "./model.ts";
import { type Reply, refuse, success } from "./replies.ts";
import type { Route, RouteContext } from "./routes.ts";
import { callerOf } from "./routes-event-types.ts";
import { serializeMembers, serializeTeam } from "./serialize-teams.ts";

export function teamOf({ tools, id }: RouteContext): FakeTeam {
  const team = tools.state.teams.get(Number(id));
  if (team === undefined) throw refuse(404, `Team with id ${id} not found`);
  return team;
}

/** The team in the path, for its members. */
export function memberTeam(context: RouteContext): FakeTeam {
  const team = teamOf(context);
  if (team.memberIds.includes(context.caller.user?.id ?? -1)) return team;
  throw refuse(403, `User is not a member of the team with id ${team.id}.`);
}

function list(context: RouteContext): Reply {
  const { id } = callerOf(context);
  const mine = [...context.tools.state.teams.values()].filter(
    ({ memberIds, isOrganization }) => !isOrganization && memberIds.includes(id),
  );
  return success(mine.map(serializeTeam));
}

function memberships(context: RouteContext): Reply {
  const { emails, take = "250", skip = "0" } = context.query;
  const wanted = emails?.toLowerCase().split(",");
  const found = serializeMembers(context.tools.state, memberTeam(context)).filter(
    ({ user }) => wanted?.includes(user.email.toLowerCase()) ?? true,
  );
  return success(found.slice(Number(skip), Number(skip) + Number(take)));
}

const get = (pattern: RegExp, run: Route["run"]): Route => ({
  method: "GET",
  pattern,
  access: "user",
  run,
});

/** Teams and who is in them. */
export const teamRoutes: readonly Route[] = [
  get(/^\/v2\/teams$/, list),
  get(/^\/v2\/teams\/([^/]+)$/, (context) => success(serializeTeam(memberTeam(context)))),
  get(/^\/v2\/teams\/([^/]+)\/memberships$/, memberships),
];
