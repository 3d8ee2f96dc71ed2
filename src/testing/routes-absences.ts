import { absenceChanges, refuseImpossible } from "./absence-input.ts";
import type { FakeAbsence } from "./model.ts";
import { addAbsence } from "./out-of-office.ts";
import { type Reply, refuse, success } from "./replies.ts";
import type { Route, RouteContext } from "./routes.ts";
import { callerOf } from "./routes-event-types.ts";
import { memberTeam } from "./routes-teams.ts";

/** Whom the path is about; the guard's refusal when the caller has no say. */
type Whose = (context: RouteContext) => readonly number[];

const own: Whose = (context) => [callerOf(context).id];

const ofMember: Whose = (context) => {
  const userId = Number(context.ids[1]);
  const { id, memberIds } = memberTeam(context);
  if (memberIds.includes(userId)) return [userId];
  throw refuse(404, `User with id ${context.ids[1]} is not part of the team with id ${id}.`);
};

const ofAll: Whose = (context) => {
  const { users } = context.tools.state;
  const { email } = context.query;
  return memberTeam(context).memberIds.filter(
    (id) => email === undefined || users.get(id)?.email === email,
  );
};

const serialize = ({ from, to, ...absence }: FakeAbsence): object => ({
  ...absence,
  start: `${from}T00:00:00.000Z`,
  end: `${to}T23:59:59.999Z`,
});

function sorted(absences: FakeAbsence[], { sortStart, sortEnd }: RouteContext["query"]) {
  const direction = sortStart ?? sortEnd;
  if (direction === undefined) return absences;
  const key = sortStart === undefined ? "to" : "from";
  const sign = direction === "desc" ? -1 : 1;
  return absences.sort((left, right) => sign * left[key].localeCompare(right[key]));
}

function list(whose: Whose, context: RouteContext): Reply {
  const userIds = whose(context);
  const { take = "250", skip = "0" } = context.query;
  const found = [...context.tools.state.absences.values()].filter(({ userId }) =>
    userIds.includes(userId),
  );
  const page = sorted(found, context.query).slice(Number(skip), Number(skip) + Number(take));
  return success(page.map(serialize));
}

async function create(whose: Whose, context: RouteContext): Promise<Reply> {
  const { state } = context.tools;
  const [userId = -1] = whose(context);
  const { from = "", ...rest } = absenceChanges(context.body, false);
  const wanted = { userId, from, to: from, ...rest };
  refuseImpossible(state, wanted);
  await context.step("beforeCommit");
  const absence = addAbsence(state, wanted);
  await context.step("afterCommit");
  return success(serialize(absence), 201);
}

function known(whose: Whose, context: RouteContext): FakeAbsence {
  const [userId] = whose(context);
  const id = context.ids.at(-1) ?? "";
  const found = context.tools.state.absences.get(Number(id));
  if (found !== undefined && found.userId === userId) return found;
  throw refuse(404, `Ooo entry with id ${id} not found`);
}

async function update(whose: Whose, context: RouteContext): Promise<Reply> {
  const { state } = context.tools;
  const changed = { ...known(whose, context), ...absenceChanges(context.body, true) };
  refuseImpossible(state, changed);
  await context.step("beforeCommit");
  state.absences.set(changed.id, changed);
  await context.step("afterCommit");
  return success(serialize(changed));
}

async function remove(whose: Whose, context: RouteContext): Promise<Reply> {
  const found = known(whose, context);
  await context.step("beforeCommit");
  context.tools.state.absences.delete(found.id);
  await context.step("afterCommit");
  return success(serialize(found));
}

type Run = (whose: Whose, context: RouteContext) => Reply | Promise<Reply>;

const route = (method: string, pattern: RegExp, whose: Whose, run: Run): Route => ({
  method,
  pattern,
  access: "user",
  run: (context) => run(whose, context),
});

const listOf = (path: string, whose: Whose): Route => ({
  ...route("GET", new RegExp(`^/v2/${path}/ooo$`), whose, list),
  readsReplica: true,
});

function routesOf(path: string, whose: Whose): Route[] {
  const one = new RegExp(`^/v2/${path}/ooo/([^/]+)$`);
  return [
    listOf(path, whose),
    route("POST", new RegExp(`^/v2/${path}/ooo$`), whose, create),
    route("PATCH", one, whose, update),
    route("DELETE", one, whose, remove),
  ];
}

/** Out of office, of oneself and of members. Made over the API, none of it fires a webhook. */
export const absenceRoutes: readonly Route[] = [
  ...routesOf("me", own),
  ...routesOf("teams/([^/]+)/users/([^/]+)", ofMember),
  ...routesOf("organizations/([^/]+)/users/([^/]+)", ofMember),
  listOf("organizations/([^/]+)", ofAll),
];
