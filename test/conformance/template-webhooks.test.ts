import { expect, it } from "vitest";
import { delivery } from "./deliveries.ts";
import { createRecordedWorld } from "./recorded-world.ts";
import { recording, toRequest } from "./recordings.ts";

it("a subscriber's template replaces the body, as in delivery 10", async () => {
  const { fake } = createRecordedWorld();
  await fake.handle(toRequest(recording("0032"), "https://api.cal.example", new Map()));
  const attendee = { name: "Ed", email: "ed@example.test", timeZone: "America/New_York" };
  const { uid } = await fake.bookings.book({
    eventTypeId: 5,
    start: "2026-12-07T16:00:00Z",
    attendee,
  });
  const recorded = delivery(10).bodyUtf8.replace("4ogvL6j1NWxUpECR59q197", uid);
  expect(fake.webhooks.deliveries.map(({ body }) => body)).toEqual([recorded]);
});
