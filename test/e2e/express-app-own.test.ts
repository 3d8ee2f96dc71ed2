import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningApp, startExpressApp } from "../../examples/express-app/app.ts";
import { type DemoAccount, startDemoAccount } from "../../examples/shared/demo-account.ts";
import { tickingClock } from "../../examples/shared/demo-clock.ts";

const clock = tickingClock("2026-12-07T07:20:00Z");
let account: DemoAccount;
const running: RunningApp[] = [];
beforeAll(async () => {
  account = await startDemoAccount({ hookUrl: "http://127.0.0.1:9/hooks", clock });
});
afterAll(async () => {
  await Promise.all(running.map((app) => app.close()));
  await account.close();
});

/** The page of an account that is not the demo's. */
async function own(settings: { practiceName?: string; eventTypeId?: number; apiKey?: string }) {
  const { practiceName, ...of } = settings;
  const { officeZone } = account;
  const app = await startExpressApp({
    ...{ officeZone, clock, practiceName, isOwn: true, port: 0 },
    account: { ...account, ...of },
  });
  running.push(app);
  const page = await fetch(`${app.url}/?lang=en`);
  return page.text();
}

it("calls a practice by its own name, and a visit by the title of the event type", async () => {
  const page = await own({ practiceName: "Praxis <Dr. Ohm>" });
  expect(page).toContain('<p class="brand">Praxis &lt;Dr. Ohm&gt;</p>');
  expect(page).toContain("<h1>Kontrolltermin</h1>");
  expect(page).not.toContain("Dental practice at the market");
});

it("calls a practice without a name by what is booked there", async () => {
  expect(await own({})).toContain('<p class="brand">Kontrolltermin</p>');
});

it("does not start for an event type that the account does not have", async () => {
  await expect(own({ eventTypeId: 4711 })).rejects.toMatchObject({ status: 404 });
});
