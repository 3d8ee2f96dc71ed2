import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { asMaybeTaken, mayMeanTaken } from "../../../src/api/taken.ts";
import {
  BookingRescheduledError,
  CalcomApiError,
  SlotTakenError,
  UnknownOutcomeError,
} from "../../../src/index.ts";
import { recording } from "../../conformance/recordings.ts";
import { POST, refused } from "./refused.ts";

const RESCHEDULE = { method: "POST", path: "/bookings/abc/reschedule" };
const flat = (statusCode: number, message: string) => ({ statusCode, message });

describe("a time that is taken", () => {
  const WORDINGS: readonly (readonly [number, string])[] = [
    [400, "User either already has booking at this time or is not available"],
    [400, "One of the hosts either already has booking at this time or is not available"],
    [409, "No more seats left at this seated booking."],
    [422, "Booking with id=12 at 2026-12-07T09:00:00.000Z has no more seats left."],
    [422, "Booking with id=12 has no more seats left."],
    [409, "booking_conflict_error"],
    [409, "no_available_users_found_error"],
    [409, "hosts_unavailable_for_booking"],
    [409, "fixed_hosts_unavailable_for_booking"],
    [400, "round_robin_host_unavailable_for_booking"],
    [409, "booking_seats_full_error"],
    [409, "not_enough_available_seats_error"],
  ];

  it.each(WORDINGS)("is what %i %s says, in every form of body", (status, message) => {
    for (const body of [flat(status, message), { error: { code: "X", message } }]) {
      for (const about of [POST, RESCHEDULE]) {
        const error = refused(status, body, about);
        expect(error).toBeInstanceOf(SlotTakenError);
        expect(error).toMatchObject({ code: "slot_taken", certainty: "certain", status, ...about });
      }
    }
  });

  it.each([
    ["a server error, whose outcome is open", 500, "booking_conflict_error", POST],
    [
      "a reservation",
      422,
      "Booking with id=1 has no more seats left.",
      { path: "/slots/reservations" },
    ],
    ["a read", 400, "booking_conflict_error", { method: "GET", path: "/bookings" }],
    ["a seat that the attendee has already", 409, "already_signed_up_for_this_booking_error", POST],
    ["a text that only repeats the words", 400, "Invalid option 'booking_conflict_error'", POST],
    [
      "one that begins otherwise",
      400,
      "Note: User either already has booking at this time or is not available",
      POST,
    ],
    ["a rule of the event type", 400, "Attempting to book a meeting in the past.", POST],
  ])("is not what %s says", (_case, status, message, about) => {
    const error = refused(status, flat(status, message), about);
    expect(error.constructor).toBe(CalcomApiError);
  });

  it("is not meant by an attendee's second seat, which has its own name", () => {
    const message = "already_signed_up_for_this_booking_error";
    expect(refused(409, flat(409, message))).toMatchObject({ code: "api_error", apiCode: message });
  });
});

describe("a limit", () => {
  it.each(["booking_limit_reached", "duration_limit_reached"])(
    "%s has a code of its own although it comes as 401",
    (message) => {
      const error = refused(401, flat(401, message));
      expect(error).toMatchObject({ code: "booking_limit_reached", status: 401, apiCode: message });
      expect(error.constructor).toBe(CalcomApiError);
    },
  );

  const full =
    "Attendee with this email can't book because the maximum number of active bookings has been reached.";
  it.each([
    full,
    `${full} You can reschedule your existing booking (uid1) to a new timeslot instead.`,
  ])("of an attendee is another one: %s", (message) => {
    const error = refused(400, { error: { code: "BadRequestException", message } });
    expect(error).toMatchObject({ code: "attendee_limit_reached", status: 400 });
    expect(error.message).toContain(message);
  });
});

describe("a booking that has been moved on", () => {
  const moved = (uid: string) =>
    `Can't reschedule booking with uid=abc because it has been cancelled and rescheduled already to booking with uid=${uid}. You probably want to reschedule ${uid} instead by passing it within the request URL.`;
  const errorFor = (message: string, status = 400) =>
    refused(status, { error: { code: "BadRequestException", message } }, RESCHEDULE);

  it("names the one to reschedule now, as recorded", () => {
    const { response } = recording("0115");
    const error = refused(response.status, response.body, RESCHEDULE);
    expect(error).toBeInstanceOf(BookingRescheduledError);
    expect(error).toBeInstanceOf(CalcomApiError);
    expect(error).toMatchObject({
      code: "booking_rescheduled",
      rescheduledToUid: "eqEx1yGth1FWHGXFD6SAHR",
      status: 400,
      ...RESCHEDULE,
    });
    expect(JSON.parse(JSON.stringify(error))).toHaveProperty(
      "rescheduledToUid",
      "eqEx1yGth1FWHGXFD6SAHR",
    );
  });

  it.each(["../event-types/1", "a/b", "a?b", "a.b", "", "x".repeat(101), "undefined", "null", "ü"])(
    "is a plain refusal where %j could not be a uid",
    (uid) => {
      const error = errorFor(moved(uid));
      expect(error.constructor).toBe(CalcomApiError);
      expect(error.code).toBe("api_error");
    },
  );

  it.each([
    ["somebody's input imitates it", `Invalid option '${moved("evil")}' for booking field 'x'.`],
    [
      "it was only cancelled",
      (recording("0128").response.body as { error: { message: string } }).error.message,
    ],
  ])("is a plain refusal where %s", (_case, message) => {
    expect(errorFor(message).constructor).toBe(CalcomApiError);
  });

  it("is open where the server failed", () => {
    expect(errorFor(moved("def"), 500).constructor).toBe(CalcomApiError);
  });
});

describe("a bare 500", () => {
  const BARE = flat(500, "Internal server error");

  it.each([POST, RESCHEDULE])("to $path may mean that no host of a team is free", (about) => {
    const error = refused(500, BARE, about);
    expect(error.constructor).toBe(CalcomApiError);
    expect(mayMeanTaken(error)).toBe(true);
  });

  it("is the recorded one of an unknown uid too, so that only the event type decides", () => {
    const { response } = recording("0119");
    expect(mayMeanTaken(refused(response.status, response.body, RESCHEDULE))).toBe(true);
  });

  it("may name the reason after all", () => {
    const named = flat(500, "round_robin_host_unavailable_for_booking");
    expect(mayMeanTaken(refused(500, named))).toBe(true);
  });

  it.each([
    ["another status", refused(503, BARE)],
    ["another text", refused(500, flat(500, "Internal server error occurred"))],
    ["another name", refused(500, flat(500, "email_verification_required"))],
    ["the nested form", refused(500, { error: { code: "INTERNAL_SERVER_ERROR", message: "x" } })],
    ["a page", refused(500, undefined)],
    ["a cancellation", refused(500, BARE, { path: "/bookings/abc/cancel" })],
    ["a reservation", refused(500, BARE, { path: "/slots/reservations" })],
    ["a read", refused(500, BARE, { method: "GET" })],
    ["a time known to be taken", refused(409, flat(409, "booking_conflict_error"))],
    ["no answer", new UnknownOutcomeError("x", { status: 500 })],
    ["nothing at all", undefined],
  ])("is not %s", (_case, error) => {
    expect(mayMeanTaken(error)).toBe(false);
  });

  it("as a SlotTakenError says what is not known, and keeps what is", () => {
    const error = refused(500, BARE);
    if (!mayMeanTaken(error)) expect.unreachable();
    const unknown = new UnknownOutcomeError("Nobody knows.", { cause: error, nonce: "n" });
    const maybe = asMaybeTaken(error, unknown);
    expect(maybe).toBeInstanceOf(SlotTakenError);
    expect(maybe).toMatchObject({
      ...{ code: "slot_taken", certainty: "maybe", status: 500, requestId: "req-1" },
      ...{ ...POST, cause: unknown },
    });
    expect(maybe.message).toContain("It may also have happened: look for the booking before");
    expect(JSON.parse(JSON.stringify(maybe))).toHaveProperty("certainty", "maybe");
    expect(inspect(maybe)).toContain("[cause]: UnknownOutcomeError: Nobody knows.");
  });
});
