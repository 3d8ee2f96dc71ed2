import type { World } from "../../helpers/world.ts";

type User = World["alice"];
type EventType = World["half"];

const WORKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] as const;
const WEEKLY = { frequency: "weekly", interval: 1, occurrences: 3 } as const;
const ASKS = { requiresConfirmation: true };
const SEATS = { seatsPerTimeSlot: 3, showAttendeeInfo: true, showAvailabilityCount: true };

/** Whom the matrix is about, and one event type of each kind. */
export function createCast({ alice, fake, half, hour }: World) {
  const person = (username: string) => fake.users.add({ username });
  const [bob, carol, dave] = [person("bob"), person("carol"), person("dave")];
  const [erin, frank] = [person("erin"), person("frank")];
  const people = [alice, bob, carol, dave, erin, frank];
  fake.teams.add({ memberIds: people.map(({ id }) => id), slug: "acme", isOrganization: true });
  const memberIds = [alice.id, bob.id, carol.id];
  const team = fake.teams.add({ memberIds, slug: "crew" });
  const busyTeam = fake.teams.add({ memberIds, slug: "busy", bookingLimits: { week: 1 } });
  const mornings = fake.schedules.add({
    ownerId: alice.id,
    availability: [{ days: ["Monday"], startTime: "09:00", endTime: "12:00" }],
  });
  const nines = fake.schedules.add({
    ownerId: alice.id,
    availability: [{ days: [...WORKDAYS], startTime: "09:00", endTime: "09:30" }],
  });

  const ofAlice = (slug: string, more: object) =>
    fake.eventTypes.add({ ownerId: alice.id, slug, ...more });
  const of = ({ id, username }: User, more: object = {}) =>
    fake.eventTypes.add({ ownerId: id, slug: `of-${username}`, ...more });
  const ofTeam = (
    slug: string,
    schedulingType: "collective" | "roundRobin",
    hosts: readonly User[],
    { id: teamId } = team,
  ) => {
    const hostIds = hosts.map(({ id }) => id);
    return fake.eventTypes.add({ teamId, slug, schedulingType, hostIds });
  };
  const types = {
    own: half,
    hour,
    ofBob: of(bob),
    ofCarol: of(carol),
    ofDave: of(dave),
    ofErin: of(erin, { scheduleId: mornings.id }),
    ofFrank: of(frank),
    together: ofTeam("together", "collective", [alice, carol]),
    anyOf: ofTeam("any", "roundRobin", [alice, bob]),
    others: ofTeam("others", "roundRobin", [bob, carol]),
    limited: ofTeam("limited", "roundRobin", [alice, bob], busyTeam),
    limitedToo: ofTeam("limited-too", "collective", [alice, carol], busyTeam),
    seated: ofAlice("seated", { seats: SEATS }),
    weekly: ofAlice("weekly", { bookingLimitsCount: { week: 1 } }),
    soon: ofAlice("soon", { bookingWindow: { type: "calendarDays", value: 6 } }),
    // Its fourth day is the one that fills up; the fifth is the day after.
    rolling: ofAlice("rolling", {
      bookingWindow: { type: "calendarDays", value: 5, rolling: true },
      scheduleId: nines.id,
    }),
    first: ofAlice("first", { onlyShowFirstAvailableSlot: true }),
    buffered: ofAlice("buffered", { beforeEventBuffer: 30, afterEventBuffer: 30 }),
    blocking: ofAlice("blocking", { ...ASKS, blockUnconfirmedBookings: true }),
    asking: ofAlice("asking", ASKS),
    series: ofAlice("series", { recurrence: WEEKLY }),
    askingSeries: ofAlice("asking-series", { ...ASKS, recurrence: WEEKLY }),
    lengths: ofAlice("lengths", { lengthInMinutesOptions: [15, 30, 60] }),
    hidden: ofAlice("hidden", { hidden: true }),
  };

  const hostsOf = ({ hostIds, ownerId }: EventType) =>
    people
      .filter(({ id }) => (hostIds.length > 0 ? hostIds.includes(id) : id === ownerId))
      .map(({ id, email }) => ({ id, email }));
  return {
    ...{ alice, bob, carol, dave, mornings, team, types },
    /** Who hosts each of them, as an application would write it down. */
    pools: Object.fromEntries(Object.values(types).map((one) => [one.id, hostsOf(one)])),
  };
}

/** Whom the matrix is about. */
export type Cast = ReturnType<typeof createCast>;
/** One of its event types. */
export type MatrixEventType = EventType;
