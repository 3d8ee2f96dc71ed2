import { expect, it } from "vitest";
import { openPage, QUERY, standInPage } from "../../helpers/slots-page.ts";
import { slotsAt } from "../../helpers/slots-site.ts";

const refusal =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    new Response("no", { status, headers });

it("asks for no cache's answer, and names what it knows", async () => {
  const { after, site } = openPage();
  await after(1_000);
  expect(new Set(site.requests.map(({ cache }) => cache))).toEqual(new Set(["no-store"]));
  site.endStreams();
  await after(2_000);
  expect(site.requestsOf("/changes").at(-1)?.headers.get("last-event-id")).toBe("v1");
});

it("polls where a proxy keeps the stream to itself", async () => {
  const { after, site, watched } = openPage();
  site.isBuffering = true;
  await after(4_900);
  expect(watched.state.link).toBe("connecting");
  await after(1_200);
  expect(watched.state.link).toBe("polling");
  site.change(slotsAt(9));
  expect(await after(15_000)).toEqual([9]);
  site.isBuffering = false;
  await after(35_000);
  expect(watched.state.link).toBe("live");
});

it("gives up a stream on which two beats and a half stay away, as they were measured", async () => {
  const { after, site, watched } = openPage();
  site.beatMs = 2_000;
  await after(40_500);
  site.network = "lost";
  await after(3_000);
  expect(watched.state.link).toBe("live");
  await after(4_000);
  expect(watched.state.link).toBe("polling");
});

it("gets used to a server that beats more slowly", async () => {
  const { after, site, watched } = openPage();
  site.beatMs = 40_000;
  await after(300_000);
  const { length } = site.requestsOf("/changes");
  await after(300_000);
  expect(watched.state.link).toBe("live");
  expect(site.requestsOf("/changes")).toHaveLength(length);
});

it("does not take one late beat, and one that seems early, for a faster server", async () => {
  const { after, site, watched } = openPage();
  await after(30_500);
  // The one of 40 s comes a second before that of 50 s.
  site.eventDelayMs = 9_000;
  await after(10_000);
  site.eventDelayMs = 0;
  await after(19_000);
  expect(watched.state.link).toBe("live");
  expect(site.requestsOf("/changes")).toHaveLength(1);
});

it.each([
  ["another status", refusal(500)],
  ["another type", () => Response.json({})],
  ["nothing", () => new Response(null, { status: 204 })],
])("tries again, ever later, after %s", async (_name, answer) => {
  const { after, site, watched } = openPage();
  site.streamRefusal = answer;
  await after(60_000);
  expect(watched.state).toMatchObject({ slots: slotsAt(8, 9, 10), link: "polling" });
  const tried = site.requestsOf("/changes").length;
  expect(tried).toBeGreaterThan(3);
  expect(tried).toBeLessThan(10);
  site.streamRefusal = undefined;
  await after(31_000);
  expect(watched.state.link).toBe("live");
});

it.each([
  ["another type", 200, "text/html"],
  ["another status", 500, "text/event-stream"],
])("believes nothing that is said with %s", async (_name, status, type) => {
  const { after, site, watched } = openPage();
  const headers = { "content-type": type };
  site.streamRefusal = () =>
    new Response("id: v1\nevent: version\ndata: {}\n\n", { status, headers });
  await after(1_000);
  expect(site.requestsOf("/slots")).toHaveLength(1);
  expect(watched.state.link).toBe("polling");
});

it.each([401, 403, 404])("does not try again after %i before something happens", async (status) => {
  const page = standInPage();
  const { after, site, watched } = openPage();
  site.streamRefusal = refusal(status);
  await after(300_000);
  expect(site.requestsOf("/changes")).toHaveLength(1);
  page.sign("focus");
  await after(1_000);
  expect(site.requestsOf("/changes")).toHaveLength(2);
  watched.ask({ ...QUERY, start: "2026-12-08" });
  await after(1_000);
  expect(site.requestsOf("/changes")).toHaveLength(3);
  site.streamRefusal = undefined;
  await Promise.all([watched.refresh(), after(1_000)]);
  expect(watched.state.link).toBe("live");
});

it("waits as long as a busy server asks for", async () => {
  const page = standInPage();
  const { after, site } = openPage();
  site.streamRefusal = refusal(503, { "retry-after": "60" });
  await after(59_000);
  page.sign("focus");
  await after(500);
  expect(site.requestsOf("/changes")).toHaveLength(1);
  await after(2_000);
  expect(site.requestsOf("/changes")).toHaveLength(2);
});

it("does not knock at once, whoever asks for that", async () => {
  const { after, site } = openPage();
  site.streamRefusal = refusal(503, { "retry-after": "0" });
  await after(10_000);
  expect(site.requestsOf("/changes").length).toBeLessThan(6);
});

it("understands a date of the server's clock", async () => {
  const { after, site, clock } = openPage();
  const at = (ms: number) => new Date(clock.now() + 7_200_000 + ms).toUTCString();
  site.streamRefusal = refusal(503, { date: at(0), "retry-after": at(30_000) });
  await after(29_000);
  expect(site.requestsOf("/changes")).toHaveLength(1);
  await after(3_000);
  expect(site.requestsOf("/changes")).toHaveLength(2);
});

it("opens a stream again soon whose time was over", async () => {
  const { after, site, watched } = openPage();
  await after(11_000);
  site.endStreams();
  await after(1);
  expect(watched.state.link).toBe("connecting");
  await after(1_100);
  expect(watched.state.link).toBe("live");
});

it("asks at once where the server cannot see changes, and now and then until it can", async () => {
  const { after, site, watched } = openPage();
  await after(5_000);
  const { length } = site.requestsOf("/slots");
  site.canSeeChanges = false;
  site.tell("unknown");
  await after(50);
  expect(watched.state.link).toBe("polling");
  expect(site.requestsOf("/slots")).toHaveLength(length + 1);
  site.changeSilently(slotsAt(9));
  expect(await after(15_000)).toEqual([9]);
  expect(site.requestsOf("/slots")).toHaveLength(length + 2);
  site.canSeeChanges = true;
  site.tell("beat");
  await after(10);
  expect(watched.state.link).toBe("live");
});

it("takes a version without a name, and what is none of ours, for no sign of life", async () => {
  const { after, site, watched } = openPage();
  await after(1_000);
  site.tell("version");
  site.tell("message", "x");
  expect(await after(1_000)).toEqual([8, 9, 10]);
  expect(watched.state.link).toBe("live");
});

it("does not take news before a beat for a faster server", async () => {
  const { after, site } = openPage();
  await after(1_000);
  for (let round = 0; round < 3; round++) {
    await after(9_500);
    site.tell("unknown");
    await after(100);
    site.tell("beat");
  }
  await after(9_500);
  expect(site.requestsOf("/changes")).toHaveLength(1);
});

it("polls where a version cannot be sent back", async () => {
  const { after, site, watched } = openPage({
    initial: { slots: slotsAt(8), version: "v\u{1F600}" },
  });
  expect(await after(21_000)).toEqual([8, 9, 10]);
  expect(watched.state.link).toBe("polling");
  expect(site.requestsOf("/changes")).toEqual([]);
});
