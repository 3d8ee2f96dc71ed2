import type { FakeCalcom, FakeUser } from "../../../src/testing/index.ts";
import type { Person } from "../histories/world.ts";
import { EVENT_TYPES } from "./questions.ts";
import { SECRET } from "./settings.ts";

type People = Readonly<Record<Person, FakeUser>>;

export function addPeople(fake: FakeCalcom): People {
  const person = (username: Person) => fake.users.add({ username, timeZone: "UTC" });
  const [alice, bob] = [person("alice"), person("bob")];
  const [carol, dave] = [person("carol"), person("dave")];
  return { alice, bob, carol, dave };
}

/** @returns ids by slug */
export function addEventTypes(fake: FakeCalcom, people: People): Readonly<Record<string, number>> {
  const { alice, carol } = people;
  const everybody = Object.values(people).map(({ id }) => id);
  const team = fake.teams.add({ memberIds: [alice.id, carol.id], slug: "crew" });
  fake.teams.add({ memberIds: everybody, slug: "firm", isOrganization: true });
  const ids = EVENT_TYPES.map(({ slug, owner, hosts, minutes }) => {
    const hostIds = hosts.map((name) => people[name].id);
    const whose =
      owner === undefined
        ? { teamId: team.id, hostIds, schedulingType: SCHEDULING[slug] ?? "collective" }
        : { ownerId: people[owner].id };
    return [slug, fake.eventTypes.add({ ...whose, slug, lengthInMinutes: minutes }).id];
  });
  return Object.fromEntries(ids);
}

const SCHEDULING: Readonly<Record<string, "collective" | "roundRobin">> = {
  together: "collective",
  either: "roundRobin",
};

/** Every trigger but cancels. */
const LASTING = ["BOOKING_CREATED", "BOOKING_RESCHEDULED"] as const;

/**
 * @param withCancels whether cancels are announced, too: what is loaded within minutes after one is
 * marked, and what is marked is never trusted
 */
export function subscribe(
  fake: FakeCalcom,
  ids: Readonly<Record<string, number>>,
  withCancels: boolean,
): void {
  const common = { url: "https://app.example/hook", secret: SECRET };
  for (const { slug, isTold } of EVENT_TYPES) {
    const triggers = withCancels ? {} : { triggers: LASTING };
    if (isTold) fake.webhooks.subscribe({ ...common, eventTypeId: ids[slug] ?? 0, ...triggers });
  }
}
