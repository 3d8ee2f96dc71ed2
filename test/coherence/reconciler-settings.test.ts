import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../src/index.ts";
import { begun, createReconciledWorld } from "../helpers/reconciled-world.ts";
import { heardFrom } from "../helpers/redis-world.ts";
import { onDay, sourceOf, warm } from "../helpers/world.ts";

const SETTINGS = ["schedules", "eventTypes", "outOfOffice"] as const;
type World = ReturnType<typeof createReconciledWorld>;

const EDITS = {
  schedules: ({ alice, fake }: World) =>
    fake.schedules.update(alice.defaultScheduleId ?? 0, { timeZone: "Asia/Tokyo" }),
  eventTypes: ({ fake, half }: World) => fake.eventTypes.update(half.id, { beforeEventBuffer: 30 }),
  outOfOffice: ({ alice, fake }: World) =>
    fake.outOfOffice.add({ userId: alice.id, from: "2026-12-07", to: "2026-12-08" }),
};

const PATHS = { schedules: /schedules/, eventTypes: /event-types/, outOfOffice: /ooo/ };

describe.each(SETTINGS)("%s that are compared", (setting) => {
  it("orphan everything when they differ, and nothing while they do not", async () => {
    const world = createReconciledWorld();
    const { client, half } = world;
    const calcom = client();
    const reconciler = await begun(calcom, { compare: [setting] });
    await warm(calcom, half.id);
    expect(await reconciler.run()).toMatchObject({ changedSettings: [] });
    expect(await sourceOf(calcom, half.id)).toBe("cache");
    EDITS[setting](world);
    expect(await reconciler.run()).toMatchObject({ changedSettings: [setting] });
    expect(await sourceOf(calcom, half.id)).toBe("origin");
    expect(await reconciler.run()).toMatchObject({ changedSettings: [] });
  });

  it("are compared with what another client of the store has seen", async () => {
    const world = createReconciledWorld();
    await begun(world.client(), { compare: [setting] });
    const reconciler = world.client().reconciler({ compare: [setting] });
    expect(await reconciler.run()).toMatchObject({ changedSettings: [] });
  });

  it("that were never compared may have changed", async () => {
    const { client, fake, half } = createReconciledWorld();
    const calcom = client({ retries: 0 });
    const reconciler = calcom.reconciler({ compare: [setting] });
    fake.faults.error500Before({ method: "GET", path: PATHS[setting] });
    await expect(reconciler.run()).rejects.toMatchObject({ status: 500 });
    await warm(calcom, half.id);
    expect(await reconciler.run()).toMatchObject({
      startedOver: false,
      changedSettings: [setting],
    });
    expect(await sourceOf(calcom, half.id)).toBe("origin");
  });
});

it("compares the others where one cannot be read, and says so", async () => {
  const world = createReconciledWorld();
  const { client, fake, half } = world;
  const calcom = client({ retries: 0 });
  const failed = heardFrom(calcom, "reconcile-failed");
  const reconciler = await begun(calcom, { compare: SETTINGS });
  await warm(calcom, half.id);
  EDITS.eventTypes(world);
  fake.faults.error500Before({ method: "GET", path: "/schedules" });
  await expect(reconciler.run()).rejects.toMatchObject({ status: 500 });
  expect(failed).toHaveLength(1);
  expect(await sourceOf(calcom, half.id)).toBe("origin");
});

it("compares nothing that it was not asked to", async () => {
  const { client, fake } = createReconciledWorld();
  await begun(client());
  expect(fake.requests.map(({ path }) => path)).toEqual(["/v2/bookings"]);
});

it("is one for a client", () => {
  const calcom = createReconciledWorld().client();
  calcom.reconciler();
  expect(() => calcom.reconciler()).toThrow(ConfigurationError);
});

it.each([
  [{ intervalMs: 999 }, /intervalMs/],
  [{ overlapMs: 0 }, /overlapMs/],
  [{ compare: ["bookings"] }, /compare/],
  [{ teamIds: [0] }, /teamIds/],
  [{ keepAlive: "yes" }, /keepAlive/],
])("refuses %o", (options, message) => {
  const calcom = createReconciledWorld().client();
  expect(() => calcom.reconciler(options as object)).toThrow(message);
});

it.each(["run", "start"] as const)("refuses to %s inside a layer's load", async (method) => {
  const { client, half } = createReconciledWorld();
  const calcom = client();
  const reconciler = calcom.reconciler();
  const layer = calcom.layer("wrong", {
    key: () => [],
    load: async (_query: null, context) => {
      await context.slots.list(onDay(half.id));
      await reconciler[method]();
      return "never";
    },
    ttlMs: 1_000,
  });
  await expect(layer.get(null)).rejects.toMatchObject({ code: "write_inside_load" });
});
