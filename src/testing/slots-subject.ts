import { eventTypeDefaults } from "./event-type-defaults.ts";
import { findBySlug, hostIdsOf } from "./hosts.ts";
import type { FakeEventType, FakeTeam, FakeUser } from "./model.ts";
import { refuse } from "./replies.ts";
import type { ParsedSlotsQuery } from "./slots-query.ts";
import type { State } from "./state.ts";

/** Slots of several people are of no event type; no other has this id. */
const DYNAMIC_ID = 0;

function organizationOf({ teams }: State, slug: string | undefined): FakeTeam {
  const found = [...teams.values()].find((team) => team.isOrganization && team.slug === slug);
  if (found !== undefined) return found;
  throw refuse(404, `slots-input.service.ts: Organization with slug ${slug} not found`);
}

/** A user by name; in an organization its members alone are found. */
function userCalled(
  { users }: State,
  username: string | undefined,
  organization: FakeTeam | undefined,
): FakeUser {
  const found = [...users.values()].find(
    (user) =>
      user.username === username &&
      (organization === undefined || organization.memberIds.includes(user.id)),
  );
  if (found !== undefined) return found;
  throw refuse(404, `User with username ${username} not found`);
}

function teamCalled({ teams }: State, slug: string, organization: FakeTeam | undefined): FakeTeam {
  const found = [...teams.values()].find(
    (team) =>
      team.slug === slug && (organization === undefined || team.parentId === organization.id),
  );
  if (found !== undefined) return found;
  throw refuse(404, `Team with slug ${slug} not found`);
}

/** Several people at once: everybody must be free (API.md 6.1). */
function together(people: readonly FakeUser[], lengthInMinutes = 30): FakeEventType {
  if (people.some(({ allowsDynamicBooking }) => allowsDynamicBooking === false)) {
    throw refuse(401, "Some of the users in this group do not allow dynamic booking");
  }
  const hostIds = people.map(({ id }) => id);
  return {
    ...eventTypeDefaults,
    id: DYNAMIC_ID,
    ownerId: hostIds[0] ?? -1,
    hostIds,
    schedulingType: "collective",
    slug: "dynamic",
    title: "Dynamic",
    lengthInMinutes,
  };
}

function askedFor(state: State, query: ParsedSlotsQuery): FakeEventType {
  const { eventTypeId, eventTypeSlug, username, usernames, teamSlug, organizationSlug } = query;
  const organization =
    organizationSlug === undefined ? undefined : organizationOf(state, organizationSlug);
  if (usernames !== undefined) {
    const people = usernames.map((name) => userCalled(state, name, organization));
    return together(people, query.duration);
  }
  const owner = () =>
    teamSlug === undefined
      ? { userId: userCalled(state, username, organization).id }
      : { teamId: teamCalled(state, teamSlug, organization).id };
  const found =
    eventTypeId === undefined
      ? findBySlug(state, eventTypeSlug, owner())
      : state.eventTypes.get(eventTypeId);
  if (found === undefined) throw refuse(404, "Event Type not found");
  return found;
}

/**
 * Whose slots a query asks for: an event type, with the hosts it is asked of. `undefined` when it
 * is asked of none of its hosts.
 */
export function slotsSubject(state: State, query: ParsedSlotsQuery): FakeEventType | undefined {
  const eventType = askedFor(state, query);
  const { rrHostSubsetIds: subset } = query;
  if (subset === undefined || eventType.schedulingType !== "roundRobin") return eventType;
  const hostIds = hostIdsOf(eventType).filter((id) => subset.includes(id));
  return hostIds.length === 0 ? undefined : { ...eventType, hostIds };
}
