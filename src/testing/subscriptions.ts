import type { FakeTrigger } from "./model.ts";
import type { State } from "./state.ts";
import type { WebhookSubject } from "./webhook-payloads.ts";

/** A webhook subscription; without user, team and event type it hears of every booking. */
export interface SubscriptionInput {
  readonly url: string;
  /** Without one the signature is the literal `no-secret-provided`. */
  readonly secret?: string;
  /** Default: all triggers. */
  readonly triggers?: readonly FakeTrigger[];
  /** Only bookings of this event type. */
  readonly eventTypeId?: number;
  /** Only bookings this user organizes in event types of their own; of a team's those declined. */
  readonly userId?: number;
  /** Only bookings of this team's event types; of an organization, those of its people as well. */
  readonly teamId?: number;
}

/** A subscription as the server keeps it, however it was made. */
export interface Subscription {
  readonly id: string;
  readonly url: string;
  readonly secret: string | null;
  /** `null` stands for all. There are more in here than the fake sends. */
  readonly triggers: readonly string[] | null;
  readonly active: boolean;
  /** Replaces the body, with the payload's fields filled in. */
  readonly payloadTemplate: string | null;
  readonly eventTypeId: number | null;
  readonly userId: number | null;
  readonly teamId: number | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export function addSubscription(
  { ids, subscriptions }: State,
  input: Partial<Omit<Subscription, "id">> & { readonly url: string; readonly createdAt: number },
): Subscription {
  const made: Subscription = {
    id: ids.uuid(),
    url: input.url,
    secret: input.secret ?? null,
    triggers: input.triggers ?? null,
    active: input.active ?? true,
    payloadTemplate: input.payloadTemplate ?? null,
    eventTypeId: input.eventTypeId ?? null,
    userId: input.userId ?? null,
    teamId: input.teamId ?? null,
    createdAt: input.createdAt,
  };
  subscriptions.set(made.id, made);
  return made;
}

/** Whether a booking of this user, or of this team, is one of an organization's. */
function isInside(
  { teams }: State,
  organizationId: number,
  userId: number,
  teamId: number | null,
): boolean {
  const { isOrganization = false, memberIds = [] } = teams.get(organizationId) ?? {};
  const isPart = teams.get(teamId ?? -1)?.parentId === organizationId;
  return isOrganization && (isPart || memberIds.includes(userId));
}

/** Who hears of a change; whoever is subscribed twice hears twice (API.md 11.1). */
export function subscribersTo(state: State, { trigger, booking }: WebhookSubject): Subscription[] {
  const ofTeam = state.eventTypes.get(booking.eventTypeId)?.teamId ?? null;
  return [...state.subscriptions.values()].filter(
    ({ active, triggers, eventTypeId, userId, teamId }) =>
      active &&
      (triggers === null || triggers.includes(trigger)) &&
      (eventTypeId ?? booking.eventTypeId) === booking.eventTypeId &&
      (teamId === null || teamId === ofTeam || isInside(state, teamId, booking.userId, ofTeam)) &&
      // Recorded (0241-0252): users' own webhooks hear nothing of their team's bookings; those that
      // are declined are the exception (API.md 11.6).
      (userId === null ||
        (userId === booking.userId && (ofTeam === null || trigger === "BOOKING_REJECTED"))),
  );
}
