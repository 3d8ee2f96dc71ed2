import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ExpressWorld, openExpressWorld } from "./helpers/express-app.ts";

const START = "2026-12-07T09:00:00Z";
const WISH = {
  ...{ start: START, name: "Erika Muster", email: "erika@example.test" },
  ...{ timeZone: "Europe/Berlin", language: "de" },
};

describe("examples/express-app, over HTTP", () => {
  let world: ExpressWorld;
  beforeAll(async () => {
    world = await openExpressWorld();
  });
  afterAll(() => world.close());

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(new URL(path, world.url), {
      method: "POST",
      headers: { "content-type": "application/json", origin: world.url, ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const read = async (path: string) => (await fetch(new URL(path, world.url))).text();
  const count = () => world.fake.bookings.list().length;

  it("runs no script but its own, and none in the page itself", async () => {
    const answer = await fetch(world.url);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe");
    const page = await answer.text();
    expect(page).not.toMatch(/ style=| on\w+=|javascript:/);
    const scripts = Array.from(page.matchAll(/<script([^>]*)>/g), ([, about]) => about);
    expect(scripts).toEqual([
      ' type="application/json" id="page-data"',
      ' type="module" src="/assets/client.js"',
    ]);
  });

  it("tells the browser no secrets", async () => {
    const told = `${await read("/")}${await read("/assets/client.js")}`;
    for (const secret of world.secrets) expect(told).not.toContain(secret);
  });

  it("paints the first slots on the server, and none that is taken", async () => {
    await world.fake.bookings.book({ eventTypeId: world.eventTypeId, start: START });
    const page = await read("/");
    expect(page).not.toMatch(/data-start="2026-12-07T10:00/);
    expect(page).toMatch(/data-start="2026-12-07T10:30/);
  });

  it.each([
    { from: "another site", headers: { origin: "https://evil.example" } },
    { from: "another site's page", headers: { "sec-fetch-site": "cross-site" } },
    { from: "a sibling's page", headers: { "sec-fetch-site": "same-site" } },
    { from: "a form", headers: { "content-type": "text/plain" } },
    { from: "a page without an address", headers: { origin: "null" } },
  ])("books nothing for $from", async ({ headers }) => {
    const before = count();
    const answer = await post("/bookings", { ...WISH, start: "2026-12-07T12:00:00Z" }, headers);
    expect(answer.status).toBe(403);
    expect(count()).toBe(before);
  });

  it.each([
    { given: { name: " " }, fields: { name: "name_missing" } },
    { given: { name: "x".repeat(101) }, fields: { name: "name_long" } },
    { given: { email: "" }, fields: { email: "email_missing" } },
    { given: { email: "a@b" }, fields: { email: "email_invalid" } },
    { given: { start: "soon" }, fields: {} },
    { given: { timeZone: "Mars/Base" }, fields: {} },
    { given: { language: "fr" }, fields: {} },
  ])("says what is wrong with $given", async ({ given, fields }) => {
    const before = count();
    const answer = await post("/bookings", { ...WISH, ...given });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({ code: "invalid", fields });
    expect(count()).toBe(before);
  });

  it("refuses what is no JSON, or too much of it", async () => {
    expect((await post("/bookings", "{")).status).toBe(400);
    expect((await post("/bookings", { ...WISH, name: "x".repeat(20_000) })).status).toBe(413);
  });

  it("shows a booking to whoever knows its uid: name and time, no address, nothing as markup", async () => {
    const name = "</script><script>alert(1)</script>";
    const answer = await post("/bookings", { ...WISH, name, start: "2026-12-07T10:00:00Z" });
    expect(answer.status).toBe(201);
    const { booking } = (await answer.json()) as { booking: { uid: string } };
    const page = await read(`/bookings/${booking.uid}`);
    expect(page).toContain("&lt;script&gt;alert(1)");
    expect(page).not.toContain("<script>alert(1)");
    expect(page).not.toContain("erika@example.test");
  });

  it("knows no bookings but those of its own event type", async () => {
    const { fake } = world;
    const other = fake.eventTypes.add({ ownerId: 1, lengthInMinutes: 30 });
    const { uid } = fake.bookings.add({ eventTypeId: other.id, start: "2026-12-08T15:00:00Z" });
    for (const unknown of [uid, "nobody-has-this-uid", "..%2F..%2Fme"]) {
      const page = await fetch(new URL(`/bookings/${unknown}`, world.url));
      expect(page.status).toBeGreaterThanOrEqual(400);
      expect(await page.text()).toContain("Diesen Termin gibt es nicht.");
      expect((await post(`/bookings/${unknown}/cancel`, {})).ok).toBe(false);
    }
    expect(fake.bookings.get(uid)?.status).toBe("accepted");
  });

  it("shows the week of today where none that can be had is asked for", async () => {
    for (const week of ["9999-12-31", "2026-02-30", "2020-01-01", "__proto__"]) {
      expect(await read(`/?week=${week}`)).toContain('"week":["2026-12-07"');
    }
  });

  it("sends the script and the style sheet once", async () => {
    for (const path of ["/assets/client.js", "/assets/style.css"]) {
      const etag = (await fetch(new URL(path, world.url))).headers.get("etag") ?? "";
      // As browsers do; without it Node's `fetch` asks for all of it again.
      const headers = { "if-none-match": etag, "cache-control": "max-age=0" };
      const again = await fetch(new URL(path, world.url), { headers });
      expect(again.status).toBe(304);
    }
  });

  it("lets Cal.com alone say what a webhook is", async () => {
    const answer = await post("/webhooks/calcom", { triggerEvent: "BOOKING_CREATED", payload: {} });
    expect(answer.status).toBe(401);
  });
});
