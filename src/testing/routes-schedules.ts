import { asObject } from "./booking-input.ts";
import type { FakeSchedule } from "./model.ts";
import { type Reply, refuse, success } from "./replies.ts";
import type { Route, RouteContext } from "./routes.ts";
import { callerOf } from "./routes-event-types.ts";
import { refuseIncompleteSchedule, scheduleChanges } from "./schedule-input.ts";
import { serializeSchedule } from "./serialize-others.ts";
import { patch, type State } from "./state.ts";
import { createWorld } from "./world.ts";

/** Both reach the same code (API.md 2). */
const VERSIONS = ["2024-06-11", "2024-06-14"];
const ALL = /^\/v2\/schedules$/;
const ONE = /^\/v2\/schedules\/([^/]+)$/;

function ownSchedules(context: RouteContext): FakeSchedule[] {
  const { id } = callerOf(context);
  return [...context.tools.state.schedules.values()].filter(({ ownerId }) => ownerId === id);
}

const list = (context: RouteContext): Reply =>
  success(ownSchedules(context).map(serializeSchedule));

const unknown = (id: string) => refuse(404, `Schedule with ID=${id} does not exist.`);

function read(context: RouteContext): Reply {
  const found = ownSchedules(context).find(({ id, isDefault }) =>
    context.id === "default" ? isDefault : id === Number(context.id),
  );
  if (found === undefined) throw unknown(context.id);
  return success(serializeSchedule(found));
}

function mine(context: RouteContext): FakeSchedule {
  const found = context.tools.state.schedules.get(Number(context.id));
  if (found === undefined) throw unknown(context.id);
  const { id } = callerOf(context);
  if (found.ownerId === id) return found;
  throw refuse(403, `User with ID=${id} does not own schedule with ID=${found.id}`);
}

/** Makes one schedule of a user the default, and the others none. */
function settleDefault(state: State, { id, ownerId, isDefault }: FakeSchedule): void {
  if (!isDefault) return;
  patch(state.users, ownerId, "user", { defaultScheduleId: id });
  for (const other of [...state.schedules.values()]) {
    if (other.ownerId !== ownerId || other.id === id) continue;
    patch(state.schedules, other.id, "schedule", { isDefault: false });
  }
}

async function create(context: RouteContext): Promise<Reply> {
  const { state, clock } = context.tools;
  const body = asObject(context.body) ?? {};
  refuseIncompleteSchedule(body);
  await context.step("beforeCommit");
  const { addSchedule } = createWorld(state, () => clock.now());
  const made = addSchedule({ ...scheduleChanges(body), ownerId: callerOf(context).id });
  settleDefault(state, made);
  await context.step("afterCommit");
  return success(serializeSchedule(made), 201);
}

async function update(context: RouteContext): Promise<Reply> {
  const { state } = context.tools;
  const { id } = mine(context);
  const body = asObject(context.body) ?? {};
  await context.step("beforeCommit");
  const changed = patch(state.schedules, id, "schedule", scheduleChanges(body));
  settleDefault(state, changed);
  await context.step("afterCommit");
  return success(serializeSchedule(changed));
}

async function remove(context: RouteContext): Promise<Reply> {
  const { state } = context.tools;
  const { id, ownerId } = mine(context);
  await context.step("beforeCommit");
  state.schedules.delete(id);
  for (const eventType of [...state.eventTypes.values()]) {
    if (eventType.scheduleId !== id) continue;
    patch(state.eventTypes, eventType.id, "event type", { scheduleId: null });
  }
  if (state.users.get(ownerId)?.defaultScheduleId === id) {
    patch(state.users, ownerId, "user", { defaultScheduleId: null });
  }
  await context.step("afterCommit");
  return { status: 200, body: { status: "success" } };
}

const route = (method: string, pattern: RegExp, run: Route["run"]): Route => ({
  method,
  pattern,
  version: VERSIONS,
  access: "user",
  run,
});

/** Schedules of users. None of the changes fires a webhook. */
export const scheduleRoutes: readonly Route[] = [
  route("GET", ALL, list),
  route("GET", ONE, read),
  route("POST", ALL, create),
  route("PATCH", ONE, update),
  route("DELETE", ONE, remove),
];
