import { expect, it } from "vitest";
import { watchSlots } from "../../../src/browser/index.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";
import { openPage, QUERY } from "../../helpers/slots-page.ts";
import { hoursOf, SLOTS_URL, slotsAt } from "../../helpers/slots-site.ts";

const HOUR_MS = 3_600_000;
const beforeNine = (ms: number) => Date.parse("2026-12-07T09:00:00Z") - ms;

/** A page whose own clock is wrong by so much, some seconds before nine by the server's. */
async function openBeforeNine(wrongByMs: number, headers: Record<string, string> = {}) {
  const opened = openPage();
  opened.site.headers = headers;
  opened.clock.set(beforeNine(5_000) + wrongByMs);
  opened.site.aheadMs = -wrongByMs;
  opened.site.changeSilently(slotsAt(9, 10, 11));
  await opened.after(1_100);
  return opened;
}

it.each([0, -3 * HOUR_MS, 3 * HOUR_MS])(
  "drops what starts, by the server's clock, where the own one is wrong by %i ms",
  async (wrongByMs) => {
    const { after, site } = await openBeforeNine(wrongByMs);
    expect(await after(1_800)).toEqual([9, 10, 11]);
    const { length } = site.requestsOf("/slots");
    expect(await after(2_200)).toEqual([10, 11]);
    expect(site.requestsOf("/slots").length).toBeGreaterThan(length);
  },
);

it("counts what an answer's age adds to its date", async () => {
  const { after, site, clock } = openPage();
  clock.set(beforeNine(5_000));
  site.aheadMs = -600_000;
  site.headers = { age: "600" };
  site.changeSilently(slotsAt(9, 10));
  await after(1_000);
  expect(await after(5_000)).toEqual([10]);
});

it("brings nothing back when the own clock is put back", async () => {
  const { after, clock, watched } = await openBeforeNine(0);
  await after(5_000);
  clock.set(beforeNine(HOUR_MS));
  expect(hoursOf(watched.state.slots)).toEqual([10, 11]);
});

it("does not ask on and on where the server goes on listing what has started", async () => {
  // Without an entity tag every answer is a new one.
  const { after, site } = await openBeforeNine(0, { etag: "" });
  await after(5_000);
  const { length } = site.requestsOf("/slots");
  expect(await after(30_000)).toEqual([10, 11]);
  expect(site.requestsOf("/slots").length - length).toBeLessThanOrEqual(1);
});

it("lists again what a clock has dropped that was put forward by a month", async () => {
  const { after, clock, site } = openPage();
  await after(5_000);
  const monthMs = 30 * 24 * HOUR_MS;
  clock.set(clock.now() + monthMs);
  site.aheadMs = -monthMs;
  expect(await after(3_000)).toEqual([8, 9, 10]);
});

it("lists again what an absurd date has dropped", async () => {
  const { after, site } = openPage({ changesUrl: undefined });
  site.headers = { date: "Tue, 01 Jan 2030 00:00:00 GMT" };
  expect(await after(500)).toEqual([]);
  site.headers = {};
  expect(await after(16_000)).toEqual([8, 9, 10]);
});

it.each([0, -3 * HOUR_MS])(
  "drops what the page came with at its start, before anything was answered (%i ms)",
  async (wrongByMs) => {
    const at = beforeNine(5_000);
    const clock = createVirtualClock(at + wrongByMs);
    const initial = { slots: slotsAt(9, 10), version: "v1", at };
    const watched = watchSlots({
      url: SLOTS_URL,
      query: QUERY,
      initial,
      clock,
      fetch: () => Promise.reject(new TypeError("Failed to fetch")),
    });
    watched.subscribe(() => undefined);
    await clock.advance(4_900);
    expect(hoursOf(watched.state.slots)).toEqual([9, 10]);
    await clock.advance(200);
    expect(hoursOf(watched.state.slots)).toEqual([10]);
    watched.close();
  },
);
