import { beforeAll, describe, expect, it } from "vitest";
import type { FakeCalcom } from "../../src/testing/fake-calcom.ts";
import { delivery, shape } from "./deliveries.ts";
import { createRecordedWorld } from "./recorded-world.ts";

const sent = new Map<number, string>();

function addTeam(fake: FakeCalcom): void {
  const team = fake.teams.add({
    name: "Support Team",
    slug: "support-team",
    memberIds: [1, 2, 3],
  });
  const teamId = team.id;
  const add = (id: number, slug: string, title: string, second: number, type = {}) =>
    fake.eventTypes.add({ id, slug, title, teamId, hostIds: [1, second], ...type });
  add(6, "rr", "RR", 2);
  add(7, "coll", "Collective", 3, { schedulingType: "collective" });
}

beforeAll(async () => {
  const { fake } = createRecordedWorld();
  addTeam(fake);
  fake.webhooks.subscribe({ url: "https://app.example/hook/user", userId: 1 });
  fake.webhooks.subscribe({ url: "https://app.example/hook/team", teamId: 1 });
  const note = (n: number) => {
    expect(fake.webhooks.deliveries.every(({ url }) => url.endsWith("/hook/team"))).toBe(true);
    sent.set(n, fake.webhooks.deliveries.at(-1)?.body ?? "");
  };
  const attendee = (name: string, email: string) => ({
    name,
    email: `${email}@example.test`,
    timeZone: "America/New_York",
  });
  const zoe = await fake.bookings.book({
    eventTypeId: 6,
    start: "2026-12-17T10:00:00Z",
    attendee: attendee("Zoë 😀 – Jürgen", "zoe"),
  });
  note(49);
  await fake.bookings.reschedule(zoe.uid, "2026-12-17T11:00:00Z");
  note(50);
  const start = "2026-12-17T14:00:00Z";
  await fake.bookings.book({ eventTypeId: 7, start, attendee: attendee("C1", "c1") });
  note(52);
});

describe("the fake's deliveries to a team, and none to its hosts, have the recorded fields", () => {
  for (const [n, what] of [
    [49, "a round robin booking"],
    [50, "a rescheduled round robin booking"],
    [52, "a collective booking"],
  ] as const) {
    it(`${what} (delivery ${n})`, () => {
      const recorded: unknown = JSON.parse(delivery(n).bodyUtf8);
      expect(shape(JSON.parse(sent.get(n) ?? "null"))).toEqual(shape(recorded));
    });
  }
});
