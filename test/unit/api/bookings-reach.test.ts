import { describe, expect, it } from "vitest";
import type { CalcomClient, CalcomEvents } from "../../../src/index.ts";
import { EmailHashes } from "../../../src/invalidation/email-hashes.ts";
import { signedDelivery } from "../../../src/testing/signed-delivery.ts";
import { ANN, at, createWorld, SECRET } from "../../helpers/world.ts";
import { errorOf } from "./stub-fetch.ts";

/** Notes what a client says it has invalidated. */
function listen(calcom: CalcomClient) {
  const heard: CalcomEvents["invalidated"][] = [];
  calcom.on("invalidated", (event) => heard.push(event));
  return heard;
}

const sorted = (tags: readonly string[] | undefined) => [...(tags ?? [])].sort();

describe("what a booking reaches", () => {
  it("is its event type, its hosts, everybody's address, and `unknown`", async () => {
    const { half, alice, client, fake } = createWorld();
    const calcom = client();
    const heard = listen(calcom);
    const guests = ["Gus@Example.test"];
    const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN, guests };
    await calcom.bookings.create(input);
    const hashes = new EmailHashes(`${fake.baseUrl} default`);
    const emails = await hashes.all([alice.email, ANN.email, "gus@example.test"]);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({ cause: "write", coherence: "confirmed" });
    expect(sorted(heard[0]?.tags)).toEqual(
      sorted([
        `event-type:${half.id}`,
        `host:${alice.id}`,
        "unknown",
        ...emails.map((hash) => `email:${hash}`),
      ]),
    );
    expect(JSON.stringify(heard)).not.toContain("@");
  });

  it("is everything where the hosts are not known", async () => {
    const { half, client } = createWorld();
    const calcom = client({ invalidation: { pools: "off" } });
    const heard = listen(calcom);
    await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    expect(heard[0]?.tags).toContain("all");
  });

  it("is nothing when it was refused", async () => {
    const { half, client } = createWorld();
    const calcom = client();
    const heard = listen(calcom);
    const past = { eventTypeId: half.id, start: "2026-11-02T09:00:00Z", attendee: ANN };
    await errorOf(calcom.bookings.create(past));
    expect(heard).toEqual([]);
  });
});

describe("a booking that is moved", () => {
  async function booked() {
    const world = createWorld();
    const { uid } = await world.fake.bookings.book({
      eventTypeId: world.half.id,
      start: at("09:00"),
    });
    const calcom = world.client();
    const move = async () => {
      const heard = listen(calcom);
      await calcom.bookings.reschedule(uid, { start: at("11:00") });
      expect(heard).toHaveLength(1);
      return heard[0]?.tags ?? [];
    };
    return { ...world, calcom, uid, move };
  }

  it("reaches everything when nobody here knew it", async () => {
    const { move, half } = await booked();
    expect(await move()).toEqual(expect.arrayContaining(["all", `event-type:${half.id}`]));
  });

  it("reaches its hosts alone when it was read before", async () => {
    const { move, calcom, uid, half, alice } = await booked();
    await calcom.bookings.get(uid);
    const tags = await move();
    expect(tags).not.toContain("all");
    expect(tags).toEqual(
      expect.arrayContaining([`event-type:${half.id}`, `host:${alice.id}`, "unknown"]),
    );
  });

  it("reaches its hosts alone when another process of the store has made it", async () => {
    const { client, half } = createWorld();
    const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    const { booking } = await client().bookings.create(input);
    const calcom = client();
    const heard = listen(calcom);
    await calcom.bookings.reschedule(booking.uid, { start: at("11:00") });
    expect(heard[0]?.tags).not.toContain("all");
  });

  it("reaches its hosts alone when a webhook told of it", async () => {
    const { move, client, uid, half, alice } = await booked();
    const payload = {
      uid,
      eventTypeId: half.id,
      organizer: { id: alice.id, email: alice.email },
      schedulingType: null,
    };
    const trigger = "BOOKING_CREATED";
    await client().handleWebhook(await signedDelivery({ trigger, payload, secret: SECRET }));
    expect(await move()).not.toContain("all");
  });

  it("can be moved again under its new uid without reaching everything", async () => {
    const { calcom, uid } = await booked();
    const { booking } = await calcom.bookings.reschedule(uid, { start: at("11:00") });
    const heard = listen(calcom);
    await calcom.bookings.reschedule(booking.uid, { start: at("13:00") });
    expect(heard[0]?.tags).not.toContain("all");
  });

  it("reaches the old host as well as the new one", async () => {
    const { client, fake, half, alice } = createWorld();
    const bob = fake.users.add({ username: "bob" });
    const other = fake.eventTypes.add({ ownerId: bob.id, slug: "other" });
    const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    const moved = { eventTypeId: other.id, hosts: [{ id: bob.id, email: bob.email }] };
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      const response = await fake.fetch(request);
      if (!request.url.endsWith("/reschedule")) return response;
      const body = (await response.json()) as { data: object };
      return Response.json({ ...body, data: { ...body.data, ...moved } }, { status: 201 });
    };
    const pools = {
      [half.id]: [{ id: alice.id, email: alice.email }],
      [other.id]: [{ id: bob.id, email: bob.email }],
    };
    const calcom = client({ fetch, invalidation: { pools } });
    await calcom.bookings.get(uid);
    const heard = listen(calcom);
    await calcom.bookings.reschedule(uid, { start: at("11:00") });
    expect(heard[0]?.tags).toEqual(
      expect.arrayContaining([`host:${alice.id}`, `host:${bob.id}`, `event-type:${half.id}`]),
    );
  });
});

describe("a booking that is called off", () => {
  it("reaches everything when nobody knows whose it was until the answer, and its hosts", async () => {
    const { client, fake, half, alice } = createWorld();
    const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    const calcom = client();
    const heard = listen(calcom);
    await calcom.bookings.cancel(uid);
    expect(heard[0]?.tags).toEqual(
      expect.arrayContaining([`event-type:${half.id}`, `host:${alice.id}`, "unknown"]),
    );
  });
});
