import fc from "fast-check";
import { expect, it } from "vitest";
import {
  BookingRescheduledError,
  CalcomApiError,
  CalcomError,
  RateLimitError,
  SlotTakenError,
} from "../../../src/index.ts";
import { recordings } from "../../conformance/recordings.ts";
import { printed, refused, refusedByText } from "./refused.ts";

const status = fc.oneof(
  fc.integer({ min: 300, max: 599 }),
  fc.constantFrom(302, 400, 401, 404, 408, 409, 422, 429, 498, 500, 502, 503, 520),
);
const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    ...["booking_conflict_error", "booking_limit_reached", "Internal server error", ""],
    "User either already has booking at this time or is not available",
    "Can't reschedule booking with uid=a because it has been cancelled and rescheduled already to booking with uid=b. You",
    "Cannot POST /v2/bookings",
  ),
);
const leaf = fc.oneof(text, fc.jsonValue());
const complaint = fc.record({ constraints: leaf, children: leaf, target: leaf, value: leaf });
const shaped = fc.oneof(
  fc.record({ statusCode: leaf, message: fc.oneof(text, fc.array(text), leaf) }),
  fc.record({ error: fc.record({ code: leaf, message: text, details: leaf }) }),
  fc.record({ error: fc.record({ details: fc.record({ errors: fc.array(complaint) }) }) }),
  fc.record({ error: leaf, message: leaf }),
);
const body = fc.oneof(
  shaped.map((value) => JSON.stringify(value)),
  shaped.map((value) => JSON.stringify(value).slice(0, -3)),
  fc.json(),
  fc.string().map((page) => `<!doctype html>${page}`),
  fc.string(),
);
const path = fc.constantFrom(
  ...["/bookings", "/bookings/abc/reschedule", "/bookings/abc/cancel"],
  ...["/slots", "/slots/reservations", "/slots/reservations/abc"],
);
const method = fc.constantFrom("GET", "POST", "PATCH", "DELETE");
const headers = fc.dictionary(
  fc.constantFrom("retry-after", "x-ratelimit-reset-default", "content-type"),
  fc.constantFrom("5", "text/html", "-1", "1e400", "Mon, 07 Dec 2026 08:00:30 GMT"),
);

it("every answer is one error of ours, with its status and request", () => {
  fc.assert(
    fc.property(status, body, method, path, headers, (code, answer, verb, where, sent) => {
      const about = { method: verb, path: where };
      const error = refusedByText(code, answer, new Headers(sent), about);
      expect(error).toBeInstanceOf(CalcomApiError);
      expect(error).toMatchObject({ status: code, requestId: "req-1", ...about });
      expect(error instanceof RateLimitError).toBe(code === 429);
      if (error instanceof SlotTakenError) {
        expect(code >= 400 && code < 500 && verb !== "GET").toBe(true);
        expect(where).not.toContain("reservations");
        expect(error.certainty).toBe("certain");
      }
      if (error instanceof BookingRescheduledError) {
        expect(code >= 400 && code < 500).toBe(true);
        expect(error.rescheduledToUid).toMatch(/^[\w-]{1,100}$/);
      }
      expect(error.message.length).toBeLessThan(900);
      expect(() => printed(error)).not.toThrow();
    }),
    { numRuns: 500 },
  );
});

it("a text means the same in every form of body", () => {
  fc.assert(
    fc.property(status, text, (code, message) => {
      const flat = refused(code, { statusCode: code, message });
      const nested = refused(code, { error: { code: "X", message } });
      expect(nested.constructor).toBe(flat.constructor);
      expect(nested.code).toBe(flat.code);
    }),
  );
});

it("no position of a recorded refusal lets a secret through", () => {
  const secrets = ["cal_live_0123456789abcdef", "ann@example.test", "Bearer opaque.token.0123"];
  const refusals = [...recordings.values()].filter(({ response }) => response.status >= 400);
  for (const { request, response } of refusals) {
    for (const secret of secrets) {
      const about = { method: request.method, path: request.path };
      const bare = secret.replace("Bearer ", "");
      const error = refused(response.status, everywhere(response.body, secret), about);
      expect(error).toBeInstanceOf(CalcomError);
      expect(printed(error)).not.toContain(bare);
    }
  }
});

/** A value with a text in every text of it. */
function everywhere(value: unknown, secret: string): unknown {
  if (typeof value === "string") return `${value} ${secret} ${value}`;
  if (Array.isArray(value)) return value.map((inner) => everywhere(inner, secret));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, everywhere(inner, secret)]),
  );
}
