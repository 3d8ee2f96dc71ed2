import { expect, it } from "vitest";
import { openPage, QUERY } from "../../helpers/slots-page.ts";
import { hoursOf, slotsAt } from "../../helpers/slots-site.ts";

it("shows what the server lists, and is live", async () => {
  const { after, watched } = openPage();
  expect(watched.state).toMatchObject({ slots: undefined, link: "connecting", error: undefined });
  expect(await after(50)).toEqual([8, 9, 10]);
  expect(watched.state.link).toBe("live");
});

it("hides what is superseded at once, and shows what is free now", async () => {
  const { after, site, watched } = openPage();
  await after(1_000);
  site.change(slotsAt(9, 10));
  expect(await after(1)).toBeUndefined();
  expect(hoursOf(watched.state.previous)).toEqual([8, 9, 10]);
  expect(await after(50)).toEqual([9, 10]);
  expect(watched.state.previous).toBeUndefined();
});

it("aborts an answer that may be older than the news, and asks again at once", async () => {
  const { after, site, told } = openPage();
  await after(1_000);
  site.change(slotsAt(9, 10));
  await after(5);
  const { length } = site.requestsOf("/slots");
  site.change(slotsAt(10));
  await after(1);
  expect(site.requestsOf("/slots")).toHaveLength(length + 1);
  expect(await after(1_000)).toEqual([10]);
  expect(told.map(({ slots }) => hoursOf(slots))).not.toContainEqual([9, 10]);
});

it("asks now and then where changes are not told", async () => {
  const { after, site, watched } = openPage({ changesUrl: undefined });
  expect(await after(50)).toEqual([8, 9, 10]);
  expect(watched.state.link).toBe("polling");
  site.change(slotsAt(9));
  expect(await after(15_050)).toEqual([9]);
});

it("turns to another day by the same stream", async () => {
  const { after, site, watched } = openPage();
  await after(1_000);
  watched.ask({ ...QUERY, start: "2026-12-08" });
  expect(watched.state).toMatchObject({ slots: undefined, previous: undefined });
  expect(await after(50)).toEqual([8, 9, 10]);
  expect(site.requestsOf("/slots").at(-1)?.url.searchParams.get("start")).toBe("2026-12-08");
  expect(site.requestsOf("/changes")).toHaveLength(1);
});

it("resolves a refresh when it is answered", async () => {
  const { after, clock, site, watched } = openPage();
  await after(1_000);
  site.changeSilently(slotsAt(8));
  const refreshed = watched.refresh();
  expect(hoursOf(watched.state.slots)).toEqual([8, 9, 10]);
  await clock.advance(50);
  await refreshed;
  expect(hoursOf(watched.state.slots)).toEqual([8]);
});

it("lets go of everything when it is closed", async () => {
  const { after, site, watched, told } = openPage();
  await after(1_000);
  const before = [site.requests.length, told.length];
  watched.close();
  expect(watched.state).toMatchObject({ slots: undefined, link: "paused" });
  site.change(slotsAt());
  await after(60_000);
  expect([site.requests.length, told.length]).toEqual(before);
  expect(site.openStreams).toBe(0);
  expect(() => watched.ask(QUERY)).toThrow("This watch is closed: call `watchSlots` again.");
  await expect(watched.refresh()).rejects.toThrow("closed");
});
