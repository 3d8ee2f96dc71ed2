import { describe, expect, it } from "vitest";
import type { ProfileName } from "../../../src/testing/profile.ts";
import { ask } from "./ask.ts";
import { at, createSalon } from "./setup.ts";

/** A salon with a round robin of Alice and Bob, and a booking of Alice's in it. */
async function createPool(profile: ProfileName) {
  const salon = createSalon({ profile });
  const bob = salon.fake.users.add({ username: "bob" });
  const hostIds = [salon.owner.id, bob.id];
  const { id: teamId } = salon.fake.teams.add({ memberIds: hostIds });
  const pool = salon.fake.eventTypes.add({ teamId, hostIds });
  const { uid } = await salon.fake.bookings.book({ eventTypeId: pool.id, start: at("10:00") });
  const told = async () => {
    await salon.clock.advance(1_000);
    await salon.fake.webhooks.settled();
    return salon.fake.webhooks.deliveries.map(({ body }) => JSON.parse(body));
  };
  await told();
  salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
  return { salon, bob, pool, uid, told };
}

describe("the triggers that hosted Cal.com has beyond the recorded ones", () => {
  it("name who hosts a reassigned booking, and who did", async () => {
    const { salon, bob, uid, told } = await createPool("hosted");
    await ask(salon, `POST /bookings/${uid}/reassign`);
    const [{ triggerEvent, payload }] = await told();
    expect(triggerEvent).toBe("BOOKING_REASSIGNED");
    expect(payload).toMatchObject({
      uid,
      organizer: { id: bob.id },
      addedHostUserIds: [bob.id],
      removedHostUserIds: [salon.owner.id],
    });
  });

  it("say where a booking took place before", async () => {
    const { salon, uid, told } = await createPool("hosted");
    const location = { type: "link", link: "https://meet.example" };
    await ask(salon, `PATCH /bookings/${uid}/location`, { location });
    const [{ triggerEvent, payload }] = await told();
    expect(triggerEvent).toBe("BOOKING_LOCATION_UPDATED");
    expect(payload).toMatchObject({
      uid,
      location: location.link,
      previousLocation: "1 Test Street",
    });
  });

  it("tell who has joined an instant meeting", async () => {
    const { salon, bob, pool, told } = await createPool("hosted");
    const { id: bookingId, uid } = salon.fake.bookings.add({
      eventTypeId: pool.id,
      start: at("12:00"),
      status: "awaiting_host",
    });
    await salon.fake.bookings.join(uid, bob.id);
    const [{ triggerEvent, payload }] = await told();
    expect(triggerEvent).toBe("INSTANT_MEETING_ACCEPTED");
    const expected = { bookingId, bookingUid: uid, eventTypeId: pool.id, status: "ACCEPTED" };
    expect(payload).toMatchObject({ ...expected, organizer: { id: bob.id } });
  });

  it("are neither sent nor taken by self-hosted builds (0250)", async () => {
    const { salon, bob, pool, uid, told } = await createPool("selfHosted");
    await ask(salon, `POST /bookings/${uid}/reassign`);
    await ask(salon, `PATCH /bookings/${uid}/location`, { location: { type: "link", link: "x" } });
    const meeting = { eventTypeId: pool.id, start: at("12:00"), status: "awaiting_host" } as const;
    await salon.fake.bookings.join(salon.fake.bookings.add(meeting).uid, bob.id);
    expect(await told()).toEqual([]);
  });

  it.each([
    ["hosted", 201],
    ["selfHosted", 400],
  ] as const)("are subscribed to on %s with %d", async (profile, status) => {
    const { salon } = await createPool(profile);
    const body = {
      active: true,
      subscriberUrl: "https://app.example/more",
      triggers: ["BOOKING_REASSIGNED"],
    };
    expect((await ask(salon, "POST /webhooks", body)).status).toBe(status);
  });
});
