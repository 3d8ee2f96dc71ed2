import { describe, expect, it } from "vitest";
import type { CalcomClient } from "../../src/index.ts";
import { createWorld, DAY, onDay, sourceOf, timesOf, type World, warm } from "../helpers/world.ts";

interface Setting {
  readonly act: (calcom: CalcomClient, world: World) => Promise<{ readonly coherence: string }>;
  readonly request: { readonly method: string; readonly path: RegExp };
  /** When half-hour slots begin once it is done. */
  readonly first: string | undefined;
}

const HOURS = { days: ["Monday"], startTime: "13:00", endTime: "17:00" } as const;
const DAY_OFF = { start: DAY, end: DAY };
const SCHEDULES = /\/schedules/;
const EVENT_TYPES = /\/event-types/;

/** Every write that is not of a booking and alters availability. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  "schedules.create": {
    act: ({ schedules }) =>
      schedules.create({ name: "n", timeZone: "UTC", isDefault: true, availability: [HOURS] }),
    request: { method: "POST", path: SCHEDULES },
    first: "13:00",
  },
  "schedules.update": {
    act: ({ schedules }, { alice }) =>
      schedules.update(alice.defaultScheduleId ?? 0, {
        overrides: [{ date: DAY, startTime: "14:00", endTime: "16:00" }],
      }),
    request: { method: "PATCH", path: SCHEDULES },
    first: "14:00",
  },
  "schedules.delete": {
    act: ({ schedules }, { alice }) => schedules.delete(alice.defaultScheduleId ?? 0),
    request: { method: "DELETE", path: SCHEDULES },
    first: undefined,
  },
  "eventTypes.create": {
    act: ({ eventTypes }) => eventTypes.create({ title: "t", slug: "new", lengthInMinutes: 15 }),
    request: { method: "POST", path: EVENT_TYPES },
    first: "09:00",
  },
  "eventTypes.update": {
    act: ({ eventTypes }, { half }) => eventTypes.update(half.id, { slotInterval: 60 }),
    request: { method: "PATCH", path: EVENT_TYPES },
    first: "09:00",
  },
  "eventTypes.delete": {
    act: ({ eventTypes }, { hour }) => eventTypes.delete(hour.id),
    request: { method: "DELETE", path: EVENT_TYPES },
    first: "09:00",
  },
  "outOfOffice.create": {
    act: ({ outOfOffice }) => outOfOffice.create(DAY_OFF),
    request: { method: "POST", path: /\/ooo/ },
    first: undefined,
  },
};

/** Two processes with tags in common and answers of their own, both warm, with a layer on top. */
async function setup() {
  const world = createWorld();
  const clients = ["ours", "theirs"].map((principal) => world.client({ principal }));
  const processes = clients.map((calcom) => ({
    calcom,
    layer: calcom.layer("first", {
      key: (eventTypeId: number) => [eventTypeId],
      load: async (eventTypeId, context) => {
        const { slots } = await context.slots.list(onDay(eventTypeId));
        return slots[DAY]?.[0]?.start.slice(11, 16) ?? null;
      },
      ttlMs: 60_000,
    }),
  }));
  for (const { calcom, layer } of processes) {
    await warm(calcom, world.half.id);
    await layer.get(world.half.id);
  }
  const [ours, theirs] = processes as [(typeof processes)[0], (typeof processes)[0]];
  return { ...world, world, ours, theirs };
}

describe.each(Object.entries(SETTINGS))("%s", (_name, { act, request, first }) => {
  it("orphans slots and what rests on them in every process", async () => {
    const { half, world, ours, theirs } = await setup();
    expect((await act(ours.calcom, world)).coherence).toBe("confirmed");
    for (const { calcom, layer } of [theirs, ours]) {
      expect((await layer.read(half.id)).provenance.source).toBe("origin");
      expect((await timesOf(calcom, half.id))[0]).toBe(first);
      expect(await layer.get(half.id)).toBe(first ?? null);
    }
  });

  it("keeps nothing that is loaded while it is under way", async () => {
    const { fake, half, world, ours, theirs } = await setup();
    const gate = fake.pause({ ...request, phase: "beforeCommit" });
    const write = act(ours.calcom, world);
    await gate.reached;
    for (const { calcom, layer } of [theirs, ours]) {
      expect(await sourceOf(calcom, half.id)).toBe("origin");
      expect(await sourceOf(calcom, half.id)).toBe("origin");
      expect((await layer.read(half.id)).provenance.source).toBe("origin");
    }
    gate.release();
    await write;
    for (const { calcom } of [theirs, ours]) {
      expect(await sourceOf(calcom, half.id)).toBe("origin");
      expect(await sourceOf(calcom, half.id)).toBe("cache");
    }
  });

  it("leaves its fence behind when the reply is lost", async () => {
    const { clock, fake, half, world, ours, theirs } = await setup();
    fake.faults.dropReply(request);
    const write = act(world.client({ retries: 0 }), world);
    await expect(write).rejects.toMatchObject({ code: "unknown_outcome", coherence: "confirmed" });
    for (const { calcom } of [theirs, ours]) {
      expect(await sourceOf(calcom, half.id)).toBe("origin");
      expect(await sourceOf(calcom, half.id)).toBe("origin");
    }
    await clock.advance(90_000);
    expect(await sourceOf(theirs.calcom, half.id)).toBe("origin");
    expect(await sourceOf(theirs.calcom, half.id)).toBe("cache");
  });
});

describe("an absence", () => {
  it("is orphaned with each change of it", async () => {
    const { half, ours, theirs } = await setup();
    const { absence } = await ours.calcom.outOfOffice.create(DAY_OFF);
    expect(await timesOf(theirs.calcom, half.id)).toEqual([]);
    await ours.calcom.outOfOffice.update(absence.id, { start: "2026-12-08", end: "2026-12-08" });
    expect(await timesOf(theirs.calcom, half.id)).toContain("09:00");
    await ours.calcom.outOfOffice.update(absence.id, DAY_OFF);
    expect(await theirs.layer.get(half.id)).toBeNull();
    await ours.calcom.outOfOffice.delete(absence.id);
    expect(await timesOf(theirs.calcom, half.id)).toContain("09:00");
    expect(await theirs.layer.get(half.id)).toBe("09:00");
  });

  it("leaves other hosts warm", async () => {
    const world = createWorld();
    const { alice, fake, half, pools } = world;
    const carol = fake.users.add({ username: "carol" });
    const hers = fake.eventTypes.add({ ownerId: carol.id, slug: "carols", lengthInMinutes: 30 });
    const host = { id: carol.id, email: carol.email };
    const calcom = world.client({ invalidation: { pools: { ...pools, [hers.id]: [host] } } });
    const team = fake.teams.add({ memberIds: [alice.id, carol.id] });
    await warm(calcom, half.id, hers.id);
    await calcom.outOfOffice.create(DAY_OFF, { teamId: team.id, userId: carol.id });
    expect(await timesOf(calcom, hers.id)).toEqual([]);
    expect(await sourceOf(calcom, half.id)).toBe("cache");
  });
});

it("what is refused leaves everything warm", async () => {
  const { half, ours } = await setup();
  const { calcom } = ours;
  const attempts = [
    calcom.schedules.update(999, { name: "x" }),
    calcom.eventTypes.delete(999),
    calcom.outOfOffice.create({ start: DAY, end: "2026-12-01" }),
  ];
  for (const attempt of attempts)
    await expect(attempt).rejects.toMatchObject({ code: "api_error" });
  expect(await sourceOf(calcom, half.id)).toBe("cache");
});
