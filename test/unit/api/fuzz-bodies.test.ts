import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CalcomClient, CalcomError } from "../../../src/index.ts";
import { type Recording, recordings } from "../../conformance/recordings.ts";
import { mutated, mutations, SECRETS, wrapping } from "./mutate.ts";
import { printed } from "./refused.ts";
import { stubbedClient } from "./stub-fetch.ts";

const START = "2026-12-07T09:00:00Z";
const attendee = { name: "Ann", email: "bob@example.test", timeZone: "UTC" };
const reservation = { eventTypeId: 1, slotStart: START };

type Call = (calcom: CalcomClient) => Promise<unknown>;

/** Each method, and the answers it may be given: those recorded for a path like its own. */
const CALLS: Readonly<Record<string, readonly [RegExp, Call]>> = {
  "slots.list": [
    /^GET .*\/slots$/,
    ({ slots }) => slots.list({ eventTypeId: 1, start: "2026-12-07", end: "2026-12-07" }),
  ],
  "bookings.get": [/\/bookings/, ({ bookings }) => bookings.get("abc")],
  "bookings.list": [/^GET .*\/bookings/, ({ bookings }) => bookings.list().toArray({ limit: 5 })],
  "bookings.create": [
    /^POST .*\/bookings/,
    ({ bookings }) => bookings.create({ eventTypeId: 1, start: START, attendee }),
  ],
  "bookings.reschedule": [
    /^POST .*\/(?:bookings|reschedule)$/,
    ({ bookings }) => bookings.reschedule("abc", { start: START }),
  ],
  "bookings.cancel": [/^POST .*\/bookings/, ({ bookings }) => bookings.cancel("abc")],
  "reservations.create": [
    /\/slots\/reservations/,
    ({ reservations }) => reservations.create(reservation),
  ],
  "reservations.get": [/\/slots\/reservations/, ({ reservations }) => reservations.get("abc")],
  "reservations.update": [
    /\/slots\/reservations/,
    ({ reservations }) => reservations.update("abc", reservation),
  ],
  "reservations.delete": [
    /\/slots\/reservations/,
    ({ reservations }) => reservations.delete("abc"),
  ],
  "request that reads": [/^/, (calcom) => calcom.request({ method: "GET", path: "/me" })],
  "request that writes": [
    /^/,
    (calcom) => calcom.request({ method: "PATCH", path: "/me", body: {}, changes: "all" }),
  ],
};

const OBJECT_NAMES = Object.getOwnPropertyNames(Object.prototype).join();
const MOST_REQUESTS = 40;
const NO_BODY = new Set([204, 205, 304]);

/** Every object in a value has a prototype that JSON could have given it. */
function expectPlain(value: unknown): void {
  const open = [value];
  for (let next = open.pop(); next !== undefined || open.length > 0; next = open.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const prototype = Object.getPrototypeOf(next);
    expect([Object.prototype, Array.prototype, null]).toContain(prototype);
    open.push(...Object.keys(next).map((name) => Reflect.get(next as object, name)));
  }
}

async function expectSound(call: Call, status: number, text: string): Promise<void> {
  let requests = 0;
  const headers = { "x-request-id": `r ${SECRETS[1]}`, "x-ratelimit-reset-default": "5" };
  const { calcom } = stubbedClient(
    () => {
      requests += 1;
      if (requests > MOST_REQUESTS) throw new Error("It asks again and again.");
      return new Response(NO_BODY.has(status) ? null : text, { status, headers });
    },
    { retries: 0, apiKey: SECRETS[0] },
  );
  const outcome = await call(calcom).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  await calcom.close();
  expect(requests).toBeLessThanOrEqual(MOST_REQUESTS);
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(OBJECT_NAMES);
  if ("value" in outcome) return expectPlain(outcome.value);
  const { error } = outcome;
  if (!(error instanceof CalcomError)) throw error;
  const seen = printed(error);
  for (const secret of SECRETS) expect(seen).not.toContain(secret);
  expect(error.message.length).toBeLessThan(2_100);
}

describe("whatever an answer holds, it is a value or an error of ours", () => {
  for (const [name, [pattern, call]] of Object.entries(CALLS)) {
    const answers = [...recordings.values()].filter(({ request }) =>
      pattern.test(`${request.method} ${request.path}`),
    );
    const status = ({ response }: Recording) =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(response.status) },
        { weight: 1, arbitrary: fc.constantFrom(200, 201, 204, 304, 400, 409, 422, 429, 500, 502) },
      );
    const answer = fc
      .constantFrom(...answers)
      .chain((recorded) => fc.tuple(fc.constant(recorded), status(recorded)));

    it(name, { timeout: 20_000 }, async () => {
      expect(answers.length).toBeGreaterThan(5);
      await fc.assert(
        fc.asyncProperty(answer, mutations, wrapping, async ([recorded, code], list, wrapped) => {
          await expectSound(call, code, mutated(recorded.response.body, list, wrapped));
        }),
        { numRuns: 150 },
      );
    });
  }
});
