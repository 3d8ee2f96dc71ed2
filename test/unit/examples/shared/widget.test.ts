import { afterEach, beforeEach, expect, it } from "vitest";
import { createWidget } from "../../../../examples/shared/widget.ts";
import { createFakeCalcom, type FakeCalcom } from "../../../../src/testing/server.ts";

const START = "2026-12-07T10:00:00Z";
const hookUrl = "https://app.example/hook";

let fake: FakeCalcom;
let heard: string[];
let widget: ReturnType<typeof createWidget>;

beforeEach(() => {
  heard = [];
  fake = createFakeCalcom({
    deliver: async (request) => {
      heard.push(((await request.json()) as { triggerEvent: string }).triggerEvent);
      return new Response();
    },
  });
  const { id: ownerId } = fake.users.add({ timeZone: "Europe/Berlin" });
  const { id: eventTypeId } = fake.eventTypes.add({ ownerId });
  fake.webhooks.subscribe({ url: hookUrl });
  widget = createWidget({ fake, eventTypeId, hookUrl, officeZone: "Europe/Berlin" });
});
afterEach(() => fake.reset());

async function ask(address: string, body?: Record<string, string>): Promise<Response> {
  const url = `http://demo.example${address}`;
  const form = body && { method: "POST", body: new URLSearchParams(body) };
  const answer = await widget(new Request(url, form));
  if (answer === undefined) throw new Error("The widget leaves it alone.");
  return answer;
}
const post = async (body: Record<string, string>) => {
  const answer = await ask("/widget", { date: "2026-12-07", ...body });
  return answer.headers.get("location") ?? "";
};

it("leaves everything but its own page to the API", () => {
  expect(widget(new Request("http://demo.example/v2/me"))).toBeUndefined();
});

it("lists what is free, without a script", async () => {
  const answer = await ask("/widget?date=2026-12-07&lang=en");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  const page = await answer.text();
  expect(page).toContain('lang="en"');
  expect(page.match(/name="start"/g)).toHaveLength(16);
});

it("books and calls off past the application, which hears of both", async () => {
  expect(await post({ start: START })).toContain("notice=booked");
  const [booking] = fake.bookings.list();
  expect(await (await ask("/widget?date=2026-12-07")).text()).toContain(booking?.uid);
  expect(await post({ cancel: booking?.uid ?? "" })).toContain("notice=cancelled");
  expect(heard).toEqual(["BOOKING_CREATED", "BOOKING_CANCELLED"]);
});

it("loses the webhooks of one change, and not of the next", async () => {
  await post({ start: START, lose: "on" });
  expect(fake.bookings.list()).toHaveLength(1);
  expect(heard).toEqual([]);
  await post({ start: "2026-12-07T11:00:00Z" });
  expect(heard).toEqual(["BOOKING_CREATED"]);
});

it("says that a time is taken, and loses nothing because of that", async () => {
  await post({ start: START });
  expect(await post({ start: START, lose: "on" })).toContain("notice=taken");
  await post({ start: "2026-12-07T11:00:00Z" });
  expect(heard).toEqual(["BOOKING_CREATED", "BOOKING_CREATED"]);
});

it("shows nothing that it was handed as markup", async () => {
  const evil = encodeURIComponent('"><script>alert(1)</script>');
  const address = `/widget?date=${evil}&lang=${evil}&notice=${evil}&start=${evil}`;
  expect(await (await ask(address)).text()).not.toContain("<script");
});
