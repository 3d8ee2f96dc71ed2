import { describe, expect, it } from "vitest";
import type { CalcomClient, CalcomClientOptions } from "../../src/index.ts";
import { signedDelivery } from "../../src/testing/signed-delivery.ts";
import { withLeases } from "../helpers/with-leases.ts";
import { ANN, at, createWorld, DAY, onDay, SECRET, sourceOf, warm } from "../helpers/world.ts";

const SLOTS = { method: "GET", path: "/v2/slots" };

function confirmWorld(options: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld(options);
  const { fake, half } = world;
  return {
    ...world,
    asked: () => fake.requests.filter(({ path }) => path === "/v2/slots").length,
    /** Somebody books at Cal.com's own page, and nobody tells us. */
    bookElsewhere: (time: string) => fake.bookings.add({ eventTypeId: half.id, start: at(time) }),
    isFree: async (calcom: CalcomClient, time = "09:00") =>
      (await calcom.slots.confirm({ eventTypeId: half.id, start: at(time) })).available,
  };
}

/** Two layers of an application, one over the other. */
function listing(calcom: CalcomClient, eventTypeId: number) {
  const mornings = calcom.layer("mornings", {
    key: () => [],
    load: async (_query: undefined, { slots }) =>
      (await slots.list(onDay(eventTypeId))).slots[DAY]?.map(({ start }) => start) ?? [],
    ttlMs: 600_000,
  });
  return calcom.layer("first", {
    key: () => [],
    load: async (_query: undefined, context) => (await context.get(mornings, undefined))[0] ?? null,
    ttlMs: 600_000,
  });
}

describe("a time that is gone", () => {
  it("is orphaned in every layer that listed it", async () => {
    const { bookElsewhere, client, half, isFree } = confirmWorld();
    const calcom = client();
    const first = listing(calcom, half.id);
    expect(await first.get(undefined)).toBe(at("09:00"));
    bookElsewhere("09:00");
    expect((await first.read(undefined)).provenance.source).toBe("cache");
    expect(await isFree(calcom)).toBe(false);
    expect(await first.get(undefined)).toBe(at("09:30"));
  });

  it("is orphaned for every client of the store, before the answer is given", async () => {
    const { bookElsewhere, client, half, hour, isFree } = confirmWorld();
    const [asking, other] = [client(), client()];
    const first = listing(other, hour.id);
    expect(await first.get(undefined)).toBe(at("09:00"));
    await warm(other, half.id);
    bookElsewhere("09:00");
    expect(await isFree(asking)).toBe(false);
    expect(await sourceOf(other, half.id)).toBe("origin");
    expect(await first.get(undefined)).toBe(at("10:00"));
  });

  it("says so when the store has not confirmed it", async () => {
    const world = confirmWorld();
    const { bookElsewhere, client, half, store } = world;
    const away = {
      ...store,
      read: store.read.bind(store),
      ensure: store.ensure.bind(store),
      write: store.write.bind(store),
      apply: () => Promise.reject(new Error("away")),
      close: () => undefined,
    };
    const calcom = client({ store: away });
    await warm(calcom, half.id);
    bookElsewhere("09:00");
    const found = await calcom.slots.confirm({ eventTypeId: half.id, start: at("09:00") });
    expect(found).toMatchObject({ available: false, coherence: "deferred" });
    expect(await sourceOf(calcom, half.id)).toBe("origin");
    await calcom.close();
  });
});

it("leaves caches warm when the time is free", async () => {
  const { client, half, isFree, asked } = confirmWorld();
  const calcom = client();
  const first = listing(calcom, half.id);
  await first.get(undefined);
  const before = asked();
  expect(await isFree(calcom)).toBe(true);
  expect(asked()).toBe(before + 1);
  expect((await first.read(undefined)).provenance.source).toBe("cache");
  expect(await sourceOf(calcom, half.id)).toBe("cache");
});

describe("who asks together", () => {
  it("shares one request, for different times of a day too", async () => {
    const { client, asked, isFree } = confirmWorld();
    const calcom = client();
    const times = Array.from({ length: 100 }, (_, index) => (index % 2 ? "09:00" : "16:30"));
    const found = await Promise.all(times.map((time) => isFree(calcom, time)));
    expect(found.every(Boolean)).toBe(true);
    expect(asked()).toBe(1);
  });

  it("shares a request that has left, where nothing changes until its end", async () => {
    const { client, asked, fake, isFree } = confirmWorld();
    const calcom = client();
    const gate = fake.pause({ ...SLOTS, phase: "beforeReply" });
    const first = isFree(calcom);
    await gate.reached;
    const second = isFree(calcom);
    gate.release();
    expect(await Promise.all([first, second])).toEqual([true, true]);
    expect(asked()).toBe(1);
  });

  it("asks again each time where nobody waits", async () => {
    const { client, asked, isFree } = confirmWorld();
    const calcom = client();
    await isFree(calcom);
    await isFree(calcom);
    expect(asked()).toBe(2);
  });

  it("takes no lease and stores no answer", async () => {
    const world = confirmWorld();
    const done: string[] = [];
    const { clock, store } = world;
    const leasing = withLeases(store, clock);
    const { take } = leasing.leases;
    leasing.leases.take = (lease, ms) => {
      done.push(`take ${lease.entryKey}`);
      return take(lease, ms);
    };
    const { write } = leasing;
    leasing.write = (key, ...rest) => {
      done.push(`write ${key}`);
      return write(key, ...rest);
    };
    const calcom = world.client({ store: leasing });
    expect(await world.isFree(calcom)).toBe(true);
    expect(done.filter((what) => what.includes("slots"))).toEqual([]);
    await warm(calcom, world.half.id);
    expect(done.filter((what) => what.includes("slots"))).toHaveLength(2);
  });
});

type Change = (calcom: CalcomClient, world: ReturnType<typeof confirmWorld>) => Promise<unknown>;
const CHANGES: readonly [string, Change][] = [
  [
    "a booking",
    (calcom, { half }) =>
      calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN }),
  ],
  [
    "a bump",
    async (calcom, { bookElsewhere, half }) => {
      bookElsewhere("09:00");
      await calcom.invalidate({ eventTypeId: half.id });
    },
  ],
  [
    "a webhook",
    async (calcom, { bookElsewhere, half }) => {
      bookElsewhere("09:00");
      const payload = { eventTypeId: half.id, uid: "u" };
      const delivery = { trigger: "BOOKING_CREATED", payload, secret: SECRET };
      await calcom.handleWebhook(await signedDelivery(delivery));
    },
  ],
];

describe.each(CHANGES)("after %s", (_name, change) => {
  it.each(["the same client", "another one"])(
    "of %s is not told what a request before it brings",
    async (whose) => {
      const world = confirmWorld();
      const calcom = world.client();
      const changing = whose === "another one" ? world.client() : calcom;
      const gate = world.fake.pause({ ...SLOTS, phase: "beforeReply" });
      const early = world.isFree(calcom);
      await gate.reached;
      await change(changing, world);
      const late = world.isFree(calcom);
      gate.release();
      expect(await early).toBe(true);
      expect(await late).toBe(false);
    },
  );

  it("does not rest on a request that the change overtakes", async () => {
    const world = confirmWorld();
    const calcom = world.client();
    const gate = world.fake.pause({ ...SLOTS, phase: "beforeReply" });
    const early = world.isFree(calcom);
    await gate.reached;
    const waiting = world.isFree(calcom);
    await change(world.client(), world);
    gate.release();
    expect(await early).toBe(true);
    expect(await waiting).toBe(false);
  });
});

describe("on a server that keeps slots for two seconds", () => {
  async function warmed(options: CalcomClientOptions = {}) {
    const world = confirmWorld({ profile: "hosted" });
    const calcom = world.client(options);
    await warm(calcom, world.half.id);
    expect(await world.isFree(calcom)).toBe(true);
    return { ...world, calcom };
  }

  it("is not told the old state right after a change", async () => {
    const { bookElsewhere, calcom, isFree } = await warmed();
    bookElsewhere("09:00");
    expect(await isFree(calcom)).toBe(false);
  });

  it("is told of other times as they are after it", async () => {
    const { bookElsewhere, calcom, half, isFree } = await warmed();
    const wish = { eventTypeId: half.id, near: at("09:00"), max: 1 };
    await calcom.slots.alternatives(wish);
    bookElsewhere("09:00");
    expect(await isFree(calcom)).toBe(false);
    const { slots } = await calcom.slots.alternatives(wish);
    expect(slots.map(({ start }) => start)).toEqual([at("09:30")]);
  });

  it("keeps nothing that the server repeats of before", async () => {
    const { bookElsewhere, calcom, clock, half, isFree } = await warmed();
    bookElsewhere("09:00");
    expect(await isFree(calcom)).toBe(false);
    await warm(calcom, half.id);
    expect(await sourceOf(calcom, half.id)).toBe("origin");
    await clock.advance(3_001);
    const { slots } = await calcom.slots.list(onDay(half.id));
    expect(slots[DAY]?.[0]?.start).toBe(at("09:30"));
  });
});

it("goes on asking while the store is away", async () => {
  const world = confirmWorld();
  const fail = () => Promise.reject(new Error("away"));
  const calcom = world.client({
    store: { read: fail, ensure: fail, apply: fail, write: fail, close: () => undefined } as never,
  });
  const [one, two] = await Promise.all([world.isFree(calcom), world.isFree(calcom, "10:00")]);
  expect([one, two]).toEqual([true, true]);
  expect(world.asked()).toBe(1);
});
