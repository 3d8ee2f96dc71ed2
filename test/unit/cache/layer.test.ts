import { expect, it } from "vitest";
import type { Layer } from "../../../src/index.ts";
import { deferred } from "../../helpers/deferred.ts";
import { ANN, at, createWorld, DAY, onDay, warm } from "../../helpers/world.ts";

const ttlMs = 600_000;

it("answers a hit and a miss alike, frozen and as JSON", async () => {
  const { half, client } = createWorld();
  const calcom = client();
  const layer = calcom.layer("dates", {
    key: () => [],
    load: async (_query: undefined, context) => {
      await context.slots.list(onDay(half.id));
      return { at: new Date(0) as unknown as string, gone: undefined };
    },
    ttlMs,
  });
  const [miss, hit] = [await layer.get(undefined), await layer.get(undefined)];
  expect(miss).toEqual({ at: "1970-01-01T00:00:00.000Z" });
  expect(hit).toEqual(miss);
  expect(Object.isFrozen(hit)).toBe(true);
});

it.each([
  ["undefined", undefined],
  ["a BigInt", 1n],
])("refuses %s as an answer", async (_name, value) => {
  const layer = createWorld()
    .client()
    .layer("odd", { key: () => [], load: () => value, ttlMs });
  await expect(layer.get(undefined)).rejects.toMatchObject({ code: "configuration" });
});

it("serves and does not keep an answer that read nothing", async () => {
  let loads = 0;
  const layer = createWorld()
    .client()
    .layer("own", { key: () => [], load: () => ++loads, ttlMs });
  expect([await layer.get(undefined), await layer.get(undefined)]).toEqual([1, 2]);
});

it("expires no later than what it was made from", async () => {
  const { half, clock, client } = createWorld();
  const calcom = client({ ttl: { nearMs: 60_000 } });
  const layer = calcom.layer("long", {
    key: () => [],
    load: async (_query: undefined, context) => (await context.slots.list(onDay(half.id))).slots,
    ttlMs,
  });
  await warm(calcom, half.id);
  await clock.advance(40_000);
  await layer.get(undefined);
  await clock.advance(20_000);
  expect((await layer.read(undefined)).provenance.source).toBe("origin");
});

it("expires when the next slot it rests on starts", async () => {
  const { half, clock, client } = createWorld();
  clock.set(`${DAY}T08:59:00Z`);
  const calcom = client({ ttl: { nearMs: 3_600_000 } });
  const layer = calcom.layer("next", {
    key: () => [],
    load: async (_query: undefined, context) =>
      (await context.slots.list(onDay(half.id))).slots[DAY]?.[0]?.start ?? null,
    ttlMs: 7_200_000,
  });
  const first = await layer.get(undefined);
  await clock.advance(Date.parse(String(first)) - clock.now());
  expect(await layer.get(undefined)).not.toBe(first);
});

it("keeps an answer although a read inside it failed", async () => {
  const { half, client } = createWorld();
  const calcom = client();
  const layer = calcom.layer("forgiving", {
    key: () => [],
    load: async (_query: undefined, context) => {
      await context.slots.list(onDay(half.id));
      return context.slots.list(onDay(999)).then(
        () => "there",
        () => "missing",
      );
    },
    ttlMs,
  });
  expect(await layer.get(undefined)).toBe("missing");
  expect((await layer.read(undefined)).provenance).toMatchObject({
    source: "cache",
    versions: { "event-type:999": expect.any(String) },
  });
});

it("is orphaned by any change after reading a booking", async () => {
  const { half, hour, client } = createWorld();
  const calcom = client();
  const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
  const { booking } = await calcom.bookings.create(input);
  const status = calcom.layer("status", {
    key: (uid: string) => [uid],
    load: async (uid, context) => (await context.bookings.get(uid)).status,
    ttlMs,
  });
  expect(await status.get(booking.uid)).toBe("accepted");
  expect((await status.read(booking.uid)).provenance.source).toBe("cache");
  await calcom.bookings.create({ eventTypeId: hour.id, start: at("13:00"), attendee: ANN });
  expect((await status.read(booking.uid)).provenance.source).toBe("origin");
});

it("does not keep what rests on another store's client", async () => {
  const { half, client } = createWorld();
  const foreign = createWorld();
  const stranger = foreign.client();
  const calcom = client();
  const layer = calcom.layer("mixed", {
    key: () => [],
    load: async (_query: undefined, context) => {
      await context.slots.list(onDay(half.id));
      return (await stranger.slots.list(onDay(foreign.half.id))).slots[DAY]?.length ?? 0;
    },
    ttlMs,
  });
  const before = await layer.get(undefined);
  await stranger.bookings.create({
    eventTypeId: foreign.half.id,
    start: at("09:00"),
    attendee: ANN,
  });
  expect(await layer.get(undefined)).toBe(before - 1);
});

it("refuses a write inside a load, on any client", async () => {
  const { half, client } = createWorld();
  const other = client();
  const actions = {
    create: () =>
      other.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN }),
    invalidate: () => other.invalidate("all"),
    handleWebhook: () => other.handleWebhook({ body: "", headers: {} }),
  };
  for (const [name, act] of Object.entries(actions)) {
    const layer = client().layer(name, {
      key: () => [],
      load: async () => String(await act()),
      ttlMs,
    });
    await expect(layer.get(undefined)).rejects.toMatchObject({ code: "write_inside_load" });
  }
});

it("refuses a layer that needs itself", async () => {
  const calcom = createWorld().client();
  const layer: Layer<number, number> = calcom.layer("self", {
    key: (depth: number) => [depth],
    load: async (depth, context) => (await context.get(layer, depth)) + 1,
    ttlMs,
  });
  await expect(layer.get(1)).rejects.toMatchObject({ code: "circular_layer" });
});

it("refuses two layers that wait for each other's load", async () => {
  const calcom = createWorld().client();
  const [leftRuns, rightRuns] = [deferred(), deferred()];
  const left: Layer<undefined, string> = calcom.layer("left", {
    key: () => [],
    load: async (_query: undefined, context) => {
      leftRuns.resolve();
      await rightRuns.promise;
      return context.get(right, undefined);
    },
    ttlMs,
  });
  const right: Layer<undefined, string> = calcom.layer("right", {
    key: () => [],
    load: async (_query: undefined, context) => {
      rightRuns.resolve();
      await leftRuns.promise;
      return context.get(left, undefined);
    },
    ttlMs,
  });
  const outcomes = await Promise.allSettled([left.get(undefined), right.get(undefined)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(outcomes[0]).toMatchObject({ reason: { code: "circular_layer" } });
});

it("takes each name once", () => {
  const calcom = createWorld().client();
  const definition = { key: () => [], load: () => 1, ttlMs };
  calcom.layer("mine", definition);
  for (const name of ["mine", "slots", "bookings", ""]) {
    expect(() => calcom.layer(name, definition)).toThrow(/already a layer/);
  }
});

it("names the request behind an answer that rests on a single one", async () => {
  const { half, hour, client } = createWorld();
  const calcom = client();
  const { provenance } = await calcom.slots.list(onDay(half.id));
  const one = calcom.layer("one", {
    key: () => [],
    load: async (_query: undefined, context) => (await context.slots.list(onDay(half.id))).slots,
    ttlMs,
  });
  const two = calcom.layer("two", {
    key: () => [],
    load: async (_query: undefined, context) => {
      await context.slots.list(onDay(hour.id));
      return context.get(one, undefined);
    },
    ttlMs,
  });
  expect((await one.read(undefined)).provenance.requestId).toBe(provenance.requestId);
  expect((await two.read(undefined)).provenance.requestId).toBeUndefined();
});
