import { expect, it } from "vitest";
import { factsOfBooking, factsOfBookings } from "../../../src/api/booking-facts.ts";
import type { Booking } from "../../../src/index.ts";
import { EmailHashes } from "../../../src/invalidation/email-hashes.ts";

const hashes = new EmailHashes("test");
const booking = (overrides: Partial<Booking> = {}): Booking => ({
  id: 1,
  uid: "u",
  status: "accepted",
  start: "2026-12-07T09:00:00.000Z",
  end: "2026-12-07T09:30:00.000Z",
  eventTypeId: 4,
  hosts: [],
  attendees: [],
  ...overrides,
});

it("names hosts by id, and hosts, attendees and guests by the hash of their address", async () => {
  const facts = await factsOfBooking(
    booking({
      hosts: [{ id: 1, email: "Alice@Example.test" }, { email: "ghost@example.test" }],
      attendees: [{ email: "ann@example.test" }, { email: " alice@example.test " }],
      guests: ["gus@example.test"],
    }),
    hashes,
  );
  const people = ["alice", "ghost", "ann", "gus"].map((name) => `${name}@example.test`);
  expect(facts.hostIds).toEqual([1]);
  expect(new Set(facts.emailHashes)).toEqual(new Set(await hashes.all(people)));
  expect(JSON.stringify(facts)).not.toContain("@");
});

it("never takes an answer's hosts for all of them", async () => {
  const facts = await factsOfBooking(booking({ hosts: [{ id: 1 }, { id: 2 }] }), hashes);
  expect(facts.hostsComplete).toBe(false);
});

it("leaves out what is null or empty", async () => {
  const facts = await factsOfBooking(
    booking({
      eventTypeId: null,
      eventType: null,
      hosts: [{ id: null, email: null }],
      attendees: [{ email: "" }, {}],
      guests: null,
    }),
    hashes,
  );
  expect(facts).toMatchObject({ eventTypeIds: [], hostIds: [], emailHashes: [] });
});

it("finds the event type in either place", async () => {
  const inner = booking({ eventTypeId: undefined, eventType: { id: 7 } });
  expect((await factsOfBooking(inner, hashes)).eventTypeIds).toEqual([7]);
  expect((await factsOfBooking(booking(), hashes)).eventTypeIds).toEqual([4]);
});

it("adds up over a series", async () => {
  const series = [booking({ hosts: [{ id: 1 }] }), booking({ eventTypeId: 5, hosts: [{ id: 2 }] })];
  const facts = await factsOfBookings(series, hashes);
  expect(facts).toMatchObject({ eventTypeIds: [4, 5], hostIds: [1, 2], hostsComplete: false });
});
