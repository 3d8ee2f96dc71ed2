import { Keyv } from "keyv";
import { expect, it, onTestFinished, vi } from "vitest";
import type { CacheStore, Layer, LoadContext } from "../../src/index.ts";
import { keyvStore, memoryStore } from "../../src/index.ts";
import { createVirtualClock, settle } from "../../src/testing/virtual-clock.ts";
import { signBody } from "../../src/webhooks/signature.ts";
import { deferred } from "../helpers/deferred.ts";
import {
  ANN,
  at,
  createWorld,
  DAY,
  onDay,
  SECRET,
  sourceOf,
  timesOf,
  warm,
} from "../helpers/world.ts";

const ttlMs = 600_000;
const POST = { method: "POST", path: "/v2/bookings" };
const booking = (eventTypeId: number) => ({ eventTypeId, start: at("09:00"), attendee: ANN });
const firstOf = async (calcom: Pick<LoadContext, "slots">, eventTypeId: number) =>
  (await calcom.slots.list(onDay(eventTypeId))).slots[DAY]?.[0]?.start ?? null;

it("hands the tags of an inner layer that throws on to the outer one", async () => {
  const { half, hour, client } = createWorld();
  const calcom = client({ invalidation: { width: "event-type" } });
  const early = calcom.layer("early", {
    key: () => [],
    load: async (_query: undefined, context) => {
      const first = await firstOf(context, half.id);
      if (first === at("09:00")) throw new Error("too early");
      return first;
    },
    ttlMs,
  });
  const both = calcom.layer("both", {
    key: () => [],
    load: async (_query: undefined, context) => ({
      other: await firstOf(context, hour.id),
      early: await context.get(early, undefined).catch(() => "none"),
    }),
    ttlMs,
  });
  expect((await both.get(undefined)).early).toBe("none");
  await calcom.bookings.create(booking(half.id));
  expect((await both.get(undefined)).early).toBe(at("09:30"));
});

it("does not keep an answer that left one of its reads running", async () => {
  const { fake, half, hour, client } = createWorld();
  const calcom = client({ invalidation: { width: "event-type" } });
  const ofHalf = { eventTypeId: String(half.id) };
  const gate = fake.pause({ method: "GET", path: "/v2/slots", query: ofHalf, phase: "before" });
  const layer = calcom.layer("impatient", {
    key: () => [],
    load: async (_query: undefined, context) => {
      const slow = firstOf(context, half.id);
      await context.slots.list(onDay(hour.id));
      await gate.reached;
      return Promise.race([slow, Promise.resolve("no time")]);
    },
    ttlMs,
  });
  expect(await layer.get(undefined)).toBe("no time");
  gate.release();
  await expect.poll(() => layer.get(undefined)).not.toBe("no time");
  await calcom.bookings.create(booking(half.id));
  expect((await layer.read(undefined)).provenance.source).toBe("origin");
});

it("tells an inner load of reads through the outer one's context", async () => {
  const { half, client } = createWorld();
  const calcom = client();
  const inner = calcom.layer("inner", {
    key: () => [],
    load: (read: () => Promise<string | null>) => read(),
    ttlMs,
  });
  const outer = calcom.layer("outer", {
    key: () => [],
    load: (_query: undefined, context) => context.get(inner, () => firstOf(context, half.id)),
    ttlMs,
  });
  expect(await outer.get(undefined)).toBe(at("09:00"));
  await calcom.bookings.create(booking(half.id));
  expect(await inner.get(async () => "loaded anew")).toBe("loaded anew");
});

it("bumps once more when the outcome becomes unknown, in case the fence had gone", async () => {
  const { fake, half, clock, client } = createWorld();
  const writerClock = createVirtualClock(clock.now());
  const [reader, writer] = [client(), client({ clock: writerClock })];
  const gate = fake.pause({ ...POST, phase: "beforeCommit" });
  const write = writer.bookings.create(booking(half.id)).catch((error: unknown) => error);
  await gate.reached;
  await clock.advance(75_000);
  await warm(reader, half.id);
  expect(await sourceOf(reader, half.id)).toBe("cache");
  await writerClock.advance(10_001);
  expect(await write).toMatchObject({ code: "unknown_outcome", coherence: "confirmed" });
  expect(await sourceOf(reader, half.id)).toBe("origin");
});

it.each(["account", "event-type", "hosts"] as const)(
  "orphans on request whatever is named, at the width of %s",
  async (width) => {
    const { alice, half, hour, client } = createWorld();
    const calcom = client({ invalidation: { width } });
    const targets = [
      { eventTypeId: half.id },
      { hostId: alice.id },
      { eventTypeId: hour.id, hostId: alice.id },
      { tags: ["team:5"] },
      { tags: ["all"] },
    ];
    for (const target of targets) {
      await warm(calcom, half.id);
      await calcom.invalidate(target);
      expect(await sourceOf(calcom, half.id)).toBe("origin");
    }
  },
);

it("gives a host another version when only an e-mail address tells of the change", async () => {
  const { alice, fake, half, client } = createWorld();
  const calcom = client({ invalidation: { pools: "off" } });
  const bob = fake.users.add({ username: "bob" });
  const before = await calcom.versionOf({ hostId: bob.id });
  const attendee = { ...ANN, email: bob.email };
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee });
  expect(await calcom.versionOf({ hostId: bob.id })).not.toBe(before);
  expect(await calcom.versionOf({ hostId: alice.id })).toEqual(expect.any(String));
});

it("refuses two widths in one namespace", async () => {
  const { half, client } = createWorld();
  await warm(client(), half.id);
  const narrow = client({ invalidation: { width: "event-type" } });
  for (const attempt of [
    () => sourceOf(narrow, half.id),
    () => narrow.bookings.create(booking(half.id)),
    () => narrow.invalidate("all"),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "configuration" });
  }
  await warm(client({ invalidation: { width: "event-type" }, namespace: "narrow" }), half.id);
});

it("tells listeners of what a client of another width has bumped before it refuses", async () => {
  const { half, client } = createWorld();
  await warm(client(), half.id);
  const narrow = client({ invalidation: { width: "event-type" } });
  const heard: (readonly string[])[] = [];
  narrow.on("invalidated", ({ tags }) => heard.push(tags));
  await expect(narrow.invalidate({ eventTypeId: half.id })).rejects.toThrow("width");
  expect(heard).toEqual([expect.arrayContaining([`event-type:${half.id}`, "all"])]);
});

it("takes an empty pool for an unknown one", async () => {
  const { half, hour, client } = createWorld();
  const calcom = client({ invalidation: { pools: { [half.id]: [], [hour.id]: [] } } });
  await warm(calcom, hour.id);
  await calcom.bookings.create(booking(half.id));
  expect(await timesOf(calcom, hour.id)).not.toContain("09:00");
});

it("does not let a late write of one writer wipe another's fence in a Keyv store", async () => {
  const slow = { active: false, held: deferred() };
  const data = new Map<string, unknown>();
  const adapter = {
    opts: {},
    namespace: undefined,
    get: async (key: string) => data.get(key),
    delete: async (key: string) => data.delete(key),
    clear: async () => data.clear(),
    on: () => adapter,
    set: async (key: string, value: unknown) => {
      if (slow.active && key.includes("event-type")) throw new Error("refused");
      if (slow.active && /(?:host|email):.*#marks$/.test(key)) await slow.held.promise;
      data.set(key, value);
    },
  };
  const world = createWorld({ store: keyvStore(adapter as never) });
  const { clock, fake, half, hour } = world;
  const calcom = world.client({ ttl: { nearMs: 900_000 } });
  await warm(calcom, half.id, hour.id);
  const gate = fake.pause({ ...POST, phase: "before" });
  const past = { ...booking(half.id), start: "2026-11-02T09:00:00Z" };
  const refused = calcom.bookings.create(past).catch((error: unknown) => error);
  await gate.reached;
  slow.active = true;
  gate.release();
  await clock.advance(200);
  await refused;
  slow.active = false;
  const crash = fake.pause({ ...POST, phase: "afterCommit" });
  void world.doomedClient().bookings.create(booking(half.id));
  // Long enough for the second writer's fence, if nothing held it back.
  for (let turn = 0; turn < 50; turn++) await settle();
  slow.held.resolve();
  await crash.reached;
  expect(await timesOf(calcom, hour.id)).not.toContain("09:00");
});

it("settles a booking whose consequences cannot be worked out", async () => {
  const { half, hour, client } = createWorld();
  const calcom = client({
    logger: {
      warn: () => {
        throw new Error("the logger is broken");
      },
    },
  });
  await warm(calcom, half.id, hour.id);
  calcom.on("invalidated", () => {
    throw new Error("so is the listener");
  });
  expect((await calcom.bookings.create(booking(half.id))).coherence).toBe("confirmed");
  expect(await timesOf(calcom, hour.id)).not.toContain("09:00");
});

it("refuses one of two widths that start together, and stays right", async () => {
  const { half, hour, client } = createWorld({ store: memoryStore({ maxEntries: 6 }) });
  const wide = client({ principal: "p" });
  const narrow = client({ principal: "p", invalidation: { width: "event-type" } });
  const started = await Promise.allSettled([wide.invalidate("all"), narrow.invalidate("all")]);
  expect(started.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  for (let day = 1; day < 9; day++) {
    await wide.slots.list({ eventTypeId: half.id, start: `2026-12-0${day}`, end: DAY });
  }
  await warm(wide, hour.id);
  await expect(narrow.bookings.create(booking(half.id))).rejects.toMatchObject({
    code: "configuration",
  });
  await wide.bookings.create(booking(half.id));
  expect(await timesOf(wide, hour.id)).not.toContain("09:00");
});

it("remembers whom a booking touches although a later delivery says less", async () => {
  const { fake, half, client, pools } = createWorld();
  const bob = fake.users.add({ username: "bob" });
  const ofBob = fake.eventTypes.add({ ownerId: bob.id, slug: "bobs", lengthInMinutes: 30 });
  const known = { ...pools, [ofBob.id]: [{ id: bob.id, email: bob.email }] };
  const calcom = client({ invalidation: { pools: known, settleMs: 0 } });
  const hear = async (triggerEvent: string, payload: object) => {
    const body = JSON.stringify({ triggerEvent, payload });
    const signature = await signBody(body, SECRET);
    return calcom.handleWebhook({ body, headers: { "x-cal-signature-256": signature } });
  };
  const attendee = { ...ANN, email: bob.email };
  const { booking: made } = await calcom.bookings.create({ ...booking(half.id), attendee });
  await hear("BOOKING_PAID", { uid: made.uid, eventTypeId: half.id });
  await warm(calcom, ofBob.id);
  await hear("BOOKING_CANCELLED", { uid: made.uid });
  expect(await sourceOf(calcom, ofBob.id)).toBe("origin");
});

it("knows of a read from its first moment, whatever it still waits for", async () => {
  const { half, hour, client } = createWorld();
  const calcom = client({ invalidation: { width: "event-type" } });
  await warm(calcom, hour.id);
  const layer = calcom.layer("careless", {
    key: () => [],
    load: async (_query: undefined, context) => {
      await context.slots.list(onDay(hour.id));
      void context.slots.list(onDay(half.id)).catch(() => undefined);
      return "no time";
    },
    ttlMs,
  });
  await layer.get(undefined);
  await calcom.bookings.create(booking(half.id));
  expect((await layer.read(undefined)).provenance.source).toBe("origin");
});

it("recognises a layer that needs itself through a borrowed context", async () => {
  const calcom = createWorld().client();
  const inner: Layer<() => Promise<string>, string> = calcom.layer("inner", {
    key: () => [],
    load: (read: () => Promise<string>) => read(),
    ttlMs,
  });
  const outer = calcom.layer("outer", {
    key: (cache: "use" | "refresh") => [cache],
    load: (cache, context) => {
      const again = (): Promise<string> => context.get(inner, again, { cache });
      return context.get(inner, again);
    },
    ttlMs,
  });
  for (const cache of ["use", "refresh"] as const) {
    await expect(outer.get(cache)).rejects.toMatchObject({ code: "circular_layer" });
  }
});

it.each([
  [303, "unknown_outcome"],
  [302, "unknown_outcome"],
  [307, "api_error"],
  [308, "api_error"],
])("takes a redirected booking (%i) for %s", async (status, code) => {
  const { half, client } = createWorld();
  const headers = { location: "https://elsewhere.example/" };
  const calcom = client({ fetch: async () => new Response(null, { status, headers }) });
  await expect(calcom.bookings.create(booking(half.id))).rejects.toMatchObject({ code });
});

it("keeps its own life times in a Keyv instance that has one", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const world = createWorld({ store: keyvStore(new Keyv({ store: new Map(), ttl: 1_000 })) });
  const { fake, half, hour } = world;
  const calcom = world.client({ ttl: { nearMs: 900_000 } });
  const gate = fake.pause({ ...POST, phase: "beforeCommit" });
  void world.doomedClient().bookings.create(booking(half.id));
  await gate.reached;
  vi.setSystemTime(Date.now() + 1_001);
  await warm(calcom, hour.id);
  expect(await sourceOf(calcom, hour.id)).toBe("origin");
  gate.release();
});

it("keeps a read's deadline and its abort while the store is silent", async () => {
  const { clock, half, client } = createWorld({ store: silentStore() });
  const fetch = () => new Promise<never>(() => undefined);
  const calcom = client({ storeTimeoutMs: 5_000, fetch });
  const hasty = calcom.slots.list(onDay(half.id), { timeoutMs: 50 }).catch((error) => error);
  const quitter = new AbortController();
  const { signal } = quitter;
  const gone = calcom.slots.list(onDay(half.id), { signal }).catch((error: Error) => error.message);
  await settle();
  quitter.abort(new Error("hung up"));
  expect(await gone).toBe("hung up");
  await clock.advance(50);
  expect(await hasty).toMatchObject({ code: "timeout" });
});

it("tells of the tags that an unknown outcome bumps", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client();
  const tags: string[] = [];
  calcom.on("invalidated", (event) => tags.push(...event.tags));
  fake.faults.dropReply(POST);
  await expect(calcom.bookings.create(booking(half.id))).rejects.toThrow();
  expect(tags).toContain(`event-type:${half.id}`);
});

/** A store that agrees on the width and then never answers a read. */
function silentStore(): CacheStore {
  const inner = memoryStore();
  return {
    name: "silent",
    read: () => new Promise<never>(() => undefined),
    ensure: (keys, fresh) => inner.ensure(keys, fresh),
    apply: (steps) => inner.apply(steps),
    write: (key, entry, lifeMs) => inner.write(key, entry, lifeMs),
    close: () => inner.close(),
  };
}

it("does not take a refused repetition for proof that the first attempt did nothing", async () => {
  const { alice, fake, half, clock, client } = createWorld();
  const calcom = client();
  const gone = fake.eventTypes.add({ ownerId: alice.id, slug: "gone", lengthInMinutes: 30 });
  await warm(calcom, half.id);
  fake.faults.dropReply({ method: "DELETE" });
  let outcome: unknown;
  calcom
    .request({
      method: "DELETE",
      path: `/event-types/${gone.id}`,
      version: "2024-06-14",
      changes: "all",
    })
    .catch((error: unknown) => {
      outcome = error;
    });
  await expect
    .poll(async () => {
      await clock.advance(100);
      return outcome;
    })
    .toMatchObject({ code: "unknown_outcome", coherence: "confirmed" });
  expect(
    fake.requests.filter(({ method }) => method === "DELETE").map(({ status }) => status),
  ).toEqual([0, 404]);
  expect(await sourceOf(calcom, half.id)).toBe("origin");
});
