import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { at, createSalon } from "./setup.ts";

const PROFILES = ["selfHosted", "hosted"] as const;

describe.each(PROFILES)("what the %s profile says of a booking", (profile) => {
  const isHosted = profile === "hosted";
  const LATER_MS = 500;

  function createHall() {
    const salon = createSalon({ profile, rateLimit: false });
    const seats = { seatsPerTimeSlot: 2, showAttendeeInfo: true, showAvailabilityCount: true };
    salon.fake.eventTypes.update(1, { seats });
    const sit = (name: string) =>
      ask(salon, "POST /bookings", {
        eventTypeId: 1,
        start: at("10:00"),
        attendee: { name, email: `${name}@example.test`, timeZone: "UTC" },
        metadata: { of: name },
      });
    return { ...salon, sit };
  }

  it("that was moved", async () => {
    const salon = createSalon({ profile, rateLimit: false });
    const { uid } = salon.fake.bookings.add({ eventTypeId: 1, start: at("10:00") });
    const moved = await ask(salon, `POST /bookings/${uid}/reschedule`, { start: at("11:00") });
    await salon.clock.advance(LATER_MS);
    const { data } = await ask(salon, `GET /bookings/${uid}`);
    expect(data.status).toBe("cancelled");
    expect(data.rescheduledToUid).toBe(isHosted ? moved.data.uid : undefined);
    expect(moved.data.rescheduledFromUid).toBe(uid);
  });

  it("with seats, to each their own metadata", async () => {
    const { sit } = createHall();
    await sit("ann");
    const { data } = await sit("ben");
    const told = data.attendees.map(({ metadata }: { metadata?: object }) => metadata);
    expect(told).toEqual(isHosted ? [{ of: "ann" }, { of: "ben" }] : [undefined, undefined]);
    expect(data.metadata).toEqual(isHosted ? { of: "ann" } : undefined);
  });
});
