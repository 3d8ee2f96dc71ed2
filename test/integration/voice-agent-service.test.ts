import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { createFakeCalcom, startFakeCalcomServer } from "../../src/testing/server.ts";
import { type ExampleProcess, startExample } from "../helpers/example-process.ts";
import { mondayAfter } from "../helpers/monday.ts";

const MAIN = "voice-agent/main.ts";
/** What a shell makes of a line that the service prints. */
const CURL = /curl -s (\S+)(?: -H "([^:]+): ([^"]+)")? -d '(.+)'/g;

interface Told {
  readonly status: string;
  readonly offers: readonly { readonly hour: string }[];
}

async function post(url: string, body: string, headers: Record<string, string> = {}) {
  const answer = await fetch(url, { method: "POST", body, headers });
  return { code: answer.status, told: (await answer.json()) as Told };
}

describe("on a fake Cal.com of its own", () => {
  let example: ExampleProcess;
  beforeAll(async () => {
    example = await startExample(MAIN, { DEMO_NOW: "2026-12-04T17:30:00Z" });
  }, 30_000);
  afterAll(() => example.kill());

  it("prints two lines that work", async () => {
    await expect.poll(() => [...example.written().matchAll(CURL)]).toHaveLength(2);
    const [find, book] = [...example.written().matchAll(CURL)];
    const send = async (line = find) => (await post(line?.[1] ?? "", line?.[4] ?? "")).told;
    expect(await send(find)).toMatchObject({ status: "free" });
    expect(await send(book)).toMatchObject({ status: "booked" });
    const after = await send(find);
    expect(after).toMatchObject({ status: "alternatives" });
    expect(after.offers.map(({ hour }) => hour)).toEqual(["08:30", "10:00"]);
  });

  it("hears of a booking in the widget", async () => {
    const widget = /books at (\S+)/.exec(example.written())?.[1] ?? "";
    const form = new URLSearchParams({ start: "2026-12-07T07:30:00.000Z", date: "2026-12-07" });
    const booked = await fetch(widget, { method: "POST", body: form, redirect: "manual" });
    expect(booked.headers.get("location")).toContain("notice=booked");
    const args = { day: "2026-12-07", hour: "08:30", language: "en" };
    const body = JSON.stringify({ call: { call_id: "call_2" }, args });
    const { told } = await post(`${example.url}/functions/find-times`, body);
    expect(told.offers.map(({ hour }) => hour)).not.toContain("08:30");
  });
});

describe("on an account", () => {
  const fake = createFakeCalcom({ clock: systemClock, rateLimit: false });
  const owner = fake.users.add({ username: "alice" });
  const { id } = fake.eventTypes.add({ ownerId: owner.id, lengthInMinutes: 30 });
  let server: Awaited<ReturnType<typeof startFakeCalcomServer>>;
  let example: ExampleProcess;
  beforeAll(async () => {
    server = await startFakeCalcomServer(fake);
    example = await startExample(MAIN, {
      CALCOM_API_KEY: owner.apiKey,
      CALCOM_BASE_URL: server.url,
      CALCOM_EVENT_TYPE_ID: String(id),
      OFFICE_TIME_ZONE: "Europe/London",
      AGENT_SECRET: "s3cret",
    });
  }, 30_000);
  afterAll(() => Promise.all([example.kill(), server.close()]));

  it("says that no webhook is believed without a secret", async () => {
    await expect.poll(() => example.written()).toContain("without CALCOM_WEBHOOK_SECRET");
    expect(example.written()).not.toContain("/webhooks/calcom");
  });

  it("answers whoever bears the agent's secret", async () => {
    const args = { day: mondayAfter(systemClock.now()), hour: "09:00" };
    const body = JSON.stringify({ call: { call_id: "call_1" }, args });
    const url = `${example.url}/functions/find-times`;
    expect((await post(url, body)).code).toBe(401);
    const { told } = await post(url, body, { authorization: "Bearer s3cret" });
    expect(told.status).toBe("free");
  });
});
