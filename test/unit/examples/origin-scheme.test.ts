import { createFakeCalcom, createVirtualClock } from "calcom-coherent/testing";
import { describe, expect, it } from "vitest";
import { furnish } from "../../../examples/incident-replay/cal-com.ts";
import { instant } from "../../../examples/incident-replay/offers.ts";
import { ORIGIN_LONGEST_S, OriginScheme } from "../../../examples/incident-replay/origin-scheme.ts";
import type { LayerNumber } from "../../../examples/incident-replay/scheme.ts";

const DATE = "2026-12-07";

function open() {
  const clock = createVirtualClock("2026-12-04T17:00:00Z");
  const fake = createFakeCalcom({ clock });
  const { apiKey, eventTypes } = furnish(fake);
  const { baseUrl, fetch } = fake;
  const origin = new OriginScheme({ baseUrl, apiKey, fetch, clock });
  const ask = { company: 15, branch: 9, eventTypeId: eventTypes.short, date: DATE, wish: "08:00" };
  const slotRequests = () => fake.requests.filter(({ path }) => path === "/v2/slots").length;
  const isCached = async (layer: LayerNumber) => (await origin.read(layer, ask)).source === "cache";
  const book = (name: string, date = DATE) =>
    origin.create({ eventTypeId: eventTypes.short, start: instant(date, "08:00"), name });
  return { clock, fake, origin, ask, eventTypes, slotRequests, isCached, book };
}

describe("the origin's scheme", () => {
  it("fills all three layers with one request", async () => {
    const { origin, ask, slotRequests, isCached } = open();
    const { source, times } = await origin.read(3, ask);
    expect({ source, times }).toEqual({ source: "origin", times: ["08:00", "08:30", "09:00"] });
    expect([await isCached(1), await isCached(2), await isCached(3)]).toEqual([true, true, true]);
    expect(slotRequests()).toBe(1);
  });

  it.each([
    [1, 300],
    [2, 300],
    [3, 45],
  ] as const)("keeps layer %i for %i seconds", async (layer, seconds) => {
    const { clock, origin, ask, isCached } = open();
    await origin.read(3, ask);
    await clock.advance(seconds * 1_000 - 1);
    expect(await isCached(layer)).toBe(true);
    await clock.advance(1);
    expect(await isCached(layer)).toBe(false);
  });

  it("keeps an empty answer for 60 seconds", async () => {
    const { clock, origin, ask } = open();
    const sunday = { ...ask, date: "2026-12-06" };
    await origin.read(1, sunday);
    await clock.advance(59_999);
    expect((await origin.read(1, sunday)).source).toBe("cache");
    await clock.advance(1);
    expect((await origin.read(1, sunday)).source).toBe("origin");
  });

  it("clears layer 1 alone after a create of its own", async () => {
    const { origin, ask, isCached, book } = open();
    await origin.read(3, ask);
    expect(await book("Ann")).toMatchObject({ booked: true, acknowledged: true });
    expect([await isCached(3), await isCached(2), await isCached(1)]).toEqual([true, true, false]);
  });

  it("clears thirty days and not the thirty-first", async () => {
    const { origin, ask, book } = open();
    const within = { ...ask, date: "2027-01-02" };
    const beyond = { ...ask, date: "2027-01-03" };
    await origin.read(1, within);
    await origin.read(1, beyond);
    await book("Ann");
    expect((await origin.read(1, within)).source).toBe("origin");
    expect((await origin.read(1, beyond)).source).toBe("cache");
  });

  it("clears nothing after a reschedule, a cancel, a refused create or a webhook", async () => {
    const { fake, origin, ask, eventTypes, isCached, book } = open();
    const { uid } = fake.bookings.add({
      eventTypeId: eventTypes.short,
      start: instant(DATE, "08:00"),
    });
    await origin.read(3, ask);
    expect(await book("Ben")).toMatchObject({ booked: false, status: 400 });
    const moved = await origin.reschedule(uid, instant(DATE, "11:00"));
    if (moved.booked) await origin.cancel(moved.uid);
    const body = JSON.stringify({ triggerEvent: "BOOKING_CREATED", payload: { uid } });
    expect(await origin.hear({ body, headers: {} })).toBe(200);
    expect([await isCached(1), await isCached(2), await isCached(3)]).toEqual([true, true, true]);
  });

  it("allows an answer to live for 645 seconds at most", () => {
    expect(ORIGIN_LONGEST_S).toBe(645);
  });
});
