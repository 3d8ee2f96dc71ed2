import { describe, expect, it } from "vitest";
import { createBookingSchema, NONCE_KEY } from "../../../src/schemas/booking-inputs.ts";
import { parseInput } from "../../../src/schemas/validate.ts";

const WISH = {
  start: "2026-12-07T09:00:00Z",
  attendee: { name: "Ann", email: "ann@example.test", timeZone: "UTC" },
};
const parse = (input: object) => parseInput(createBookingSchema, input, "bookings.create");
const complaintAbout = (input: object) => {
  try {
    parse(input);
  } catch (error) {
    return error as Error & { path: string };
  }
  throw new Error("It was taken.");
};
const keys = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));

describe("a booking to be made is taken", () => {
  it.each<[string, object]>([
    ["by id", { eventTypeId: 1 }],
    ["by a user's slug", { eventTypeSlug: "half", username: "alice" }],
    ["by a team's slug", { eventTypeSlug: "half", teamSlug: "support", organizationSlug: "acme" }],
    ["as a series", { eventTypeId: 1, recurrenceCount: 3 }],
    ["at once", { eventTypeId: 1, instant: true }],
    ["in another length", { eventTypeId: 1, lengthInMinutes: 45 }],
    ["by its host", { eventTypeId: 1, allowConflicts: true, skipBookingLimits: true }],
    ["with all the metadata there may be", { eventTypeId: 1, metadata: keys(49) }],
    ["with the longest of it", { eventTypeId: 1, metadata: { ["k".repeat(40)]: "v".repeat(500) } }],
    ["routed", { eventTypeId: 1, routing: { teamMemberIds: [1, 2], responseId: null } }],
    ["at the organizer's place", { eventTypeId: 1, location: { type: "address" } }],
    ["in an app", { eventTypeId: 1, location: { type: "integration", integration: "zoom" } }],
    ["with what nobody here knows", { eventTypeId: 1, newerField: [1], attendee: WISH.attendee }],
  ])("%s, unchanged", (_case, choice) => {
    const input = { ...WISH, ...choice };
    expect(parse(input)).toEqual(input);
  });
});

describe("a booking to be made is refused", () => {
  it.each<[string, object, string]>([
    ["of no event type", {}, "eventTypeId"],
    ["of a slug that is nobody's", { eventTypeSlug: "half" }, "username"],
    ["of a user without a slug", { username: "alice" }, "eventTypeId"],
    ["of half an event type", { eventTypeId: 1.5 }, "eventTypeId"],
    ["with no occurrences", { eventTypeId: 1, recurrenceCount: 0 }, "recurrenceCount"],
    ["with a length of no minutes", { eventTypeId: 1, lengthInMinutes: "30" }, "lengthInMinutes"],
    ["with too much metadata", { eventTypeId: 1, metadata: keys(50) }, "metadata"],
    ["with a nonce of its own", { eventTypeId: 1, metadata: { [NONCE_KEY]: "n" } }, "metadata"],
    ["with a long key", { eventTypeId: 1, metadata: { ["k".repeat(41)]: "v" } }, "metadata"],
    ["with a long value", { eventTypeId: 1, metadata: { k: "v".repeat(501) } }, "metadata.k"],
    ["with a value that is no text", { eventTypeId: 1, metadata: { k: 1 } }, "metadata.k"],
    ["on the moon", { eventTypeId: 1, location: { type: "moon" } }, "location.type"],
    ["at no telephone", { eventTypeId: 1, location: { type: "attendeePhone" } }, "location.phone"],
    ["routed to nobody", { eventTypeId: 1, routing: {} }, "routing.teamMemberIds"],
    ["perhaps at once", { eventTypeId: 1, instant: "yes" }, "instant"],
  ])("%s", (_case, choice, path) => {
    const error = complaintAbout({ ...WISH, ...choice });
    expect(error.path).toBe(path);
    expect(error.message).not.toContain("vvv");
  });

  it("in words that say what belongs there", () => {
    expect(complaintAbout(WISH).message).toBe(
      "bookings.create: eventTypeId is wrong: an event type, by id or by eventTypeSlug with username or teamSlug, expected.",
    );
    expect(complaintAbout({ ...WISH, eventTypeId: 1, metadata: keys(50) }).message).toBe(
      "bookings.create: metadata is wrong: at most 49 keys expected.",
    );
  });
});
