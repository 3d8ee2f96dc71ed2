import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type BookingFacts,
  type Change,
  mergeFacts,
  NO_FACTS,
} from "../../../src/invalidation/changes.ts";
import {
  type InvalidationWidth,
  type PoolMember,
  tagsOf,
} from "../../../src/invalidation/rules.ts";

const ann: PoolMember = { id: 1, emailHash: "ann" };
const pools: Record<number, readonly PoolMember[]> = {
  10: [ann],
  11: [ann, { id: 2, emailHash: "bob" }],
};
const tagsFor = (change: Change, width: InvalidationWidth = "hosts") =>
  [...tagsOf(change, { width, poolOf: (id) => pools[id] })].sort();
const facts = (fields: Partial<BookingFacts>): BookingFacts => ({ ...NO_FACTS, ...fields });
const created = (fields: Partial<BookingFacts>): Change => ({
  kind: "booking-created",
  booking: facts(fields),
});

describe("a booking of a known pool", () => {
  it("bumps the event type, its hosts by id and e-mail, and the attendee", () => {
    expect(tagsFor(created({ eventTypeIds: [11], emailHashes: ["cy"] }))).toEqual([
      "email:ann",
      "email:bob",
      "email:cy",
      "event-type:11",
      "host:1",
      "host:2",
      "unknown",
    ]);
  });

  it("bumps the team and hosts that only the answer names", () => {
    const tags = tagsFor(created({ eventTypeIds: [10], hostIds: [7], teamIds: [5] }));
    expect(tags).toContain("host:7");
    expect(tags).toContain("team:5");
    expect(tags).not.toContain("all");
  });
});

describe("a booking that is not resolved", () => {
  it("bumps everything when the pool is not known", () => {
    expect(tagsFor(created({ eventTypeIds: [99], hostIds: [1] }))).toContain("all");
  });

  it("bumps everything when no event type is known", () => {
    expect(tagsFor(created({ hostIds: [1], hostsComplete: true }))).toContain("all");
  });

  it("spares the rest when every host is named", () => {
    const tags = tagsFor(created({ eventTypeIds: [99], hostIds: [1], hostsComplete: true }));
    expect(tags).toEqual(["event-type:99", "host:1", "unknown"]);
  });
});

it.each([
  "booking-rescheduled",
  "booking-reassigned",
  "booking-cancelled",
  "booking-confirmed",
] as const)("bumps everything for %s where not everybody is known", (kind) => {
  const change = { kind, booking: facts({ eventTypeIds: [10] }) };
  expect(tagsFor({ ...change, previousKnown: false })).toContain("all");
  expect(tagsFor({ ...change, previousKnown: true })).not.toContain("all");
});

describe("what takes nobody's time", () => {
  it("bumps what it names, and no more", () => {
    const booking = facts({ eventTypeIds: [99], hostIds: [1], teamIds: [5] });
    expect(tagsFor({ kind: "noted", booking })).toEqual([
      "event-type:99",
      "host:1",
      "team:5",
      "unknown",
    ]);
  });

  it.each(["event-type", "hosts", "account"] as const)(
    "bumps `unknown` alone when it names nothing, at the width %s",
    (width) => {
      expect(tagsFor({ kind: "noted", booking: NO_FACTS }, width)).toEqual(["unknown"]);
    },
  );
});

it.each(["event-type-changed", "schedule-changed"] as const)("bumps everything for %s", (kind) => {
  for (const width of ["event-type", "hosts", "account"] as const) {
    expect(tagsFor({ kind }, width)).toEqual(["all", "unknown"]);
  }
});

describe("an absence", () => {
  it("bumps the hosts it is of", () => {
    expect(tagsFor({ kind: "absence-changed", hostIds: [1, 2] })).toEqual([
      "host:1",
      "host:2",
      "unknown",
    ]);
  });

  it("bumps everything where nobody says whose it is", () => {
    expect(tagsFor({ kind: "absence-changed", hostIds: [] })).toContain("all");
  });

  it.each(["event-type", "account"] as const)("bumps everything at the width %s", (width) => {
    expect(tagsFor({ kind: "absence-changed", hostIds: [1] }, width)).toContain("all");
  });
});

it("bumps everything for what nobody recognises", () => {
  expect(tagsFor({ kind: "unrecognised" })).toEqual(["all", "unknown"]);
});

it("bumps `all` alone beside `unknown` at the width of the account", () => {
  expect(tagsFor(created({ eventTypeIds: [10] }), "account")).toEqual(["all", "unknown"]);
});

it("bumps no host at the width of the event type", () => {
  expect(tagsFor(created({ eventTypeIds: [10], hostIds: [1] }), "event-type")).toEqual([
    "event-type:10",
    "unknown",
  ]);
});

const anyFacts: fc.Arbitrary<BookingFacts> = fc.record({
  eventTypeIds: fc.array(fc.integer({ min: 8, max: 12 }), { maxLength: 3 }),
  hostIds: fc.array(fc.nat(5), { maxLength: 3 }),
  teamIds: fc.array(fc.nat(3), { maxLength: 2 }),
  emailHashes: fc.array(fc.constantFrom("ann", "bob", "cy"), { maxLength: 3 }),
  hostsComplete: fc.boolean(),
  isSingle: fc.boolean(),
});

it("always bumps `unknown`, whatever happened", () => {
  fc.assert(
    fc.property(anyFacts, fc.constantFrom("event-type", "hosts", "account"), (booking, width) => {
      expect(tagsFor({ kind: "booking-updated", booking }, width as InvalidationWidth)).toContain(
        "unknown",
      );
    }),
  );
});

it("never bumps less for more facts about other bookings", () => {
  fc.assert(
    fc.property(anyFacts, anyFacts, (left, right) => {
      const merged = new Set(tagsFor(created(mergeFacts(left, right))));
      const alone = tagsFor(created(left)).filter((tag) => tag !== "all");
      expect(alone.filter((tag) => !merged.has(tag))).toEqual([]);
    }),
  );
});

it("merges facts in any order to the same facts", () => {
  const normal = (one: BookingFacts) => ({
    ...one,
    eventTypeIds: [...one.eventTypeIds].sort(),
    hostIds: [...one.hostIds].sort(),
    teamIds: [...one.teamIds].sort(),
    emailHashes: [...one.emailHashes].sort(),
  });
  fc.assert(
    fc.property(anyFacts, anyFacts, (left, right) => {
      expect(normal(mergeFacts(left, right))).toEqual(normal(mergeFacts(right, left)));
    }),
  );
});
