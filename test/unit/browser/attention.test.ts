import { expect, it } from "vitest";
import { watchSlots } from "../../../src/browser/index.ts";
import { openPage, QUERY, standInPage } from "../../helpers/slots-page.ts";
import { hoursOf, slotsAt } from "../../helpers/slots-site.ts";

it("lets go of the stream when the page has been hidden for a while", async () => {
  const page = standInPage();
  const { after, site, watched } = openPage();
  await after(1_000);
  page.become("hidden");
  await after(2_500);
  expect([site.openStreams, watched.state.link]).toEqual([1, "live"]);
  await after(1_000);
  expect([site.openStreams, watched.state.link]).toEqual([0, "paused"]);
  const { length } = site.requests;
  await after(600_000);
  expect(site.requests).toHaveLength(length);
});

it("shows nothing old when it is looked at again, and resumes", async () => {
  const page = standInPage();
  const { after, site, told } = openPage();
  await after(1_000);
  page.become("hidden");
  expect(await after(60_000)).toBeUndefined();
  const shown = told.length;
  page.become("visible");
  await after(50);
  expect(hoursOf(told.at(-1)?.slots)).toEqual([8, 9, 10]);
  expect(told.at(-1)?.link).toBe("live");
  expect(told.slice(shown).filter(({ link }) => link === "paused")).toEqual([]);
  expect(site.requestsOf("/changes").at(-1)?.headers.get("last-event-id")).toBe("v1");
});

it("goes on showing what was confirmed a moment ago when it is looked at again", async () => {
  const page = standInPage();
  const { after, site, watched } = openPage();
  await after(1_000);
  page.become("hidden");
  await after(10_000);
  const { length } = site.requestsOf("/slots");
  page.become("visible");
  expect(hoursOf(watched.state.slots)).toEqual([8, 9, 10]);
  await after(1_000);
  expect(site.requestsOf("/slots")).toHaveLength(length);
  expect(watched.state.link).toBe("live");
});

it("asks for nothing while it has never been seen", async () => {
  const page = standInPage();
  page.become("hidden");
  const { after, site, watched } = openPage();
  await after(10_000);
  expect(site.requests).toEqual([]);
  expect(watched.state.link).toBe("paused");
  page.become("visible");
  expect(await after(50)).toEqual([8, 9, 10]);
});

it.each(["freeze", "pagehide"])("lets go of the stream at once on `%s`", async (type) => {
  const page = standInPage();
  const { after, site } = openPage();
  await after(1_000);
  page.sign(type);
  expect(site.openStreams).toBe(0);
});

it("asks for nothing before somebody listens, and rests when nobody does any more", async () => {
  const { after, site, stop, watched } = openPage();
  await after(1_000);
  stop();
  await after(60_000);
  expect(site.openStreams).toBe(0);
  const { length } = site.requests;
  await after(600_000);
  expect(site.requests).toHaveLength(length);
  const again = watched.subscribe(() => undefined);
  expect(await after(50)).toEqual([8, 9, 10]);
  again();
});

it("keeps its stream when a framework mounts twice", async () => {
  const { after, site, stop, watched } = openPage();
  stop();
  watched.subscribe(() => undefined);
  expect(await after(1_000)).toEqual([8, 9, 10]);
  expect(site.requestsOf("/changes")).toHaveLength(1);
});

it("starts nothing on a server", () => {
  const watched = watchSlots({
    url: "/slots",
    changesUrl: "/changes",
    query: QUERY,
    initial: { slots: slotsAt(8), version: "v1" },
    fetch: () => Promise.reject(new Error("Nobody is to be asked.")),
    clock: {
      now: () => 0,
      monotonic: () => 0,
      setTimeout: () => {
        throw new Error("Nothing is to be waited for.");
      },
    },
  });
  expect(watched.state).toMatchObject({ slots: slotsAt(8), link: "connecting" });
});

it("answers a refresh although nobody listens", async () => {
  const { after, stop, watched } = openPage();
  stop();
  await after(60_000);
  await Promise.all([watched.refresh(), after(1_000)]);
  expect(hoursOf(watched.state.slots)).toEqual([8, 9, 10]);
});

it("looks at no field of the page that is focused", async () => {
  const page = standInPage();
  const { after, site } = openPage();
  site.streamRefusal = () => new Response(null, { status: 404 });
  await after(1_000);
  const inField = new Event("focus");
  Object.defineProperty(inField, "target", { value: {} });
  page.window.dispatchEvent(inField);
  await after(1_000);
  expect(site.requestsOf("/changes")).toHaveLength(1);
});

it("does not wait for a question that was lost while nobody looked", async () => {
  const page = standInPage();
  const { after, clock, site, watched } = openPage();
  site.network = "lost";
  await after(1_000);
  page.become("hidden");
  await after(5_000);
  expect(site.requests.map(({ signal }) => signal?.aborted)).toEqual([true, true]);
  clock.set(clock.now() + 3_600_000);
  site.network = "well";
  page.become("visible");
  expect(await after(50)).toEqual([8, 9, 10]);
  expect(watched.state.error).toBeUndefined();
});

it("asks again at once for what it let go of when it was put away", async () => {
  const page = standInPage();
  const initial = { slots: slotsAt(7) };
  const { after, site } = openPage({ changesUrl: undefined, initial });
  site.delayMs = 500;
  expect(await after(100)).toEqual([7]);
  page.sign("pagehide");
  expect(site.requests.at(-1)?.signal?.aborted).toBe(true);
  page.sign("pageshow");
  expect(await after(1_600)).toEqual([8, 9, 10]);
});
