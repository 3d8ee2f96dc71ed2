import { hostIdsOf } from "./hosts.ts";
import type { FakeEventType, FakeTeam } from "./model.ts";
import { serializeEventType } from "./serialize-others.ts";
import { mustGet, type State } from "./state.ts";

/** A team in the shape of `GET /v2/teams/{id}`. */
export function serializeTeam(team: FakeTeam): Record<string, unknown> {
  return {
    hideBookATeamMember: false,
    timeZone: "Europe/London",
    weekStart: "Sunday",
    id: team.id,
    parentId: team.parentId ?? null,
    name: team.name,
    slug: team.slug,
    logoUrl: null,
    calVideoLogo: null,
    appLogo: null,
    appIconLogo: null,
    bio: null,
    hideBranding: false,
    isOrganization: team.isOrganization ?? false,
    isPrivate: false,
    theme: null,
    brandColor: null,
    darkBrandColor: null,
    bannerUrl: null,
    timeFormat: null,
  };
}

const listedTeam = ({ id, name, slug }: FakeTeam) => ({
  id,
  name,
  slug,
  bannerUrl: null,
  logoUrl: null,
  weekStart: "Sunday",
  brandColor: null,
  darkBrandColor: null,
  theme: null,
});

/** An event type of a team; in a list there is more of the team in it. */
export function serializeTeamEventType(
  state: State,
  eventType: FakeEventType,
  listed = false,
): Record<string, unknown> {
  const { users: _users, ...rest } = serializeEventType(state, eventType);
  const team = mustGet(state.teams, eventType.teamId ?? -1, "team");
  const role =
    eventType.schedulingType === "roundRobin" ? { mandatory: false, priority: "medium" } : {};
  return {
    ...rest,
    calVideoSettings: null,
    hosts: hostIdsOf(eventType).map((userId) => {
      const { name, username } = mustGet(state.users, userId, "user");
      return { ...role, userId, name, username, avatarUrl: null };
    }),
    teamId: team.id,
    ownerId: null,
    parentEventTypeId: null,
    schedulingType: eventType.schedulingType,
    assignAllTeamMembers: false,
    team: listed ? listedTeam(team) : { id: team.id },
  };
}

/** The members of a team in the shape of `GET /v2/teams/{id}/memberships`; the first owns it. */
export function serializeMembers({ teams, users }: State, team: FakeTeam) {
  const before = [...teams.values()].filter(({ id }) => id < team.id);
  const first = 1 + before.flatMap(({ memberIds }) => memberIds).length;
  return team.memberIds.map((userId, index) => {
    const { username, name, email } = mustGet(users, userId, "user");
    return {
      id: first + index,
      userId,
      teamId: team.id,
      accepted: true,
      role: index === 0 ? "OWNER" : "MEMBER",
      disableImpersonation: false,
      user: { avatarUrl: null, username, name, email, bio: null, metadata: {} },
    };
  });
}
