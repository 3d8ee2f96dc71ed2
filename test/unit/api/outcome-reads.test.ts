import { describe, expect, it } from "vitest";
import type { BookingWriteDeps } from "../../../src/api/booking-writes.ts";
import { ifKnown, outcomeReader } from "../../../src/api/outcome-reads.ts";
import type { CacheReadOptions } from "../../../src/cache/question.ts";
import { CalcomApiError } from "../../../src/errors.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";

describe("a read that looks for an outcome", () => {
  it("is as urgent as a booking, and takes no longer than it is of use", async () => {
    const clock = createVirtualClock();
    const asked: CacheReadOptions[] = [];
    const deps = {
      clock,
      versions: { bookings: "2024-08-13" },
      namespace: { prefix: async () => "" },
      readOptions: () => ({ cache: "use", timeoutMs: 10_000, signal: undefined }),
      cache: {
        get: async (_question: unknown, options: CacheReadOptions) => {
          asked.push(options);
          return { value: [{ uid: "u" }] };
        },
      },
    } as unknown as BookingWriteDeps;
    await clock.advance(1_000);
    const reader = outcomeReader(deps, clock.monotonic() + 2_000);
    await reader.get("u");
    await clock.advance(1_500);
    await reader.get("u");
    expect(asked).toMatchObject([
      { priority: "booking", timeoutMs: 2_000 },
      { priority: "booking", timeoutMs: 500 },
    ]);
  });

  it.each([
    [404, undefined],
    [500, "thrown"],
  ])("that is answered %d is %s", async (status, expected) => {
    const refused = new CalcomApiError("no", { method: "GET", path: "/bookings/u", status });
    const outcome = ifKnown(Promise.reject(refused)).catch(() => "thrown");
    expect(await outcome).toBe(expected);
  });
});
