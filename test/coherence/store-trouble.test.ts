import { expect, it } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import { memoryStore } from "../../src/index.ts";
import { ANN, at, createWorld, sourceOf, timesOf, warm } from "../helpers/world.ts";

/** A store that can be cut off: silent, as behind a black hole, or refusing at once. */
function breakable(inner: CacheStore) {
  const state = { mode: "up" as "up" | "silent" | "refusing", unanswered: 0 };
  const guard = <T>(run: () => T): T | Promise<never> => {
    if (state.mode === "up") return run();
    if (state.mode === "silent") {
      state.unanswered += 1;
      return new Promise<never>(() => undefined);
    }
    return Promise.reject(new Error("connection refused"));
  };
  const store: CacheStore = {
    name: "breakable",
    attach: (context) => inner.attach?.(context),
    read: (entryKey, keys) =>
      guard(() => inner.read(entryKey, keys)) as ReturnType<CacheStore["read"]>,
    ensure: (keys, fresh) =>
      guard(() => inner.ensure(keys, fresh)) as ReturnType<CacheStore["ensure"]>,
    apply: (steps) => guard(() => inner.apply(steps)),
    write: (key, entry, ttlMs) => guard(() => inner.write(key, entry, ttlMs)),
    close: () => inner.close(),
  };
  return { store, state };
}

function brokenWorld() {
  const { store, state } = breakable(memoryStore());
  return { ...createWorld({ store }), state };
}

it("asks Cal.com while the store refuses", async () => {
  const { half, client, state, fake } = brokenWorld();
  const calcom = client();
  await warm(calcom, half.id);
  state.mode = "refusing";
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  expect(await sourceOf(calcom, half.id)).toBe("origin");
});

it("asks Cal.com when the store stays silent beyond its deadline", async () => {
  const { half, client, clock, state } = brokenWorld();
  const calcom = client({ storeTimeoutMs: 100 });
  await warm(calcom, half.id);
  state.mode = "silent";
  const read = sourceOf(calcom, half.id);
  await clock.advance(100);
  expect(await read).toBe("origin");
});

it("books with a deferred invalidation, serves nothing old, and repeats until it lands", async () => {
  const { half, hour, client, clock, state } = brokenWorld();
  const calcom = client({ ttl: { nearMs: 600_000 } });
  const other = client({ ttl: { nearMs: 600_000 } });
  await warm(calcom, half.id, hour.id);
  state.mode = "refusing";
  const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
  expect((await calcom.bookings.create(input)).coherence).toBe("deferred");
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  await clock.advance(20_000);
  state.mode = "up";
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  await clock.advance(5_000);
  expect(await timesOf(other, half.id)).not.toContain("09:00");
  expect(await timesOf(other, hour.id)).not.toContain("09:00");
  expect(await sourceOf(calcom, half.id)).toBe("cache");
});

it("tells listeners of a deferred invalidation, and again when it has landed", async () => {
  const { half, client, clock, state } = brokenWorld();
  const calcom = client();
  await warm(calcom, half.id);
  const told: string[] = [];
  calcom.on("invalidated", ({ tags, cause, coherence }) => {
    if (tags.includes(`event-type:${half.id}`)) told.push(`${cause} ${coherence}`);
  });
  state.mode = "refusing";
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  await clock.advance(20_000);
  expect(told).toEqual(["write deferred"]);
  state.mode = "up";
  await clock.advance(10_000);
  expect(told).toEqual(["write deferred", "repeated confirmed"]);
});

it("holds its own tags as fenced while a bump is on its way", async () => {
  const { half, client, state } = brokenWorld();
  const calcom = client();
  await warm(calcom, half.id);
  state.mode = "refusing";
  const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
  await calcom.bookings.create(input);
  state.mode = "up";
  expect(await sourceOf(calcom, half.id)).toBe("origin");
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});

it("does not send a booking that it could not fence when told to refuse", async () => {
  const { half, client, state, fake } = brokenWorld();
  const calcom = client({ onStoreDown: "refuse" });
  state.mode = "refusing";
  const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
  await expect(calcom.bookings.create(input)).rejects.toMatchObject({ code: "store_unavailable" });
  expect(fake.requests.filter(({ method }) => method === "POST")).toEqual([]);
});

it("keeps an unknown outcome's fence pending until the store is back", async () => {
  const { half, client, clock, state, fake } = brokenWorld();
  const calcom = client({ ttl: { nearMs: 600_000 } });
  await warm(calcom, half.id);
  state.mode = "refusing";
  fake.faults.dropReply({ method: "POST" });
  const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
  await expect(calcom.bookings.create(input)).rejects.toMatchObject({
    code: "unknown_outcome",
    coherence: "deferred",
  });
  state.mode = "up";
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  await clock.advance(200_000);
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});

it("rejects an invalidation and a webhook that the store did not confirm", async () => {
  const { half, client, state, fake, receiveWith } = brokenWorld();
  const calcom = client();
  let failure: unknown;
  receiveWith((request) =>
    calcom.handleWebhook(request).catch((error: unknown) => {
      failure = error;
    }),
  );
  state.mode = "refusing";
  await expect(calcom.invalidate("all")).rejects.toMatchObject({ code: "store_unavailable" });
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  expect(failure).toMatchObject({ code: "store_unavailable" });
});

it("gives versions never seen again while the store is away", async () => {
  const { half, client, state } = brokenWorld();
  const calcom = client();
  state.mode = "refusing";
  const versions = [0, 1].map(() => calcom.versionOf({ eventTypeId: half.id }));
  const [first, second] = await Promise.all(versions);
  expect(first).not.toBe(second);
});

it("leaves a store alone that stays silent, and asks Cal.com without delay", async () => {
  const { half, client, clock, state } = brokenWorld();
  const calcom = client({ storeTimeoutMs: 100 });
  const told: unknown[] = [];
  calcom.on("store-breaker", (event) => told.push(event.state));
  calcom.on("store-failed", (event) => told.push(event));
  await warm(calcom, half.id);
  state.mode = "silent";
  for (let read = 0; read < 3; read++) {
    const source = sourceOf(calcom, half.id);
    await clock.advance(100);
    expect(await source).toBe("origin");
  }
  expect(told.at(-2)).toBe("open");
  const before = told.length;
  for (let read = 0; read < 20; read++) expect(await sourceOf(calcom, half.id)).toBe("origin");
  expect(told).toHaveLength(before);
  state.mode = "up";
  await clock.advance(250);
  await warm(calcom, half.id);
  expect(told.slice(before)).toEqual(["closed"]);
  expect(await sourceOf(calcom, half.id)).toBe("cache");
});

it.each(["knew", "does not know"])(
  "tells a store of a booking while reads leave it alone (it %s how others reckon)",
  async (agreement) => {
    const { half, client, state } = brokenWorld();
    const calcom = client();
    const other = client();
    if (agreement === "knew") await warm(calcom, half.id);
    state.mode = "refusing";
    for (let read = 0; read < 3; read++) await warm(calcom, half.id);
    state.mode = "up";
    await warm(other, half.id);
    const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    expect((await calcom.bookings.create(input)).coherence).toBe("confirmed");
    expect(await timesOf(other, half.id)).not.toContain("09:00");
  },
);

it("refuses a booking as quickly while reads leave the store alone", async () => {
  const { half, client, clock, state } = brokenWorld();
  const calcom = client({ onStoreDown: "refuse", storeTimeoutMs: 100 });
  state.mode = "refusing";
  for (let read = 0; read < 3; read++) await warm(calcom, half.id);
  state.mode = "silent";
  const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
  const refused = expect(calcom.bookings.create(input)).rejects.toMatchObject({
    code: "store_unavailable",
  });
  while (state.unanswered === 0) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(100);
  await refused;
});
