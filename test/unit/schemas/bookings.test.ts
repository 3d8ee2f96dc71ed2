import { describe, expect, it } from "vitest";
import { isSeatedBooking } from "../../../src/index.ts";
import { type Booking, bookingAnswerSchema } from "../../../src/schemas/bookings.ts";
import { parseAnswer } from "../../../src/schemas/validate.ts";

const BOOKING = {
  id: 9,
  uid: "u",
  status: "accepted",
  start: "2026-12-07T09:00:00.000Z",
  end: "2026-12-07T09:30:00.000Z",
  hosts: [{ id: 1, email: "alice@example.test" }],
  attendees: [{ name: "Ann", email: "ann@example.test" }],
};
const parse = (data: object): Booking =>
  parseAnswer(bookingAnswerSchema, { data }, { what: "x", status: 200, requestId: undefined }).data;

describe("an answer with a booking", () => {
  it("keeps what is known and what is not", () => {
    const data = { ...BOOKING, title: "Talk", duration: 30, updatedAt: null, newer: { a: [1] } };
    expect(parse(data)).toEqual(data);
  });

  it("leaves out what only describes it, where that is something else", () => {
    const odd = { title: 5, duration: "30", metadata: "{}", absentHost: "no", createdAt: 0 };
    expect(parse({ ...BOOKING, ...odd })).toEqual(BOOKING);
  });

  it("is taken without a host where nobody has joined yet, or the host is gone", () => {
    const nobody = { name: "unknown", email: "unknown", username: "unknown" };
    const { hosts } = parse({ ...BOOKING, hosts: [{ id: "unknown", ...nobody }] });
    expect(hosts).toEqual([{ id: undefined, ...nobody }]);
  });

  it.each([
    ["eventTypeId", { eventTypeId: "1" }],
    ["hosts.0.id", { hosts: [{ id: "1" }] }],
    ["attendees.0.email", { attendees: [{ email: 5 }] }],
    ["guests.0", { guests: [5] }],
  ])("is refused where it does not say whom it touches: %s", (path, wrong) => {
    expect(() => parse({ ...BOOKING, ...wrong })).toThrow(
      expect.objectContaining({ code: "invalid_response", path: `data.${path}` }),
    );
  });
});

describe("a booking of seats", () => {
  const seat = { ...BOOKING.attendees[0], seatUid: "s" };

  it("is one whose attendees all have theirs", () => {
    const booking = parse({ ...BOOKING, attendees: [seat, { ...seat, seatUid: "t" }] });
    expect(isSeatedBooking(booking) && booking.attendees.map(({ seatUid }) => seatUid)).toEqual([
      "s",
      "t",
    ]);
  });

  it.each([
    ["nobody has a seat", BOOKING.attendees],
    ["somebody has none", [seat, ...BOOKING.attendees]],
    ["nobody is listed", []],
  ])("is none where %s", (_case, attendees) => {
    expect(isSeatedBooking(parse({ ...BOOKING, attendees }))).toBe(false);
  });
});
