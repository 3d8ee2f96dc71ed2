import { describe, expect, it } from "vitest";
import type { AlternativesQuery, CalcomClient, LoadContext } from "../../src/index.ts";
import { signedDelivery } from "../../src/testing/signed-delivery.ts";
import { deferred } from "../helpers/deferred.ts";
import { ANN, at, createWorld, DAY, onDay, SECRET } from "../helpers/world.ts";

const SLOTS = { method: "GET", path: "/v2/slots" };

function wishingWorld() {
  const world = createWorld();
  const { fake, half } = world;
  const wish = (time = "12:00", more: Partial<AlternativesQuery> = {}) =>
    ({ eventTypeId: half.id, near: at(time), max: 3, ...more }) as AlternativesQuery;
  return {
    ...world,
    wish,
    asked: () => fake.requests.filter(({ path }) => path === "/v2/slots").length,
    near: async (calcom: CalcomClient, time?: string, more?: Partial<AlternativesQuery>) => {
      const { slots } = await calcom.slots.alternatives(wish(time, more));
      return slots.map(({ start }) => start.slice(11, 16));
    },
    bookElsewhere: (time: string) => fake.bookings.add({ eventTypeId: half.id, start: at(time) }),
  };
}

describe("calls to Cal.com", () => {
  it("are one, however wide the days are", async () => {
    const { asked, client, near } = wishingWorld();
    expect(await near(client(), "12:00", { within: { days: 60 }, max: 100 })).toHaveLength(100);
    expect(asked()).toBe(1);
  });

  it("are none when warm, nor for another wish of that day", async () => {
    const { asked, client, near, wish } = wishingWorld();
    const calcom = client();
    expect(await near(calcom)).toEqual(["12:00", "11:30", "12:30"]);
    const { provenance } = await calcom.slots.alternatives(wish());
    expect(provenance).toMatchObject({ layer: "slots.alternatives", source: "cache" });
    expect(await near(calcom, "09:10", { max: 2 })).toEqual(["09:00", "09:30"]);
    expect(asked()).toBe(1);
  });

  it("are none for another client of the store", async () => {
    const { asked, client, near } = wishingWorld();
    await near(client());
    await near(client());
    await near(client(), "15:00");
    expect(asked()).toBe(1);
  });

  it("are one for all who ask together", async () => {
    const { asked, client, near } = wishingWorld();
    const calcom = client();
    await Promise.all(Array.from({ length: 100 }, (_, index) => near(calcom, `1${index % 6}:00`)));
    expect(asked()).toBe(1);
  });

  it("are none for days that are over", async () => {
    const { asked, client, near } = wishingWorld();
    expect(await near(client(), "12:00", { near: "2020-01-01T12:00:00Z" })).toEqual([]);
    expect(asked()).toBe(0);
  });
});

type Change = (calcom: CalcomClient, world: ReturnType<typeof wishingWorld>) => Promise<unknown>;
const CHANGES: readonly [string, Change][] = [
  [
    "a booking",
    (calcom, { half }) =>
      calcom.bookings.create({ eventTypeId: half.id, start: at("12:00"), attendee: ANN }),
  ],
  [
    "a bump",
    async (calcom, { bookElsewhere, half }) => {
      bookElsewhere("12:00");
      await calcom.invalidate({ eventTypeId: half.id });
    },
  ],
  [
    "a webhook",
    async (calcom, { bookElsewhere, half }) => {
      bookElsewhere("12:00");
      const payload = { eventTypeId: half.id, uid: "u" };
      const delivery = { trigger: "BOOKING_CREATED", payload, secret: SECRET };
      await calcom.handleWebhook(await signedDelivery(delivery));
    },
  ],
  [
    "a confirm that finds the time gone",
    async (calcom, { bookElsewhere, half }) => {
      bookElsewhere("12:00");
      const found = await calcom.slots.confirm({ eventTypeId: half.id, start: at("12:00") });
      expect(found.available).toBe(false);
    },
  ],
];

describe.each(CHANGES)("after %s", (_name, change) => {
  it("the answer is never the kept one", async () => {
    const world = wishingWorld();
    const [calcom, other] = [world.client(), world.client()];
    await world.near(calcom);
    await world.near(other);
    await change(calcom, world);
    expect(await world.near(calcom)).toEqual(["11:30", "12:30", "11:00"]);
    expect(await world.near(other)).toEqual(["11:30", "12:30", "11:00"]);
  });

  it("the answer is never that of a load which left before", async () => {
    const world = wishingWorld();
    const [calcom, other] = [world.client(), world.client()];
    const gate = world.fake.pause({ ...SLOTS, phase: "beforeReply" });
    const early = world.near(calcom);
    await gate.reached;
    await change(other, world);
    const late = world.near(calcom);
    gate.release();
    expect(await early).toContain("12:00");
    expect(await late).not.toContain("12:00");
    expect(await world.near(calcom)).not.toContain("12:00");
  });

  it("a layer that rests on it is orphaned too", async () => {
    const world = wishingWorld();
    const [calcom, other] = [world.client(), world.client()];
    const offer = calcom.layer("offer", {
      key: () => [],
      load: async (_query: undefined, { slots }) =>
        (await slots.alternatives(world.wish())).slots.map(({ start }) => start),
      ttlMs: 600_000,
    });
    expect(await offer.get(undefined)).toContain(at("12:00"));
    expect((await offer.read(undefined)).provenance.source).toBe("cache");
    await change(other, world);
    expect(await offer.get(undefined)).not.toContain(at("12:00"));
  });
});

it("is given again by who asks while a load is under way", async () => {
  const { asked, client, fake, near } = wishingWorld();
  const calcom = client();
  const gate = fake.pause({ ...SLOTS, phase: "beforeReply" });
  const reads = [near(calcom)];
  await gate.reached;
  reads.push(near(calcom), near(calcom, "15:00"));
  gate.release();
  await Promise.all(reads);
  expect(asked()).toBe(1);
});

it("does not outlive the start of a time it lists", async () => {
  const { asked, client, clock, fake, half, near } = wishingWorld();
  fake.eventTypes.update(half.id, { minimumBookingNotice: 0 });
  const calcom = client({ ttl: { nearMs: 86_400_000, farMs: 86_400_000 } });
  clock.set(at("08:58"));
  expect(await near(calcom, "09:00")).toEqual(["09:00", "09:30", "10:00"]);
  clock.set(`${DAY}T09:00:01Z`);
  expect(await near(calcom, "09:00")).toEqual(["09:30", "10:00", "10:30"]);
  expect(asked()).toBe(1);
});

it("belongs to the load whose context is asked, whoever asks it", async () => {
  const world = wishingWorld();
  const calcom = world.client();
  const [lent, given] = [deferred<LoadContext>(), deferred<readonly string[]>()];
  const elsewhere = lent.promise.then(async ({ slots }) => {
    const found = await slots.alternatives(world.wish());
    given.resolve(found.slots.map(({ start }) => start));
  });
  const offer = calcom.layer("offer", {
    key: () => [],
    load: async (_query: undefined, context) => {
      lent.resolve(context);
      return given.promise;
    },
    ttlMs: 600_000,
  });
  const { value, provenance } = await offer.read(undefined);
  await elsewhere;
  expect(value).toContain(at("12:00"));
  const own = await calcom.slots.alternatives(world.wish());
  expect(provenance.versions).toEqual(own.provenance.versions);
});

it("rests on nothing but the slots it was made from", async () => {
  const { client, half, wish } = wishingWorld();
  const calcom = client();
  const { provenance } = await calcom.slots.list(onDay(half.id));
  const { provenance: own } = await calcom.slots.alternatives(wish());
  expect(own.versions).toEqual(provenance.versions);
  expect(Number.isFinite(own.expiresAt)).toBe(true);
});
