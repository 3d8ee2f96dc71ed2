import { createFakeCalcomOver } from "../../../src/testing/fake-calcom.ts";
import type { FakeCalcom, FakeUser, ProfileName } from "../../../src/testing/index.ts";
import { createState, type State } from "../../../src/testing/state.ts";
import { createVirtualClock, type VirtualClock } from "../../../src/testing/virtual-clock.ts";
import { questionsAbout, type Subject } from "./questions.ts";
import { Recorder, remembering } from "./recorder.ts";
import { followTruth } from "./truth.ts";
import { wishesAbout } from "./wishes.ts";

export const SECRET = "whsec-histories";

export type Person = "alice" | "bob" | "carol" | "dave";

/** A Cal.com whose hosts share event types, teams and each other's bookings. */
export interface HistoryWorld {
  readonly clock: VirtualClock;
  /** The same time, with timers that remember who set them. */
  readonly timers: ReturnType<typeof remembering>;
  readonly recorder: Recorder;
  readonly fake: FakeCalcom;
  readonly state: State;
  readonly people: Readonly<Record<Person, FakeUser>>;
  readonly subjects: readonly Subject[];
  readonly questions: ReturnType<typeof questionsAbout>;
  /** Who hosts an event type; it never changes. */
  readonly hostsOf: (eventTypeId: number) => readonly FakeUser[];
  /** Brings a webhook to its receiver. */
  deliver: (request: Request) => Promise<Response>;
}

export function createHistoryWorld(profile: ProfileName): HistoryWorld {
  const clock = createVirtualClock("2026-12-01T08:00:00Z");
  const timers = remembering(clock);
  const recorder = new Recorder(clock);
  const state = createState();
  const fake: FakeCalcom = createFakeCalcomOver(state, {
    clock: timers,
    rateLimit: false,
    // The address decides which defaults clients have.
    ...(profile === "hosted" ? { profile, baseUrl: "https://api.cal.com/v2" } : {}),
    deliver: (request) => world.deliver(request),
  });
  const person = (username: Person) => fake.users.add({ username, timeZone: "UTC" });
  const people = {
    alice: person("alice"),
    bob: person("bob"),
    carol: person("carol"),
    dave: person("dave"),
  };
  const subjects = addEventTypes(fake, people);
  const questions = new Map([...questionsAbout(subjects), ...wishesAbout(subjects)]);
  const hosts = new Map(subjects.map(({ id, hosts: names }) => [id, names]));
  const world: HistoryWorld = {
    ...{ clock, timers, recorder, fake, state, people, subjects, questions },
    hostsOf: (eventTypeId) => (hosts.get(eventTypeId) ?? []).map((name) => people[name]),
    deliver: async () => new Response(null, { status: 204 }),
  };
  followTruth(world);
  fake.webhooks.subscribe({ url: "https://app.example/hook", secret: SECRET });
  return world;
}

function addEventTypes(fake: FakeCalcom, people: HistoryWorld["people"]): Subject[] {
  const { alice, bob, carol, dave } = people;
  const team = fake.teams.add({ memberIds: [alice.id, carol.id, dave.id], slug: "crew" });
  const everybody = Object.values(people).map(({ id }) => id);
  fake.teams.add({ memberIds: everybody, slug: "firm", isOrganization: true });
  const own = (owner: Person, slug: string, more: object) => {
    const input = { ownerId: people[owner].id, slug, lengthInMinutes: 30, ...more };
    const { id } = fake.eventTypes.add(input);
    return { id, slug, owner, hosts: [owner] };
  };
  const ofTeam = (slug: string, schedulingType: "collective" | "roundRobin", names: Person[]) => {
    const hostIds = names.map((name) => people[name].id);
    const input = { teamId: team.id, hostIds, schedulingType, slug, lengthInMinutes: 30 };
    return { id: fake.eventTypes.add(input).id, slug, owner: undefined, hosts: names };
  };
  fake.schedules.add({ ownerId: bob.id, name: "Mornings", isDefault: false });
  return [
    own("alice", "half", {}),
    own("alice", "hour", { lengthInMinutes: 60, afterEventBuffer: 15 }),
    own("carol", "carols", {}),
    own("carol", "asked", { requiresConfirmation: true, blockUnconfirmedBookings: true }),
    own("dave", "course", { recurrence: { frequency: "weekly", interval: 1, occurrences: 2 } }),
    own("dave", "limited", { bookingLimitsCount: { day: 2 } }),
    own("bob", "seats", {
      lengthInMinutes: 60,
      seats: { seatsPerTimeSlot: 3, showAttendeeInfo: false, showAvailabilityCount: true },
    }),
    ofTeam("together", "collective", ["alice", "carol"]),
    ofTeam("either", "roundRobin", ["alice", "carol", "dave"]),
  ].map((subject) => ({ ...subject, isSeated: subject.slug === "seats" }));
}
