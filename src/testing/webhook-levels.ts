import { isOwn } from "./hosts.ts";
import type { ProfileName } from "./profile.ts";
import { type Refusal, refuse } from "./replies.ts";
import type { RouteContext } from "./routes.ts";
import { callerOf } from "./routes-event-types.ts";
import { memberTeam } from "./routes-teams.ts";
import type { Subscription } from "./subscriptions.ts";

/** Who subscriptions belong to: one of the three. */
export type Owner = Partial<Pick<Subscription, "userId" | "eventTypeId" | "teamId">>;

/** Whose subscriptions a path is about. */
export interface Level {
  /** The profile that alone has it. */
  readonly profile?: ProfileName;
  /** The path between `/v2` and `/webhooks`, as a pattern. */
  readonly path: string;
  /** Who they belong to, or the guard's refusal. */
  readonly owner: (context: RouteContext) => Owner;
  /** What the refusal of a url that is subscribed already calls the owner. */
  readonly called: string;
  /** The guard's refusal of a subscription of somebody else. */
  readonly foreign: (context: RouteContext, id: string) => Refusal;
  /** Whether one that is asked for by its id is answered as the whole row. */
  readonly whole: boolean;
  readonly removesAll: boolean;
}

const ofUser: Level = {
  path: "",
  owner: (context) => ({ userId: callerOf(context).id }),
  called: "user",
  foreign(context, id) {
    const text = `user with id=(${callerOf(context).id}) is not the owner of webhook with id=(${id})`;
    return refuse(403, `IsUserWebhookGuard - ${text}`);
  },
  whole: true,
  removesAll: false,
};

const GUARD = "IsUserEventTypeWebhookGuard -";

const ofEventType: Level = {
  path: "/event-types/([^/]+)",
  owner(context) {
    const user = callerOf(context);
    const eventType = context.tools.state.eventTypes.get(Number(context.id));
    if (eventType === undefined) throw refuse(404, `${GUARD} Event type (${context.id}) not found`);
    if (isOwn(eventType, user.id)) return { eventTypeId: eventType.id };
    const text = `User (${user.id}) is not the owner of event type (${eventType.id})`;
    throw refuse(403, `${GUARD} ${text}`);
  },
  called: "event type",
  foreign: (context, id) =>
    refuse(403, `${GUARD} Webhook (${id}) does not belong to event type (${context.id})`),
  whole: false,
  removesAll: true,
};

/** Recorded (0236): self-hosted builds have no such path. */
const ofTeamEventType: Level = {
  ...ofEventType,
  profile: "hosted",
  path: "/teams/([^/]+)/event-types/([^/]+)",
  owner(context) {
    const team = memberTeam(context);
    const eventType = context.tools.state.eventTypes.get(Number(context.ids[1]));
    if (eventType?.teamId === team.id) return { eventTypeId: eventType.id };
    throw refuse(404, `IsTeamEventTypeWebhookGuard - Event type (${context.ids[1]}) not found`);
  },
  foreign: (context, id) =>
    refuse(
      403,
      `IsTeamEventTypeWebhookGuard - Webhook (${id}) does not belong to event type (${context.ids[1]})`,
    ),
};

const ofOrganization: Level = {
  ...ofUser,
  profile: "hosted",
  path: "/organizations/([^/]+)",
  owner(context) {
    const { id, isOrganization } = memberTeam(context);
    if (isOrganization) return { teamId: id };
    throw refuse(404, `Organization with id ${id} not found`);
  },
  called: "organization",
  foreign: (context, id) =>
    refuse(403, `Webhook (${id}) does not belong to organization (${context.id})`),
  whole: false,
};

export const levels: readonly Level[] = [ofUser, ofEventType, ofTeamEventType, ofOrganization];
