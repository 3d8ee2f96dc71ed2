import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { SchemaError } from "../../../src/index.ts";
import { createBookingSchema } from "../../../src/schemas/booking-inputs.ts";
import { bookingAnswerSchema } from "../../../src/schemas/bookings.ts";
import { slotsAnswerSchema, slotsQuerySchema } from "../../../src/schemas/slots.ts";
import { parseAnswer, parseInput } from "../../../src/schemas/validate.ts";
import { recordings } from "../../conformance/recordings.ts";

const ABOUT = { what: "GET /slots", status: 200, requestId: "r-1" };

function thrownBy(run: () => unknown): SchemaError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(SchemaError);
    return error as SchemaError;
  }
  throw new Error("It did not throw.");
}

describe("an answer that fits", () => {
  it("is given back with the fields nobody knows", () => {
    const body = { data: {}, newer: { deep: [1, null] } };
    expect(parseAnswer(slotsAnswerSchema, body, ABOUT)).toEqual(body);
  });

  for (const [, { name, request, response }] of recordings) {
    const isRange = request.path === "/v2/slots" && request.query?.format === "range";
    if (response.status !== 200 || !isRange) continue;
    it(`${name}, as recorded`, () => {
      expect(parseAnswer(slotsAnswerSchema, response.body, ABOUT)).toEqual(response.body);
    });
  }

  for (const [, { name, request, response }] of recordings) {
    const isBooking = /^\/v2\/bookings(\/[^/]+(\/(cancel|reschedule))?)?$/.test(request.path);
    const isNew = request.headers["cal-api-version"] === "2024-08-13";
    const isList = request.method === "GET" && request.path === "/v2/bookings";
    if (response.status >= 300 || !isBooking || !isNew || isList) continue;
    it(`${name}, as recorded`, () => {
      expect(parseAnswer(bookingAnswerSchema, response.body, ABOUT)).toEqual(response.body);
    });
  }
});

describe("an answer that does not fit", () => {
  it("is told by path, status and request id", () => {
    const body = {
      data: {
        "2026-12-07": [
          { start: "2026-12-07T09:00:00Z", end: "2026-12-07T09:30:00Z" },
          { start: 7, end: "2026-12-07T10:30:00Z" },
        ],
      },
    };
    const error = thrownBy(() => parseAnswer(slotsAnswerSchema, body, ABOUT));
    expect(error).toMatchObject({
      code: "invalid_response",
      path: "data.2026-12-07.1.start",
      status: 200,
      requestId: "r-1",
    });
    expect(error.message).toContain("GET /slots");
    expect(error.toJSON()).toMatchObject({ path: "data.2026-12-07.1.start" });
  });

  it.each([undefined, null, "", "<html>", 7, []])("as a whole is told as that: %j", (body) => {
    expect(thrownBy(() => parseAnswer(slotsAnswerSchema, body, ABOUT)).path).toBe(
      "(the whole value)",
    );
  });

  it("is never repeated", () => {
    const secret = fc.string({ minLength: 8 }).map((text) => `<<${text}>>`);
    fc.assert(
      fc.property(secret, (text) => {
        const bodies = [text, { data: text }, { data: { "2026-12-07": [{ start: [text] }] } }];
        for (const body of bodies) {
          const error = thrownBy(() => parseAnswer(slotsAnswerSchema, body, ABOUT));
          expect(error.message).not.toContain(text);
          expect(JSON.stringify(error)).not.toContain(text);
        }
      }),
    );
  });

  it("has no cause that would repeat it in a log", () => {
    const error = thrownBy(() => parseAnswer(bookingAnswerSchema, { data: { id: "x" } }, ABOUT));
    expect(error.cause).toBeUndefined();
    expect(error.path.split(".")[0]).toBe("data");
  });
});

describe("input that does not fit", () => {
  it("is told by the call, the path and what belongs there", () => {
    const input = { eventTypeId: 1, start: "soon", end: "2026-12-07" };
    const error = thrownBy(() => parseInput(slotsQuerySchema, input, "slots.list"));
    expect(error).toMatchObject({ code: "invalid_input", path: "start", status: undefined });
    expect(error.message).toBe(
      "slots.list: start is wrong: an ISO 8601 date or date-time such as 2026-12-07 or 2026-12-07T09:00:00Z expected.",
    );
  });

  it("is told by a nested path", () => {
    const attendee = { name: "Ann", timeZone: "Mars/Base", email: "ann@example.test" };
    const input = { eventTypeId: 1, start: "2026-12-07T09:00Z", attendee };
    const error = thrownBy(() => parseInput(createBookingSchema, input, "bookings.create"));
    expect(error.path).toBe("attendee.timeZone");
    expect(error.message).not.toContain("Mars");
    expect(error.message).not.toContain("ann@");
  });

  it("leaves the caller's own object alone", () => {
    const input = Object.freeze({ a: 1, extra: 2 });
    const parsed = parseInput(z.looseObject({ a: z.number() }), input, "test");
    expect(parsed).toEqual(input);
    expect(parsed).not.toBe(input);
  });
});
