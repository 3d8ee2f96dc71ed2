import { type Reply, refuse, success } from "./replies.ts";
import type { Route, RouteContext } from "./routes.ts";
import { patch } from "./state.ts";
import { subscriptionChanges, triggersOf } from "./subscription-input.ts";
import { addSubscription, type Subscription } from "./subscriptions.ts";
import { type Level, levels, type Owner } from "./webhook-levels.ts";

function serialize(context: RouteContext, one: Subscription): object {
  const { id, payloadTemplate, url, active, secret, userId, eventTypeId, teamId } = one;
  return {
    id,
    payloadTemplate,
    triggers: triggersOf(one, context.tools.isHosted),
    subscriberUrl: url,
    active,
    secret,
    ...(userId === null ? {} : { userId }),
    ...(eventTypeId === null ? {} : { eventTypeId }),
    ...(teamId === null ? {} : { teamId }),
  };
}

/** Recorded (0021, 0028): asked for by its id, a user's own is the whole row. */
const wholeRow = (context: RouteContext, one: Subscription) => ({
  ...serialize(context, one),
  teamId: one.teamId,
  eventTypeId: one.eventTypeId,
  createdAt: new Date(one.createdAt).toISOString(),
  appId: null,
  platform: false,
  time: null,
  timeUnit: null,
  oAuthClientId: null,
});

const unknown = (id: string) => refuse(404, `Webhook (${id}) not found`);

function ofOwner({ tools }: RouteContext, owner: Partial<Owner>): Subscription[] {
  const { userId = null, eventTypeId = null, teamId = null } = owner;
  return [...tools.state.subscriptions.values()].filter(
    (one) => one.userId === userId && one.eventTypeId === eventTypeId && one.teamId === teamId,
  );
}

function find(level: Level, context: RouteContext): Subscription {
  const owned = ofOwner(context, level.owner(context));
  const id = context.ids.at(-1) ?? "";
  const found = owned.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw context.tools.state.subscriptions.has(id) ? level.foreign(context, id) : unknown(id);
}

async function create(level: Level, context: RouteContext): Promise<Reply> {
  const { state, clock } = context.tools;
  const owner = level.owner(context);
  const { url = "", ...rest } = subscriptionChanges(context.body, context.tools.isHosted);
  if (ofOwner(context, owner).some((one) => one.url === url)) {
    throw refuse(409, `Webhook with this subscriber url already exists for this ${level.called}`);
  }
  await context.step("beforeCommit");
  const made = addSubscription(state, { url, ...rest, ...owner, createdAt: clock.now() });
  await context.step("afterCommit");
  return success(serialize(context, made), 201);
}

async function update(level: Level, context: RouteContext): Promise<Reply> {
  const { id } = find(level, context);
  const changes = subscriptionChanges(context.body, context.tools.isHosted, true);
  await context.step("beforeCommit");
  const changed = patch(context.tools.state.subscriptions, id, "webhook", changes);
  await context.step("afterCommit");
  return success(serialize(context, changed));
}

async function remove(level: Level, context: RouteContext): Promise<Reply> {
  const found = find(level, context);
  await context.step("beforeCommit");
  context.tools.state.subscriptions.delete(found.id);
  await context.step("afterCommit");
  return success(serialize(context, found));
}

async function removeAll(level: Level, context: RouteContext): Promise<Reply> {
  const all = ofOwner(context, level.owner(context));
  await context.step("beforeCommit");
  for (const { id } of all) context.tools.state.subscriptions.delete(id);
  await context.step("afterCommit");
  return success(`${all.length} webhooks deleted`);
}

function list(level: Level, context: RouteContext): Reply {
  const { take = "250", skip = "0" } = context.query;
  const page = ofOwner(context, level.owner(context)).slice(Number(skip));
  return success(page.slice(0, Number(take)).map((one) => serialize(context, one)));
}

function routesOf(level: Level): Route[] {
  const all = new RegExp(`^/v2${level.path}/webhooks$`);
  const one = new RegExp(`^/v2${level.path}/webhooks/([^/]+)$`);
  type Run = (level: Level, context: RouteContext) => Reply | Promise<Reply>;
  const route = (method: string, pattern: RegExp, run: Run): Route => ({
    method,
    pattern,
    ...(level.profile === undefined ? {} : { profile: level.profile }),
    access: "user",
    run: (context) => run(level, context),
  });
  const read: Run = (_, context) => {
    const found = find(level, context);
    return success(level.whole ? wholeRow(context, found) : serialize(context, found));
  };
  return [
    { ...route("GET", all, list), readsReplica: true },
    route("POST", all, create),
    ...(level.removesAll ? [route("DELETE", all, removeAll)] : []),
    route("GET", one, read),
    route("PATCH", one, update),
    route("DELETE", one, remove),
  ];
}

/** Subscriptions of a user, of an event type and of a team's event type. */
export const webhookRoutes: readonly Route[] = levels.flatMap(routesOf);
