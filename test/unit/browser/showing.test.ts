import { expect, it } from "vitest";
import type { SlotsState } from "../../../src/browser/index.ts";
import { openPage, QUERY, standInPage } from "../../helpers/slots-page.ts";
import { hoursOf, slotsAt } from "../../helpers/slots-site.ts";

const NEXT_DAY = { ...QUERY, start: "2026-12-08" };
const shownIn = (told: readonly SlotsState[]) => told.map(({ slots }) => hoursOf(slots));

it("shows nothing that has not been confirmed for as long as is allowed", async () => {
  const { after, site, watched, told } = openPage();
  await after(1_000);
  site.network = "lost";
  expect(await after(29_000)).toEqual([8, 9, 10]);
  expect(await after(2_000)).toBeUndefined();
  expect(hoursOf(watched.state.previous)).toEqual([8, 9, 10]);
  expect(told.at(-1)?.slots).toBeUndefined();
});

it("goes on showing what the stream confirms, without asking again", async () => {
  const { after, site } = openPage();
  site.headers = { "cache-status": "calcom-coherent; hit; ttl=300" };
  await after(1_000);
  const { length } = site.requests;
  expect(await after(250_000)).toEqual([8, 9, 10]);
  expect(site.requests).toHaveLength(length);
});

it("says when it was known last, by the page's own clock", async () => {
  const { after, clock, watched } = openPage();
  await after(1_000);
  const start = clock.now();
  await after(20_000);
  expect(watched.state.checkedAt).toBeGreaterThan(start);
  expect(clock.now() - (watched.state.checkedAt ?? 0)).toBeLessThanOrEqual(10_000);
});

it.each(["visibilitychange", "pageshow", "resume", "focus", "online"])(
  "hides what is too old in the task of `%s`, and asks",
  async (type) => {
    const page = standInPage();
    const { after, clock, site, told } = openPage();
    await after(1_000);
    clock.set(clock.now() + 31_000);
    const { length } = site.requestsOf("/slots");
    page.sign(type);
    expect(told.at(-1)).toMatchObject({ slots: undefined, previous: slotsAt(8, 9, 10) });
    expect(site.requestsOf("/slots")).toHaveLength(length + 1);
    expect(await after(50)).toEqual([8, 9, 10]);
  },
);

it("finds out by itself that it has slept", async () => {
  const { after, clock, site, watched } = openPage();
  await after(1_000);
  site.changeSilently(slotsAt(8));
  clock.set(clock.now() + 10_000);
  await after(1_050);
  expect(hoursOf(watched.state.slots)).toEqual([8]);
  expect(site.requestsOf("/changes")).toHaveLength(2);
});

it("tells whoever looks before anything else has run", async () => {
  const { after, clock, watched } = openPage();
  await after(1_000);
  clock.set(clock.now() + 31_000);
  expect(watched.state.slots).toBeUndefined();
});

it.each([40_000, 3_600_000])(
  "takes nothing for confirmed by what has waited while the page slept (%i ms)",
  async (sleptMs) => {
    const { after, clock, site, told } = openPage();
    await after(15_000);
    // A beat that was sent, and not read, before the computer slept.
    site.tell("beat");
    clock.set(clock.now() + sleptMs);
    const shown = told.length;
    await after(5);
    expect(told[shown]?.slots).toBeUndefined();
    expect(shownIn(told.slice(shown))).not.toContainEqual([8, 9, 10]);
  },
);

it("heeds news that have waited while the page slept", async () => {
  const { after, clock, site, watched } = openPage();
  await after(15_000);
  clock.set(clock.now() + 6_000);
  site.change(slotsAt(10));
  await after(5);
  expect(watched.state.slots).toBeUndefined();
  expect(site.requestsOf("/changes").at(-1)?.headers.get("last-event-id")).toBe("v2");
});

it("shows what was asked for before a version was known, and asks again under it", async () => {
  const { after, site, told } = openPage();
  await after(1_000);
  const [first, second] = site.requestsOf("/slots");
  expect(first?.headers.get("if-none-match")).toBeNull();
  expect(second?.headers.get("if-none-match")).not.toBeNull();
  expect(site.requestsOf("/slots")).toHaveLength(2);
  const firstShown = told.findIndex(({ slots }) => slots !== undefined);
  expect(shownIn(told.slice(firstShown))).not.toContain(undefined);
});

it("lets no version confirm what was asked for before it was known", async () => {
  const { after, site, watched } = openPage();
  site.delayMs = 30;
  await after(61);
  site.refusal = () => new Response("no", { status: 500 });
  await after(29_900);
  expect(hoursOf(watched.state.slots)).toEqual([8, 9, 10]);
  await after(200);
  expect(watched.state).toMatchObject({ slots: undefined, link: "live" });
});

it("hides what was asked for before a version was known when that version is over", async () => {
  const { after, site, watched } = openPage();
  site.delayMs = 30;
  await after(61);
  expect(hoursOf(watched.state.slots)).toEqual([8, 9, 10]);
  site.change(slotsAt(9));
  expect(await after(1)).toBeUndefined();
});

it("shows at once what the page came with, and asks for nothing while its version holds", async () => {
  const { after, site, watched } = openPage({ initial: { slots: slotsAt(8), version: "v1" } });
  expect(hoursOf(watched.state.slots)).toEqual([8]);
  expect(await after(10_000)).toEqual([8]);
  expect(site.requestsOf("/slots")).toEqual([]);
  expect(site.requestsOf("/changes")[0]?.headers.get("last-event-id")).toBe("v1");
});

it("replaces what the page came with when its version is over", async () => {
  const { after, watched } = openPage({ initial: { slots: slotsAt(7), version: "v0" } });
  expect(await after(21)).toBeUndefined();
  expect(hoursOf(watched.state.previous)).toEqual([7]);
  expect(await after(50)).toEqual([8, 9, 10]);
});

it("asks at once where nothing says whether what the page came with holds", async () => {
  const { after, watched } = openPage({ initial: { slots: slotsAt(7) } });
  expect(hoursOf(watched.state.slots)).toEqual([7]);
  expect(await after(21)).toEqual([8, 9, 10]);
});

it("does not show what the page came with when that is old", async () => {
  const clock = Date.parse("2026-12-01T08:00:00Z");
  const { watched } = openPage({
    initial: { slots: slotsAt(7), version: "v1", at: clock - 40_000 },
  });
  expect(hoursOf(watched.state.slots)).toBeUndefined();
  expect(hoursOf(watched.state.previous)).toEqual([7]);
});

it("shows no answer to a question that is not asked any more", async () => {
  const { after, site, told, watched } = openPage();
  await after(1_000);
  site.delayMs = 500;
  watched.ask(NEXT_DAY);
  await after(800);
  site.changeSilently(slotsAt(9));
  watched.ask({ ...QUERY, start: "2026-12-09" });
  site.delayMs = 10;
  await after(5_000);
  expect(shownIn(told.filter(({ query }) => query.start === "2026-12-08"))).toEqual([undefined]);
  const later = shownIn(told.filter(({ query }) => query.start === "2026-12-09"));
  expect(later).not.toContainEqual([8, 9, 10]);
  expect(later.at(-1)).toEqual([9]);
});

it("remembers a day that was looked at, as long as it could be shown all the while", async () => {
  const { after, site, watched } = openPage();
  await after(1_000);
  watched.ask(NEXT_DAY);
  await after(1_000);
  const { length } = site.requests;
  watched.ask(QUERY);
  expect(hoursOf(watched.state.slots)).toEqual([8, 9, 10]);
  await after(5_000);
  expect(site.requests).toHaveLength(length);
  watched.ask(NEXT_DAY);
  site.change(slotsAt(9));
  await after(1);
  watched.ask(QUERY);
  expect(watched.state.slots).toBeUndefined();
  expect(hoursOf(watched.state.previous)).toEqual([8, 9, 10]);
});

it("forgets everything with another event type, the stream as well", async () => {
  const { after, site, watched } = openPage();
  await after(1_000);
  watched.ask({ ...QUERY, eventTypeId: 2 });
  expect(watched.state).toMatchObject({ slots: undefined, previous: undefined });
  await after(1_000);
  const { url, headers } = site.requestsOf("/changes").at(-1) ?? {};
  expect(url?.searchParams.get("eventTypeId")).toBe("2");
  expect(headers?.get("last-event-id")).toBeNull();
  expect(site.openStreams).toBe(1);
});

it("keeps its state while nothing changes", async () => {
  const { after, watched } = openPage();
  await after(1_000);
  const { state } = watched;
  watched.ask({ ...QUERY });
  expect(await after(2_000)).toEqual([8, 9, 10]);
  expect(watched.state).toBe(state);
  expect(Object.isFrozen(state)).toBe(true);
});

it("does not show again what was superseded, whatever name a version has", async () => {
  const { after, site, watched } = openPage();
  await after(1_000);
  site.refusal = () => new Response(null, { status: 500 });
  site.change(slotsAt(9));
  await after(100);
  // A server that keeps its versions in memory was started again.
  site.tell("version", "v1");
  await after(1);
  expect(watched.state).toMatchObject({ slots: undefined, previous: slotsAt(8, 9, 10) });
});

it("refuses a time of reading that is none", () => {
  const initial = { slots: slotsAt(8), at: Number.NaN };
  expect(() => openPage({ initial })).toThrow(
    new RangeError("Give `initial.at` as epoch milliseconds."),
  );
});
