import { describe, expect, it } from "vitest";
import { doublesOf } from "../../../src/api/double-bookings.ts";
import type { Booking } from "../../../src/index.ts";

const ALICE = { id: 1, email: "alice@example.test" };
const BOB = { id: 2, email: "bob@example.test" };
const VISITOR = { email: "ann@example.test" };
const at = (time: string) => `2026-12-07T${time}:00.000Z`;

const booking = (uid: string, fields: Partial<Booking> = {}): Booking => ({
  ...{ id: 1, uid, status: "accepted", start: at("09:00"), end: at("09:30"), eventTypeId: 1 },
  ...{ hosts: [ALICE], attendees: [VISITOR] },
  ...fields,
});

const kinds = (made: Booking, ...others: Booking[]) =>
  doublesOf(made, others).map(({ kind, bookings }) => [kind, bookings[1].uid]);

describe("two bookings", () => {
  it.each([
    ["at the very same time", {}],
    ["of which one begins in the other", { start: at("09:15"), end: at("10:15") }],
    ["of which one lies in the other", { start: at("09:10"), end: at("09:20") }],
    ["of which one is a collective's with the host among the attendees", { ...asGuestOf(BOB) }],
  ])("are one too many %s", (_name, fields) => {
    const [made, other] = [booking("made"), booking("other", fields)];
    expect(kinds(made, other)).toEqual([["overlap", "other"]]);
    expect(kinds(other, made)).toEqual([["overlap", "made"]]);
  });

  const NOBODY = { hosts: [{ id: undefined, email: "unknown" }] };
  it.each<[string, Partial<Booking>, Partial<Booking>?]>([
    ["where one ends when the other begins", { start: at("09:30"), end: at("10:00") }],
    ["of different hosts, even with one visitor", { hosts: [BOB] }],
    ["where one is only asked for", { status: "pending" }],
    ["where one was called off", { status: "cancelled" }],
    ["where nobody hosts either yet", NOBODY, NOBODY],
  ])("are in order %s", (_name, fields, ofMade = {}) => {
    expect(kinds(booking("made", ofMade), booking("other", fields))).toEqual([]);
  });

  it("are one too many where both are moves of one booking, whenever they are", () => {
    const move = (uid: string, fields: Partial<Booking> = {}) =>
      booking(uid, { rescheduledFromUid: "first", ...fields });
    const later = { start: at("14:00"), end: at("14:30") };
    expect(kinds(move("made"), move("other", later))).toEqual([["moved-twice", "other"]]);
    expect(kinds(move("made"), move("other", { ...later, status: "pending" }))).toHaveLength(1);
    expect(kinds(move("made"), move("other", { ...later, status: "cancelled" }))).toEqual([]);
    expect(kinds(booking("made"), booking("other", later))).toEqual([]);
  });
});

it("tells of each pair once, and never of a booking and itself", () => {
  const made = booking("made");
  const other = booking("other");
  expect(kinds(made, made, other, other)).toEqual([["overlap", "other"]]);
});

function asGuestOf(host: Booking["hosts"][number]): Partial<Booking> {
  return { hosts: [host], attendees: [VISITOR, ALICE] };
}
