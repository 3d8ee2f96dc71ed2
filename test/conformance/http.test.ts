import { describe, expect, it } from "vitest";
import { defer } from "../../src/testing/matching.ts";
import { settle } from "../../src/testing/virtual-clock.ts";
import { createRecordedWorld } from "./recorded-world.ts";
import { normalise, recording, toRequest } from "./recordings.ts";

const ORIGIN = "https://api.cal.example";
const none = new Map<string, string>();
const request = (number: string) => toRequest(recording(number), ORIGIN, none);

describe("the rate limit", () => {
  it("refuses the caller who used it up as 0311 and 0312, and nobody else", async () => {
    const { fake, clock } = createRecordedWorld();
    clock.set(recording("0311").recordedAt);
    for (let asked = 0; asked < 120; asked++) await fake.handle(request("0311"));

    for (const number of ["0311", "0312"]) {
      const { response } = recording(number);
      const given = await fake.handle(request(number));
      expect(given.status).toBe(response.status);
      expect(normalise(await given.json(), none)).toEqual(normalise(response.body, none));
      for (const name of ["limit", "remaining", "reset"]) {
        const header = `x-ratelimit-${name}-default`;
        expect(given.headers.get(header)).toBe(response.headers[header]);
      }
    }
    expect((await fake.handle(request("0313"))).status).toBe(200);
  });

  it("lets the caller in again after a minute", async () => {
    const { fake, clock } = createRecordedWorld();
    for (let asked = 0; asked < 121; asked++) await fake.handle(request("0311"));
    await clock.advance(59_000);
    expect((await fake.handle(request("0311"))).status).toBe(429);
    await clock.advance(1_000);
    expect((await fake.handle(request("0311"))).status).toBe(200);
  });
});

describe("an absence", () => {
  it("is refused before the start as 0229, which names both times", async () => {
    const { fake, clock } = createRecordedWorld();
    const { request: asked, response, recordedAt } = recording("0229");
    clock.set(recordedAt);
    const uid = asked.path.split("/")[3] ?? "";
    fake.bookings.add({ uid, eventTypeId: 3, start: "2026-12-15T15:00:00Z" });
    const given = await fake.handle(request("0229"));
    const withoutNow = (body: unknown) =>
      JSON.stringify(normalise(body, none)).replaceAll(/Current time in UTC\+0: [^,]+/g, "<now>");
    expect(given.status).toBe(response.status);
    expect(withoutNow(await given.json())).toBe(withoutNow(response.body));
  });
});

describe("entity tags", () => {
  it("has weak ones of the recorded form, and answers 304 without a body as 0351", async () => {
    const { fake, clock } = createRecordedWorld();
    clock.set(recording("0350").recordedAt);
    const first = await fake.handle(request("0350"));
    const etag = first.headers.get("etag") ?? "";
    const recorded = recording("0350").response.headers.etag ?? "";
    expect(etag).toMatch(/^W\/"[0-9a-f]+-[\w+/]{27}"$/);
    expect(recorded).toMatch(/^W\/"[0-9a-f]+-[\w+/]{27}"$/);
    expect(etag.split("-")[0]).toBe(recorded.split("-")[0]);

    const again = request("0351");
    again.headers.set("if-none-match", etag);
    const second = await fake.handle(again);
    const { response } = recording("0351");
    expect(second.status).toBe(response.status);
    expect(await second.text()).toBe("");
    expect([...second.headers.keys()].sort()).toEqual(Object.keys(response.headers).sort());
  });
});

describe("a slow receiver of a cancellation", () => {
  it("keeps the slot busy until it has answered, as 0211 saw in the middle of 0212", async () => {
    const answered = defer<void>();
    const { fake, clock } = createRecordedWorld(async () => {
      await answered.promise;
      return new Response("ok");
    });
    clock.set(recording("0212").recordedAt);
    const { uid } = fake.bookings.add({ eventTypeId: 1, start: "2026-12-14T09:30:00Z" });
    fake.bookings.add({ eventTypeId: 1, start: "2026-12-14T09:00:00Z" });
    fake.webhooks.subscribe({ url: "https://app.example/hook", userId: 1 });
    const uids = new Map([["uDc4RVPHGqxB6vhcvYPxVn", uid]]);

    const cancelling = fake.handle(toRequest(recording("0212"), ORIGIN, uids));
    await settle();
    const during = await fake.handle(request("0211"));
    expect(await during.json()).toEqual(recording("0211").response.body);

    answered.resolve();
    expect((await cancelling).status).toBe(200);
    const after = JSON.stringify(await (await fake.handle(request("0211"))).json());
    expect(after).toContain("2026-12-14T09:30:00.000Z");
  });
});
