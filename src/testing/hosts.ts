import type { FakeEventType, FakeTeam, FakeUser } from "./model.ts";
import { mustGet, type State } from "./state.ts";

/** The users who can be booked through an event type, the first host first. */
export const hostIdsOf = ({ hostIds, ownerId }: FakeEventType): readonly number[] =>
  hostIds.length > 0 ? hostIds : [ownerId];

/** The team an event type belongs to, if it is no single user's. */
export const teamOf = ({ teams }: State, { teamId }: FakeEventType): FakeTeam | undefined =>
  teamId === null ? undefined : mustGet(teams, teamId, "team");

/** Whether an event type is a user's own; a team's is nobody's. */
export const isOwn = ({ teamId, ownerId }: FakeEventType, userId: number | undefined): boolean =>
  teamId === null && ownerId === userId;

/** The event type a slug stands for at a user or at a team. */
export function findBySlug(
  { eventTypes }: State,
  slug: string | undefined,
  {
    userId,
    teamId,
  }: { readonly userId?: number | undefined; readonly teamId?: number | undefined },
): FakeEventType | undefined {
  return [...eventTypes.values()].find(
    (one) =>
      one.slug === slug && (teamId === undefined ? isOwn(one, userId) : one.teamId === teamId),
  );
}

/** The name a booking carries: the host's, or the team's where all hosts come. */
export function titleOf(
  state: State,
  eventType: FakeEventType,
  host: FakeUser,
  attendeeName: string,
): string {
  const together = eventType.schedulingType === "collective";
  const name = together ? teamOf(state, eventType)?.name : host.name;
  return `${eventType.title} between ${name ?? host.name} and ${attendeeName}`;
}

/** The hosts who come along with the organizer of a booking. */
export function otherHosts(
  { users }: State,
  eventType: FakeEventType,
  organizerId: number,
): FakeUser[] {
  if (eventType.schedulingType !== "collective") return [];
  return hostIdsOf(eventType)
    .filter((id) => id !== organizerId)
    .map((id) => mustGet(users, id, "user"));
}
