import { beforeAll, describe, expect, it } from "vitest";
import { delivery, shape } from "./deliveries.ts";
import { createRecordedWorld } from "./recorded-world.ts";

const sent = new Map<number, string>();
const attendee = (name: string) => ({
  name,
  email: `${name.toLowerCase()}@example.test`,
  timeZone: "America/New_York",
});

beforeAll(async () => {
  const { fake, clock } = createRecordedWorld();
  fake.webhooks.subscribe({ url: "https://app.example/hook", userId: 1 });
  const note = (n: number) => sent.set(n, fake.webhooks.deliveries.at(-1)?.body ?? "");
  const seats = { seatsPerTimeSlot: 2, showAttendeeInfo: true, showAvailabilityCount: true };
  fake.eventTypes.add({ id: 8, ownerId: 1, slug: "seated", title: "Seated", seats });
  const recurrence = { frequency: "weekly", interval: 1, occurrences: 3 } as const;
  fake.eventTypes.add({ id: 10, ownerId: 1, slug: "recur", title: "Recur", recurrence });

  const noon = { eventTypeId: 8, start: "2026-12-17T12:00:00Z" };
  await fake.bookings.book({ ...noon, attendee: attendee("S1") });
  note(53);
  const nine = { eventTypeId: 10, start: "2027-01-11T09:00:00Z" };
  await fake.bookings.book({ ...nine, attendee: attendee("Rc") });
  note(56);
  const seed = { eventTypeId: 5, start: "2026-11-20T09:00:00Z" };
  const person = { ...attendee("Ns"), language: "en" };
  const { uid } = fake.bookings.add({ ...seed, id: 66, attendees: [person] });
  clock.set("2026-11-20T16:09:28.508Z");
  await fake.fetch(`${fake.baseUrl}/bookings/${uid}/mark-absent`, {
    method: "POST",
    headers: {
      authorization: "Bearer cal_live_alice0000000000000000000000000001",
      "cal-api-version": "2024-08-13",
    },
    body: JSON.stringify({ attendees: [{ email: person.email, absent: true }] }),
  });
  note(71);
});

/** The seat and the booking have ids of their own in every run. */
function withoutIds(value: unknown): unknown {
  const text = JSON.stringify(shape(value));
  return JSON.parse(text.replaceAll(/"(attendeeSeatId|bookingUid)":"[^"]+"/g, '"$1":"<>"'));
}

describe("the fake's deliveries of special bookings have the recorded fields", () => {
  for (const [n, what] of [
    [53, "a seat"],
    [56, "an occurrence of a series"],
    [71, "an absence"],
  ] as const) {
    it(`${what} (delivery ${n})`, () => {
      const recorded: unknown = JSON.parse(delivery(n).bodyUtf8);
      expect(withoutIds(JSON.parse(sent.get(n) ?? "null"))).toEqual(withoutIds(recorded));
    });
  }
});
