import { describe, expect, it } from "vitest";
import { type Look, type Sighting, searchOutcome } from "../../../src/api/outcome-search.ts";
import { CalcomApiError, TimeoutError } from "../../../src/errors.ts";
import type { Booking } from "../../../src/schemas/bookings.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";

const NOTHING: Sighting<string> = { seen: "not-found" };
const FOUND: Sighting<string> = { seen: "found", answer: "it" };
const booking = { uid: "b" } as Booking;
const UNCLEAR: Sighting<string> = { seen: "unclear", found: [booking] };
const answered = (status: number) =>
  new CalcomApiError("no", { method: "GET", path: "/bookings", status });

/** A search whose looks show one thing after the other, the last one for ever. */
function search(shown: readonly (Sighting<string> | Error)[], timeoutMs = 5_000, tookMs = 0) {
  const clock = createVirtualClock();
  const looks: { readonly at: number; readonly until: number }[] = [];
  const look: Look<string> = async (until) => {
    looks.push({ at: clock.monotonic(), until });
    if (tookMs > 0) await new Promise<void>((done) => clock.setTimeout(done, tookMs));
    const sight = shown[Math.min(looks.length, shown.length) - 1] as Sighting<string> | Error;
    if (sight instanceof Error) throw sight;
    return sight;
  };
  const outcome = searchOutcome(look, timeoutMs, clock);
  return { clock, looks, outcome };
}

describe("an outcome is looked for", () => {
  it("at once, and again at growing distances until its time is over", async () => {
    const { clock, looks, outcome } = search([NOTHING]);
    await clock.advance(60_000);
    expect(looks.map(({ at }) => at)).toEqual([0, 100, 300, 700, 1_500, 3_100, 4_500]);
    expect(await outcome).toEqual({ looked: "not-found", found: [] });
  });

  it("no longer than until it is found", async () => {
    const { clock, looks, outcome } = search([NOTHING, UNCLEAR, FOUND]);
    await clock.advance(60_000);
    expect(await outcome).toEqual({ looked: "found", answer: "it" });
    expect(looks).toHaveLength(3);
  });

  it.each([
    [3_000, [0, 100, 300, 700, 1_500, 2_500]],
    [400, [0, 100, 300]],
    [90, [0]],
  ])("with a last look shortly before the end of %i ms", async (timeoutMs, at) => {
    const { clock, looks } = search([NOTHING], timeoutMs);
    await clock.advance(60_000);
    expect(looks.map((look) => look.at)).toEqual(at);
  });

  it("with looks that leave time for another, and none beyond its own", async () => {
    const { clock, looks } = search([NOTHING], 4_000);
    await clock.advance(60_000);
    expect(looks.map(({ until }) => until)).toEqual([
      2_000, 2_050, 2_150, 2_350, 2_750, 4_000, 4_000,
    ]);
  });

  it("without another look where it could not be answered in time", async () => {
    const { clock, looks, outcome } = search([NOTHING], 1_000, 950);
    await clock.advance(60_000);
    expect(looks).toHaveLength(1);
    expect(await outcome).toMatchObject({ looked: "not-found" });
  });
});

describe("what the last look has shown", () => {
  it.each<[string, readonly (Sighting<string> | Error)[], object]>([
    ["is unclear", [NOTHING, UNCLEAR], { looked: "unclear", found: [booking] }],
    ["is nothing again", [UNCLEAR, NOTHING], { looked: "not-found", found: [] }],
    ["is nothing but trouble", [answered(500)], { looked: "not-at-all", trouble: answered(500) }],
    [
      "holds through later trouble",
      [NOTHING, new TimeoutError("GET /bookings", 5)],
      { looked: "not-found", trouble: expect.any(TimeoutError) },
    ],
  ])("%s", async (_case, shown, expected) => {
    const { clock, outcome } = search(shown);
    await clock.advance(60_000);
    expect(await outcome).toMatchObject(expected);
  });
});

describe("a search that is forbidden", () => {
  it.each([401, 403])("ends at once with %d", async (status) => {
    const { looks, outcome } = search([answered(status)]);
    expect(await outcome).toMatchObject({ looked: "not-possible", found: [] });
    expect(looks).toHaveLength(1);
  });

  it("forgets nothing that was found before", async () => {
    const { clock, outcome } = search([UNCLEAR, answered(403)]);
    await clock.advance(60_000);
    expect(await outcome).toMatchObject({ looked: "unclear", found: [booking] });
  });
});
