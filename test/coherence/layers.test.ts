import { expect, it } from "vitest";
import type { CalcomClient } from "../../src/index.ts";
import { deferred } from "../helpers/deferred.ts";
import { ANN, at, createWorld, DAY, onDay } from "../helpers/world.ts";

function nested(calcom: CalcomClient, eventTypeId: number) {
  const availability = calcom.layer("availability", {
    key: (day: string) => [day],
    load: async (_day, context) => {
      const { slots } = await context.slots.list(onDay(eventTypeId));
      return (slots[DAY] ?? []).map(({ start }) => start.slice(11, 16));
    },
    ttlMs: 600_000,
  });
  return calcom.layer("finder", {
    key: (day: string) => [day],
    load: async (day, context) => ({ first: (await context.get(availability, day))[0] ?? null }),
    ttlMs: 600_000,
  });
}

it("orphans nested layers with the slots they rest on", async () => {
  const { half, client } = createWorld();
  const calcom = client();
  const finder = nested(calcom, half.id);
  expect(await finder.get(DAY)).toEqual({ first: "09:00" });
  expect((await finder.read(DAY)).provenance.source).toBe("cache");
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  expect(await finder.get(DAY)).toEqual({ first: "09:30" });
});

it("orphans nested layers of another client on the same store", async () => {
  const { half, hour, client } = createWorld();
  const finder = nested(client(), half.id);
  await finder.get(DAY);
  await client().bookings.create({ eventTypeId: hour.id, start: at("09:00"), attendee: ANN });
  expect(await finder.get(DAY)).toEqual({ first: "10:00" });
});

it("records reads of the plain client inside a load", async () => {
  const { half, client } = createWorld();
  const calcom = client();
  const count = calcom.layer("count", {
    key: () => [],
    load: async () => (await calcom.slots.list(onDay(half.id))).slots[DAY]?.length ?? 0,
    ttlMs: 600_000,
  });
  const before = await count.get(undefined);
  expect((await count.read(undefined)).provenance.source).toBe("cache");
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  expect(await count.get(undefined)).toBe(before - 1);
});

it("re-checks a shared load whose reads nobody could foresee", async () => {
  const { fake, half, hour, client } = createWorld();
  const calcom = client();
  const either = calcom.layer("either", {
    key: () => [],
    load: async (_query: undefined, context) => {
      const mornings = await context.slots.list(onDay(half.id));
      if (mornings.slots[DAY]?.[0]?.start !== at("09:00")) return "changed";
      return (await context.slots.list(onDay(hour.id))).slots[DAY]?.[0]?.start ?? "none";
    },
    ttlMs: 600_000,
  });
  const isHour = { method: "GET", path: "/v2/slots", query: { eventTypeId: String(hour.id) } };
  const gate = fake.pause({ ...isHour, phase: "beforeReply" });
  const first = either.get(undefined);
  await gate.reached;
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  const late = either.get(undefined);
  gate.release();
  await first;
  expect(await late).toBe("changed");
  expect(await either.get(undefined)).toBe("changed");
});

it("does not keep an answer whose reads straddle a change", async () => {
  const { half, client } = createWorld();
  const calcom = client();
  const [halfway, resume] = [deferred(), deferred()];
  const twice = calcom.layer("twice", {
    key: () => [],
    load: async (_query: undefined, context) => {
      const before = (await context.slots.list(onDay(half.id))).slots[DAY]?.length ?? 0;
      halfway.resolve();
      await resume.promise;
      const after = (await context.slots.list(onDay(half.id))).slots[DAY]?.length ?? 0;
      return { before, after };
    },
    ttlMs: 600_000,
  });
  const first = twice.get(undefined);
  await halfway.promise;
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  resume.resolve();
  expect((await first).before).toBe((await first).after + 1);
  const again = await twice.get(undefined);
  expect(again.before).toBe(again.after);
});

it("does not wait for a layer's load that a change has already overtaken", async () => {
  const { half, client } = createWorld();
  const calcom = client();
  const [halfway, never] = [deferred(), deferred()];
  let loads = 0;
  const layer = calcom.layer("hanging", {
    key: () => [],
    load: async (_query: undefined, context) => {
      const { slots } = await context.slots.list(onDay(half.id));
      loads += 1;
      if (loads === 1) {
        halfway.resolve();
        await never.promise;
      }
      return slots[DAY]?.[0]?.start ?? "none";
    },
    ttlMs: 600_000,
  });
  const first = layer.get(undefined);
  await halfway.promise;
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  expect(await layer.get(undefined)).toBe(at("09:30"));
  never.resolve();
  expect(await first).toBe(at("09:00"));
});

it("re-checks a shared load whose inner read was under way when its tag was bumped", async () => {
  const { fake, half, hour, client } = createWorld();
  const calcom = client({ invalidation: { width: "event-type" } });
  const layer = calcom.layer("two reads", {
    key: () => [],
    load: async (_query: undefined, context) => {
      await context.slots.list(onDay(half.id));
      return (await context.slots.list(onDay(hour.id))).slots[DAY]?.[0]?.start ?? "none";
    },
    ttlMs: 600_000,
  });
  const ofHour = { method: "GET", path: "/v2/slots", query: { eventTypeId: hour.id } };
  const gate = fake.pause({ ...ofHour, phase: "beforeReply" });
  const first = layer.get(undefined);
  await gate.reached;
  await calcom.bookings.create({ eventTypeId: hour.id, start: at("09:00"), attendee: ANN });
  const late = layer.get(undefined);
  gate.release();
  expect(await first).toBe(at("09:00"));
  expect(await late).toBe(at("10:00"));
});
