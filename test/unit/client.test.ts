import { expect, it } from "vitest";
import { ANN, at, createWorld, sourceOf, timesOf, warm } from "../helpers/world.ts";

it("orphans an event type on request", async () => {
  const { half, hour, client } = createWorld();
  const calcom = client();
  await warm(calcom, half.id, hour.id);
  await calcom.invalidate({ eventTypeId: half.id });
  expect([await sourceOf(calcom, half.id), await sourceOf(calcom, hour.id)]).toEqual([
    "origin",
    "cache",
  ]);
});

it("orphans every event type of a host on request", async () => {
  const { alice, half, hour, client } = createWorld();
  const calcom = client();
  await warm(calcom, half.id, hour.id);
  await calcom.invalidate({ hostId: alice.id });
  expect([await sourceOf(calcom, half.id), await sourceOf(calcom, hour.id)]).toEqual([
    "origin",
    "origin",
  ]);
});

it.each(["all", { tags: ["all"] }] as const)("orphans everything for %j", async (target) => {
  const { half, client } = createWorld();
  const calcom = client();
  await warm(calcom, half.id);
  await calcom.invalidate(target);
  expect(await sourceOf(calcom, half.id)).toBe("origin");
});

it.each([{}, { eventTypeId: Number.NaN }, { tags: [] }, { tags: ["slots"] }])(
  "refuses to invalidate %j",
  async (target) => {
    const calcom = createWorld().client();
    await expect(calcom.invalidate(target as never)).rejects.toMatchObject({
      code: "configuration",
    });
  },
);

it("gives one version until something changes", async () => {
  const { half, hour, client } = createWorld();
  const [calcom, other] = [client(), client()];
  const before = await calcom.versionOf({ eventTypeId: half.id });
  expect(await calcom.versionOf({ eventTypeId: half.id })).toBe(before);
  await other.bookings.create({ eventTypeId: hour.id, start: at("09:00"), attendee: ANN });
  expect(await calcom.versionOf({ eventTypeId: half.id })).not.toBe(before);
});

it("gives a version never seen again while a write is under way", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client();
  const gate = fake.pause({ method: "POST", path: "/v2/bookings", phase: "before" });
  const write = calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  await gate.reached;
  const during = await calcom.versionOf({ eventTypeId: half.id });
  expect(await calcom.versionOf({ eventTypeId: half.id })).not.toBe(during);
  gate.release();
  await write;
});

it("serves and stores nothing in bypass, and still invalidates", async () => {
  const { half, client } = createWorld();
  const calcom = client();
  await warm(calcom, half.id);
  calcom.setMode("bypass");
  expect(await sourceOf(calcom, half.id)).toBe("origin");
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  calcom.setMode("on");
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});

it("tells its listeners what happens, and survives one that throws", async () => {
  const { half, client } = createWorld();
  const warnings: unknown[] = [];
  const calcom = client({ logger: { warn: (message) => warnings.push(message) } });
  const told: unknown[] = [];
  calcom.on("hit", () => {
    throw new Error("listener");
  });
  calcom.on("hit", (event) => told.push(event));
  calcom.on("miss", (event) => told.push(event));
  const stop = calcom.on("invalidated", ({ cause, coherence }) => told.push({ cause, coherence }));
  await warm(calcom, half.id, half.id);
  await calcom.invalidate("all");
  stop();
  await calcom.invalidate("all");
  expect(told).toEqual([
    { layer: "slots", reason: "absent" },
    { layer: "slots" },
    { cause: "request", coherence: "confirmed" },
  ]);
  expect(warnings).toEqual(["A listener threw."]);
});

it("keeps tenants of different namespaces apart on one store", async () => {
  const { half, client } = createWorld();
  const [left, right] = [client({ namespace: "left" }), client({ namespace: "right" })];
  await warm(left, half.id);
  await warm(right, half.id);
  await left.invalidate("all");
  expect([await sourceOf(left, half.id), await sourceOf(right, half.id)]).toEqual([
    "origin",
    "cache",
  ]);
});

it("shares changes, but no answers, between principals", async () => {
  const { half, client } = createWorld();
  const [left, right] = [client({ principal: "left" }), client({ principal: "right" })];
  await warm(left, half.id);
  expect(await sourceOf(right, half.id)).toBe("origin");
  await right.invalidate({ eventTypeId: half.id });
  expect(await sourceOf(left, half.id)).toBe("origin");
});
