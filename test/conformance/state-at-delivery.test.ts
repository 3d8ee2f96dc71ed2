import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { FakeCalcom } from "../../src/testing/fake-calcom.ts";
import { createRecordedWorld } from "./recorded-world.ts";

/** What the API said at the very moment a webhook was delivered, before it was answered. */
interface Sight {
  readonly bookingStatusSeen: string | undefined;
  readonly slotFreeSeen: boolean;
  readonly oldBookingStatusSeen?: string | undefined;
  readonly oldSlotFreeSeen?: boolean;
}

const file = new URL("../fixtures/state-at-delivery.jsonl", import.meta.url);
const lines: readonly (Sight & { trigger: string })[] = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

const sightOf = (line: Sight): Sight => ({
  bookingStatusSeen: line.bookingStatusSeen,
  slotFreeSeen: line.slotFreeSeen,
  ...(line.oldBookingStatusSeen === undefined
    ? {}
    : { oldBookingStatusSeen: line.oldBookingStatusSeen, oldSlotFreeSeen: line.oldSlotFreeSeen }),
});

/**
 * What most deliveries of a trigger saw. The rest are of event types the fake does not have
 * (seats, series) or of a server that sent its webhooks from a queue.
 */
function mostSaw(trigger: string, rescheduled: boolean): Sight {
  const counts = new Map<string, number>();
  for (const line of lines) {
    if (line.trigger !== trigger) continue;
    if ((line.oldBookingStatusSeen !== undefined) !== rescheduled) continue;
    const sight = JSON.stringify(sightOf(line));
    counts.set(sight, (counts.get(sight) ?? 0) + 1);
  }
  const [[most] = [""]] = [...counts].sort((left, right) => right[1] - left[1]);
  return JSON.parse(most);
}

async function isFree(fake: FakeCalcom, eventTypeId: number, instant: string): Promise<boolean> {
  const start = new Date(instant).toISOString();
  const query = `eventTypeId=${eventTypeId}&start=${start.slice(0, 10)}&end=${start.slice(0, 10)}`;
  const headers = { "cal-api-version": "2024-09-04" };
  const response = await fake.fetch(`${fake.baseUrl}/slots?${query}`, { headers });
  return (await response.text()).includes(start);
}

async function watch(act: (fake: FakeCalcom) => Promise<unknown>): Promise<Sight | undefined> {
  let seen: Sight | undefined;
  const { fake } = createRecordedWorld(async (request) => {
    const { payload } = await request.json();
    const status = (uid: string) => fake.bookings.get(uid)?.status;
    seen = {
      bookingStatusSeen: status(payload.uid),
      slotFreeSeen: await isFree(fake, payload.eventTypeId, payload.startTime),
      ...(payload.rescheduleUid === undefined
        ? {}
        : {
            oldBookingStatusSeen: status(payload.rescheduleUid),
            oldSlotFreeSeen: await isFree(fake, payload.eventTypeId, payload.rescheduleStartTime),
          }),
    };
    return new Response("ok");
  });
  fake.webhooks.subscribe({ url: "https://app.example/hook" });
  await act(fake);
  return seen;
}

const slot = (eventTypeId: number) => ({ eventTypeId, start: "2026-12-15T10:00:00Z" });
const later = "2026-12-15T11:00:00Z";

describe("at the moment of a delivery the API says what it said on the recorded server", () => {
  it("of a new booking", async () => {
    const seen = await watch((fake) => fake.bookings.book(slot(1)));
    expect(seen).toEqual(mostSaw("BOOKING_CREATED", false));
  });

  it("of a request", async () => {
    const seen = await watch((fake) => fake.bookings.book(slot(3)));
    expect(seen).toEqual(mostSaw("BOOKING_REQUESTED", false));
  });

  it("of a rescheduled booking", async () => {
    const seen = await watch((fake) =>
      fake.bookings.reschedule(fake.bookings.add(slot(1)).uid, later),
    );
    expect(seen).toEqual(mostSaw("BOOKING_RESCHEDULED", true));
  });

  it("of a booking rescheduled by an attendee that the owner must confirm", async () => {
    const seen = await watch((fake) =>
      fake.bookings.reschedule(fake.bookings.add(slot(3)).uid, later),
    );
    expect(seen).toEqual(mostSaw("BOOKING_REQUESTED", true));
  });

  it("of a cancelled booking", async () => {
    const seen = await watch((fake) => fake.bookings.cancel(fake.bookings.add(slot(1)).uid));
    expect(seen).toEqual(mostSaw("BOOKING_CANCELLED", false));
  });
});
