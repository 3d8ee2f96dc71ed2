import { type CalcomClient, memoryStore } from "../../../src/index.ts";
import type { ProfileName } from "../../../src/testing/profile.ts";
import { at, createWorld, DAY } from "../../helpers/world.ts";

/** Milliseconds that the writer waits: for an answer, and then for what it looks for. */
export const TIMEOUT_MS = 1_000;
export const SEARCH_MS = 3_000;
/** Milliseconds in which a write may still be carried out after that. */
export const FENCE_MS = 10_000;

const HOUR_MS = 3_600_000;
/** So that nothing is a miss for its age alone. */
const LONG_LIVED = { emptyMs: HOUR_MS, nearMs: HOUR_MS, farMs: HOUR_MS };
/** The last day of a weekly series of three that begins on the day. */
const LAST_DAY = "2026-12-21";
const SEATS = { seatsPerTimeSlot: 3, showAttendeeInfo: true, showAvailabilityCount: true };
const WEEKLY = { frequency: "weekly", interval: 1, occurrences: 3 } as const;
/** Longer than any mark or fence of what was done before. */
const QUIET_MS = 120_000;

/** Somebody who is neither the one who wishes nor a host. */
export const BEN = { name: "Ben", email: "ben@example.test", timeZone: "UTC" };

/** Every kind of event type, a writer and a reader of one store, and someone who keeps nothing. */
export function createTableWorld(profile: ProfileName) {
  const world = createWorld({ profile });
  const { alice, clock, fake, half, hour } = world;
  const carol = fake.users.add({ username: "carol" });
  const team = fake.teams.add({ memberIds: [alice.id, carol.id], slug: "crew" });
  const ofAlice = (slug: string, more: object) =>
    fake.eventTypes.add({ ownerId: alice.id, slug, lengthInMinutes: 30, ...more });
  const ofTeam = (slug: string, hostIds: readonly number[]) =>
    fake.eventTypes.add({ teamId: team.id, slug, hostIds, schedulingType: "roundRobin" });
  const types = {
    half,
    hour,
    seated: ofAlice("seated", { seats: SEATS }),
    series: ofAlice("series", { recurrence: WEEKLY }),
    asking: ofAlice("asking", { requiresConfirmation: true, blockUnconfirmedBookings: true }),
    any: ofTeam("any", [alice.id, carol.id]),
    ofCarol: ofTeam("of-carol", [carol.id]),
  };
  type TypeName = keyof typeof types;
  const hosts = [alice, carol].map(({ id, email }) => ({ id, email }));
  const pools = Object.fromEntries(
    Object.values(types).map(({ id, hostIds, ownerId }) => [
      id,
      hosts.filter((host) =>
        hostIds.length > 0 ? hostIds.includes(host.id) : host.id === ownerId,
      ),
    ]),
  );
  const client = (key: { readonly apiKey?: undefined } = {}) =>
    world.client({
      ...key,
      timeoutMs: TIMEOUT_MS,
      reconcileTimeoutMs: SEARCH_MS,
      ttl: LONG_LIVED,
      invalidation: { pools, fenceMs: FENCE_MS },
    });
  // Anonymous, for whoever holds the writer's key may be blocked with it.
  const stranger = world.client({
    apiKey: undefined,
    store: memoryStore({ clock }),
    invalidation: { pools: "off" },
  });
  const slotsOf = async (by: CalcomClient, name: TypeName, cache: "use" | "bypass") => {
    const end = name === "series" ? LAST_DAY : DAY;
    const question = { eventTypeId: types[name].id, start: DAY, end };
    const { slots, provenance } = await by.slots.list(question, { cache });
    return { slots: JSON.stringify(slots), source: provenance.source };
  };

  const [writer, reader] = [client(), client()];
  return {
    ...{ clock, fake, team, types, writer },
    /** Like the writer, without a key. */
    nobody: client({ apiKey: undefined }),
    /** Books for Ben; it is all over when it returns. */
    async before(eventTypeId: number, time = "10:00", attendee = BEN) {
      const result = await writer.bookings.create({ eventTypeId, start: at(time), attendee });
      await clock.advance(QUIET_MS);
      return result;
    },
    /** The same by a visitor of the booking page. */
    async visit(eventTypeId: number, time: string) {
      const booking = await fake.bookings.book({ eventTypeId, start: at(time), attendee: BEN });
      await clock.advance(QUIET_MS);
      return booking;
    },
    /**
     * What the reader is told of the event type and others of its hosts, and what Cal.com tells a
     * stranger now.
     */
    async compare(type: TypeName) {
      const answers = [];
      for (const name of new Set([type, "hour", "ofCarol"] as const)) {
        const told = await slotsOf(reader, name, "use");
        const truth = await slotsOf(stranger, name, "bypass");
        answers.push({ name, isTrue: told.slots === truth.slots, source: told.source });
      }
      return answers;
    },
  };
}

export type TableWorld = ReturnType<typeof createTableWorld>;
