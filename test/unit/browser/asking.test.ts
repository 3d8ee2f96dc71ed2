import { expect, it, onTestFinished, vi } from "vitest";
import { type SlotsPageQuery, watchSlots } from "../../../src/browser/index.ts";
import { openPage, QUERY } from "../../helpers/slots-page.ts";
import { hoursOf, SLOTS_URL, slotsAt } from "../../helpers/slots-site.ts";

it("asks what the handler understands, and nothing else", async () => {
  const query = { ...QUERY, timeZone: "Europe/Berlin", duration: 30 };
  const { after, site } = openPage({ url: `${SLOTS_URL}?practice=1`, query });
  await after(50);
  expect(Object.fromEntries(site.requestsOf("/slots")[0]?.url.searchParams ?? [])).toEqual({
    practice: "1",
    eventTypeId: "1",
    start: "2026-12-07",
    end: "2026-12-13",
    timeZone: "Europe/Berlin",
    duration: "30",
  });
});

it("sends the entity tag of what it knows, and takes the same for confirmed", async () => {
  const { after, site, told } = openPage({ changesUrl: undefined });
  await after(1_000);
  const slots = told.at(-1)?.slots;
  await after(15_000);
  expect(site.requestsOf("/slots")[1]?.headers.get("if-none-match")).toMatch(/^"/);
  expect(told.at(-1)?.slots).toBe(slots);
  expect(told.at(-1)?.checkedAt).toBeGreaterThan(told[0]?.checkedAt ?? 0);
});

it("asks for what nobody announces when the server's answer is over", async () => {
  const { after, site } = openPage();
  site.headers = { "cache-status": "cdn; hit; ttl=900, calcom-coherent; hit; ttl=20" };
  await after(1_000);
  site.changeSilently(slotsAt(9));
  expect(await after(18_000)).toEqual([8, 9, 10]);
  expect(await after(2_500)).toEqual([9]);
});

it.each([
  ["-5", 4_000, 2_000],
  ["9000", 590_000, 15_000],
])("bounds what the server says (%s s)", async (ttl, notBeforeMs, thenWithinMs) => {
  const { after, site } = openPage();
  site.headers = { "cache-status": `calcom-coherent; fwd=miss; stored; ttl=${ttl}` };
  await after(500);
  site.changeSilently(slotsAt(9));
  expect(await after(notBeforeMs)).toEqual([8, 9, 10]);
  expect(await after(thenWithinMs)).toEqual([9]);
});

it("shows nothing for ever that cannot be asked for, however much the stream says", async () => {
  const { after, site, watched } = openPage();
  await after(1_000);
  site.refusal = () => new Response("no", { status: 500 });
  expect(await after(85_000)).toEqual([8, 9, 10]);
  expect(watched.state.error).toEqual({ code: "refused", status: 500 });
  expect(await after(10_000)).toBeUndefined();
  expect(watched.state.link).toBe("live");
});

it("says that nothing is reached, and shows again what is", async () => {
  const { after, site, watched } = openPage();
  site.network = "down";
  await after(10_000);
  expect(watched.state).toMatchObject({ error: { code: "unreachable" }, link: "polling" });
  expect(Object.isFrozen(watched.state.error)).toBe(true);
  site.network = "well";
  expect(await after(16_000)).toEqual([8, 9, 10]);
  expect(watched.state.error).toBeUndefined();
});

it.each([
  ["no JSON", () => new Response("<html>")],
  ["no slots", () => Response.json({})],
  ["other slots", () => Response.json({ slots: { "2026-12-07": 1 } })],
  ["nothing", () => Response.json(null)],
])("takes %s for no answer", async (_name, refusal) => {
  const { after, site, watched } = openPage();
  site.refusal = refusal;
  expect(await after(1_000)).toBeUndefined();
  expect(watched.state.error).toEqual({ code: "refused", status: 200 });
});

it("lets go of a refusal's body, which nobody reads", async () => {
  const { after, site } = openPage({ changesUrl: undefined });
  site.refusal = () => new Response(new ReadableStream(), { status: 500 });
  await after(500);
  expect(site.requests.map(({ signal }) => signal?.aborted)).toEqual([true]);
});

it("gives up an answer that does not come, and asks again", async () => {
  const { after, site, watched } = openPage();
  site.network = "lost";
  await after(11_100);
  expect(watched.state.error).toEqual({ code: "unreachable" });
  await after(1_000);
  expect(site.requestsOf("/slots")).toHaveLength(2);
});

it("asks ever more rarely what fails, and never more rarely than it polls", async () => {
  const { after, site } = openPage({ changesUrl: undefined });
  site.network = "down";
  await after(30_000);
  const { length } = site.requests;
  expect(length).toBeLessThan(9);
  await after(60_000);
  expect(site.requests.length - length).toBeGreaterThanOrEqual(4);
});

it("waits as long as a busy server asks for, unless somebody asks", async () => {
  const { after, site, watched } = openPage({ changesUrl: undefined });
  site.refusal = () => new Response(null, { status: 429, headers: { "retry-after": "120" } });
  await after(100_000);
  expect(site.requests).toHaveLength(1);
  site.refusal = undefined;
  await Promise.all([watched.refresh(), after(100)]);
  expect(hoursOf(watched.state.slots)).toEqual([8, 9, 10]);
});

it("asks no more than three times a second, however quickly news follow", async () => {
  const { after, site } = openPage();
  await after(5_000);
  const { length } = site.requestsOf("/slots");
  for (let hour = 0; hour < 20; hour++) {
    site.change(slotsAt(hour));
    await after(50);
  }
  expect(site.requestsOf("/slots").length - length).toBeLessThanOrEqual(4);
  expect(await after(1_050)).toEqual([19]);
});

it("polls often enough to go on showing, whatever it is told", async () => {
  const { after, told } = openPage({ changesUrl: undefined, pollMs: 60_000, maxAgeMs: 30_000 });
  await after(200_000);
  const first = told.findIndex(({ slots }) => slots !== undefined);
  expect(told.slice(first).filter(({ slots }) => slots === undefined)).toEqual([]);
  expect(first).not.toBe(-1);
});

it("does not take an answer for a refresh that was on its way before", async () => {
  const { after, site, watched } = openPage();
  await after(1_000);
  site.delayMs = 100;
  void watched.refresh();
  await after(150);
  site.changeSilently(slotsAt(9));
  await Promise.all([watched.refresh(), after(210)]);
  expect(hoursOf(watched.state.slots)).toEqual([9]);
});

it("resolves a refresh that fails, and one that a question has overtaken", async () => {
  const { after, site, watched } = openPage();
  await after(1_000);
  site.network = "down";
  await Promise.all([watched.refresh(), after(1_000)]);
  expect(watched.state.error).toEqual({ code: "unreachable" });
  site.network = "lost";
  const overtaken = watched.refresh();
  site.network = "well";
  watched.ask({ ...QUERY, start: "2026-12-08" });
  await Promise.all([overtaken, after(1_000)]);
  site.network = "lost";
  const closed = watched.refresh();
  watched.close();
  await closed;
});

it("tells everybody, although somebody throws", async () => {
  const { after, watched } = openPage();
  const reported = vi.fn();
  vi.stubGlobal("reportError", reported);
  onTestFinished(() => void vi.unstubAllGlobals());
  const fault = new Error("a listener's");
  let heard = 0;
  watched.subscribe(() => {
    throw fault;
  });
  const count = () => void heard++;
  const stop = watched.subscribe(count);
  watched.subscribe(count);
  stop();
  stop();
  await after(1_000);
  expect(heard).toBeGreaterThan(0);
  expect(reported).toHaveBeenCalledWith(fault);
});

it("tells nobody anything once a listener has closed it", async () => {
  const { after, watched } = openPage();
  let heard = 0;
  watched.subscribe(() => watched.close());
  watched.subscribe(() => void heard++);
  await after(1_000);
  expect(heard).toBe(0);
});

const wrong: [string, Partial<Record<keyof SlotsPageQuery, unknown>>][] = [
  ["Give `eventTypeId` as a whole number above 0.", { eventTypeId: "1" }],
  ["Give `eventTypeId` as a whole number above 0.", { eventTypeId: 0 }],
  ["Give `duration` as a whole number above 0.", { duration: 1.5 }],
  ["Give `start` as a date such as 2026-12-07.", { start: "2026-12-07T00:00:00Z" }],
  ["Give `end` as a date such as 2026-12-07.", { end: "2026-13-07" }],
  ["Give `end` as a date such as 2026-12-07.", { end: undefined }],
  ["Give an `end` that is not before `start`.", { end: "2026-12-06" }],
  ["Give `timeZone` as an IANA zone such as Europe/Berlin.", { timeZone: "Mars/Olympus" }],
];

it.each(wrong)("says: %s", (message, part) => {
  const query = { ...QUERY, ...part } as SlotsPageQuery;
  expect(() => watchSlots({ url: SLOTS_URL, query })).toThrow(message);
  const { watched } = openPage();
  expect(() => watched.ask(query)).toThrow(message);
  expect(watched.state.query).toEqual(QUERY);
});

it("says that an address without a page must be absolute, to whoever subscribes", () => {
  const watched = watchSlots({ url: "/slots", query: QUERY });
  expect(() => watched.subscribe(() => undefined)).toThrow(
    new TypeError("Give `/slots` as an absolute address."),
  );
  watched.close();
});

it.each(["pollMs", "maxAgeMs"])("refuses a `%s` that is no time", (name) => {
  for (const ms of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => watchSlots({ url: SLOTS_URL, query: QUERY, [name]: ms })).toThrow(
      new RangeError(`Give \`${name}\` as milliseconds above 0.`),
    );
  }
});
