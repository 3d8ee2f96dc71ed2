import { describe, expect, it } from "vitest";
import type { CalcomClient, CalcomEvents } from "../../src/index.ts";
import { begun, createReconciledWorld, INTERVAL_MS, TTL } from "../helpers/reconciled-world.ts";
import { heardFrom } from "../helpers/redis-world.ts";
import { createTeamWorld } from "../helpers/team-world.ts";
import { ANN, at, sourceOf, timesOf, warm } from "../helpers/world.ts";

const MINUTE_MS = 60_000;

/** The tags of what a client has bumped since. */
function bumpsOf(calcom: CalcomClient) {
  const heard: CalcomEvents["invalidated"][] = [];
  calcom.on("invalidated", (event) => heard.push(event));
  return heard;
}

describe.each(["selfHosted", "hosted"] as const)("on a %s Cal.com", (profile) => {
  it("finds what was booked, moved and called off on the booking page", async () => {
    const { client, fake, half, hour, pass } = createReconciledWorld({ profile });
    const calcom = client();
    const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("15:00") });
    const doomed = await fake.bookings.book({ eventTypeId: hour.id, start: at("11:00") });
    const reconciler = await begun(calcom);
    await pass(10 * MINUTE_MS);
    await warm(calcom, half.id, hour.id);
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    await fake.bookings.reschedule(uid, at("13:00"));
    await fake.bookings.cancel(doomed.uid);
    await pass(1_000);
    expect(await sourceOf(calcom, half.id)).toBe("cache");
    await reconciler.run();
    await pass(3_001);
    for (const { id } of [half, hour]) {
      const times = await timesOf(calcom, id);
      expect(times).not.toContain("09:00");
      expect(times).not.toContain("13:00");
      expect(times).toEqual(expect.arrayContaining(["11:00", "15:00"]));
    }
  });

  it("applies nothing twice", async () => {
    const { client, fake, half, pass } = createReconciledWorld({ profile });
    const calcom = client();
    const reconciler = await begun(calcom);
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    await pass(1_000);
    expect(await reconciler.run()).toMatchObject({ found: 1, applied: 1 });
    await pass(10_000);
    await warm(calcom, half.id);
    for (let times = 0; times < 5; times++) {
      expect(await reconciler.run()).toMatchObject({ ran: true, found: 1, applied: 0 });
      await pass(10_000);
      expect(await sourceOf(calcom, half.id)).toBe("cache");
    }
  });
});

it("orphans everything in the first pass, because nobody knows what was missed", async () => {
  const { client, fake, half } = createReconciledWorld();
  const calcom = client();
  await warm(calcom, half.id);
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  const report = await calcom.reconciler().run();
  expect(report).toMatchObject({ ran: true, startedOver: true, found: 1 });
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});

it("begins where another client of the store has ended", async () => {
  const { client, fake, half } = createReconciledWorld();
  await begun(client());
  const calcom = client();
  await warm(calcom, half.id);
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  const report = await calcom.reconciler().run();
  expect(report).toMatchObject({ startedOver: false, found: 1, applied: 1 });
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});

it("begins anew where the credential is another", async () => {
  const { client, fake } = createReconciledWorld();
  await begun(client());
  const calcom = client({ apiKey: fake.users.add({ username: "carol" }).apiKey });
  expect(await calcom.reconciler().run()).toMatchObject({ startedOver: true });
});

it("is not moved on by one that reads less", async () => {
  const world = createTeamWorld("roundRobin");
  const { carol, client, clock, fake, half, ofCarol, pools, team, together } = world;
  const [more, less] = [0, 1].map(() => client({ ttl: TTL, invalidation: { pools } }));
  if (more === undefined || less === undefined) throw new Error("There are two.");
  const all = await begun(more, { teamIds: [team.id] });
  const booking = await fake.bookings.book({ eventTypeId: together.id, start: at("09:00") });
  fake.bookings.add({ ...booking, userId: carol.id });
  await warm(more, ofCarol.id);
  await fake.bookings.cancel(booking.uid);
  await clock.advance(10 * MINUTE_MS);
  await fake.bookings.book({ eventTypeId: half.id, start: at("10:00") });
  expect(await less.reconciler().run()).toMatchObject({ ran: true });
  expect(await all.run()).toMatchObject({ ran: true, startedOver: false });
  expect(await timesOf(more, ofCarol.id)).toContain("09:00");
});

it("leaves the host warm whom a booking does not concern", async () => {
  const { calcom, fake, half, ofCarol } = createTeamWorld();
  const reconciler = await begun(calcom);
  await warm(calcom, half.id, ofCarol.id);
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await reconciler.run();
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  expect(await sourceOf(calcom, ofCarol.id)).toBe("cache");
});

it("takes the time of an attendee who is a host elsewhere", async () => {
  const { calcom, fake, half, ofCarol } = createTeamWorld();
  const reconciler = await begun(calcom);
  await warm(calcom, ofCarol.id);
  const attendee = { email: "carol@example.test" };
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00"), attendee });
  await reconciler.run();
  expect(await timesOf(calcom, ofCarol.id)).not.toContain("09:00");
});

describe.each([true, false])("of a team, with hosts known: %s", (knows) => {
  it.each(["collective", "roundRobin"] as const)("finds %s bookings", async (type) => {
    const world = createTeamWorld(type, knows);
    const { client, fake, half, ofCarol, team, together } = world;
    const pools = knows ? world.pools : "off";
    const calcom = client({ ttl: TTL, invalidation: { pools } });
    const reconciler = await begun(calcom, { teamIds: [team.id] });
    await warm(calcom, half.id, ofCarol.id, together.id);
    for (const time of ["09:00", "10:00"]) {
      await fake.bookings.book({ eventTypeId: together.id, start: at(time) });
    }
    const { uid } = await fake.bookings.book({ eventTypeId: together.id, start: at("11:00") });
    await fake.bookings.reschedule(uid, at("14:00"));
    await reconciler.run();
    const truth = client();
    truth.setMode("bypass");
    for (const { id } of [half, ofCarol, together]) {
      expect(await timesOf(calcom, id)).toEqual(await timesOf(truth, id));
    }
  });

  it("frees the host that a booking was taken from", async () => {
    const world = createTeamWorld("roundRobin", knows);
    const { alice, carol, client, clock, fake, half, ofCarol, team, together } = world;
    const pools = knows ? world.pools : "off";
    const calcom = client({ ttl: TTL, invalidation: { pools } });
    const booking = await fake.bookings.book({ eventTypeId: together.id, start: at("09:00") });
    expect(booking.userId).toBe(alice.id);
    await clock.advance(10 * MINUTE_MS);
    const reconciler = await begun(calcom, { teamIds: [team.id] });
    await warm(calcom, half.id, ofCarol.id);
    await fake.fetch(`${fake.baseUrl}/bookings/${booking.uid}/reassign/${carol.id}`, {
      method: "POST",
      headers: { authorization: `Bearer ${alice.apiKey}`, "cal-api-version": "2024-08-13" },
    });
    expect(fake.bookings.get(booking.uid)?.userId).toBe(carol.id);
    await reconciler.run();
    expect(await timesOf(calcom, half.id)).toContain("09:00");
    expect(await timesOf(calcom, ofCarol.id)).not.toContain("09:00");
  });
});

it("bumps whom the index knew as attendee before a booking was moved", async () => {
  const { calcom, fake, half, ofCarol } = createTeamWorld();
  const reconciler = await begun(calcom);
  const attendee = { ...ANN, email: "carol@example.test" };
  const { booking } = await calcom.bookings.create({
    eventTypeId: half.id,
    start: at("09:00"),
    attendee,
  });
  await warm(calcom, ofCarol.id);
  const known = fake.bookings.get(booking.uid);
  const [first] = known?.attendees ?? [];
  if (known === undefined || first === undefined) throw new Error("It was not booked.");
  const updatedAt = fake.clock.now() + 1;
  const attendees = [{ ...first, email: "wim@example.test" }];
  fake.bookings.add({ ...known, attendees, updatedAt });
  await reconciler.run();
  expect(await timesOf(calcom, ofCarol.id)).toContain("09:00");
});

it("orphans everything for a cancelled booking that names nobody", async () => {
  const { calcom, fake, half, ofCarol } = createTeamWorld();
  const booking = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  const reconciler = await begun(calcom);
  await warm(calcom, ofCarol.id);
  const updatedAt = fake.clock.now() + 1;
  fake.bookings.add({ ...booking, status: "cancelled", attendees: [], updatedAt });
  await reconciler.run();
  expect(await sourceOf(calcom, ofCarol.id)).toBe("origin");
});

it("makes one step of what it has found", async () => {
  const { client, fake, half } = createReconciledWorld();
  const calcom = client();
  const reconciler = await begun(calcom);
  const bumps = bumpsOf(calcom);
  for (const time of ["09:00", "10:00", "11:00"]) {
    await fake.bookings.book({ eventTypeId: half.id, start: at(time) });
  }
  await reconciler.run();
  expect(bumps).toMatchObject([{ cause: "reconciler", coherence: "confirmed" }]);
});

it("settles what it has found, as Cal.com keeps slots for a while", async () => {
  const { client, clock, fake, half } = createReconciledWorld({ profile: "hosted" });
  const calcom = client();
  const reconciler = await begun(calcom);
  await clock.advance(5_000);
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await clock.advance(1_000);
  await reconciler.run();
  await warm(calcom, half.id);
  expect(await sourceOf(calcom, half.id)).toBe("origin");
  await clock.advance(3_001);
  await warm(calcom, half.id);
  expect(await sourceOf(calcom, half.id)).toBe("cache");
});

describe("where hosts have to be asked for", () => {
  const AUTO = { invalidation: { pools: "auto" as const } };
  const lookups = (world: ReturnType<typeof createReconciledWorld>) =>
    world.fake.requests.filter(({ path }) => path.includes("/event-types/")).length;

  it("asks for those of what was booked, once", async () => {
    const world = createReconciledWorld();
    const calcom = world.client(AUTO);
    const reconciler = await begun(calcom);
    const bumps = bumpsOf(calcom);
    for (const time of ["09:00", "10:00"]) {
      await world.fake.bookings.book({ eventTypeId: world.half.id, start: at(time) });
    }
    await reconciler.run();
    expect(lookups(world)).toBe(1);
    expect(bumps[0]?.tags).not.toContain("all");
  });

  it("orphans everything instead of waiting for long", async () => {
    const world = createReconciledWorld();
    const { alice, client, fake, pass } = world;
    const calcom = client(AUTO);
    const reconciler = await begun(calcom);
    const bumps = bumpsOf(calcom);
    for (const slug of ["one", "two", "three"]) {
      const { id } = fake.eventTypes.add({ ownerId: alice.id, slug, lengthInMinutes: 30 });
      fake.bookings.add({ eventTypeId: id, start: at("09:00") });
    }
    fake.faults.delay(4_000, { path: /\/event-types\/\d+$/, times: 3 });
    const running = reconciler.run();
    await pass(30_000);
    await running;
    expect(lookups(world)).toBe(2);
    expect(bumps[0]?.tags).toContain("all");
  });

  it("orphans everything instead of asking for many", async () => {
    const world = createReconciledWorld();
    const { alice, client, fake } = world;
    const calcom = client(AUTO);
    const reconciler = await begun(calcom);
    const bumps = bumpsOf(calcom);
    for (let index = 0; index < 30; index++) {
      const slug = `type-${index}`;
      const { id } = fake.eventTypes.add({ ownerId: alice.id, slug, lengthInMinutes: 30 });
      fake.bookings.add({ eventTypeId: id, start: at("09:00") });
    }
    expect(await reconciler.run()).toMatchObject({ applied: 30 });
    expect(lookups(world)).toBe(0);
    expect(bumps[0]?.tags).toContain("all");
  });
});

it("orphans everything after more changes than it looks at, and goes on from there", async () => {
  const { client, clock, fake, half } = createReconciledWorld();
  const calcom = client();
  const reconciler = await begun(calcom);
  await clock.advance(10 * MINUTE_MS);
  await warm(calcom, half.id);
  const changes = Array.from({ length: 600 }, (_, index) => index);
  for (const index of changes) {
    fake.bookings.add({ eventTypeId: half.id, start: Date.parse(at("09:00")) + index });
    await clock.advance(10);
  }
  const requests = fake.requests.length;
  // The last one of each page is shown again.
  expect(await reconciler.run()).toMatchObject({ startedOver: true, found: 496 });
  expect(fake.requests.length - requests).toBe(5);
  expect(await sourceOf(calcom, half.id)).toBe("origin");
  await clock.advance(10 * MINUTE_MS);
  fake.bookings.add({ eventTypeId: half.id, start: at("15:00") });
  await clock.advance(MINUTE_MS);
  const next = await reconciler.run();
  expect(next.startedOver && next.found === 496).toBe(true);
  expect(await reconciler.run()).toMatchObject({ startedOver: false });
});

it("loses nothing when bookings change while pages are read", async () => {
  const { client, clock, fake, half, hour } = createReconciledWorld();
  const calcom = client({ invalidation: { width: "event-type" } });
  const reconciler = await begun(calcom);
  const made = [];
  for (let index = 0; index < 150; index++) {
    const eventTypeId = index === 100 ? hour.id : half.id;
    made.push(fake.bookings.add({ eventTypeId, start: at("12:00"), status: "cancelled" }));
    await clock.advance(1);
  }
  await warm(calcom, hour.id);
  const gate = fake.pause({ method: "GET", path: "/bookings", phase: "beforeReply" });
  const passing = reconciler.run();
  await gate.reached;
  const [first] = made;
  if (first === undefined) throw new Error("Nothing was booked.");
  fake.bookings.add({ ...first, updatedAt: clock.now() });
  gate.release();
  await passing;
  expect(await sourceOf(calcom, hour.id)).toBe("origin");
  expect(await reconciler.run()).toMatchObject({ applied: 1 });
});

it("does everything again when a page could not be read", async () => {
  const { client, clock, fake, half } = createReconciledWorld();
  const calcom = client({ retries: 0 });
  const reconciler = await begun(calcom);
  let beforeUpdatedAt = "";
  for (let index = 0; index < 150; index++) {
    fake.bookings.add({ eventTypeId: half.id, start: Date.parse(at("09:00")) + index });
    await clock.advance(1);
    if (index === 50) beforeUpdatedAt = new Date(clock.now()).toISOString();
  }
  await warm(calcom, half.id);
  const failed = heardFrom(calcom, "reconcile-failed");
  fake.faults.dropRequest({ method: "GET", path: "/bookings", query: { beforeUpdatedAt } });
  await expect(reconciler.run()).rejects.toMatchObject({ code: "network" });
  expect(failed).toMatchObject([{ error: { code: "network" } }]);
  expect(await sourceOf(calcom, half.id)).toBe("cache");
  expect(await reconciler.run()).toMatchObject({ applied: 150 });
  expect(await sourceOf(calcom, half.id)).toBe("origin");
});

it.each(["a write of its own", "a webhook"])("keeps caches warm after %s", async (source) => {
  const { client, fake, half, pass, receiveWith } = createReconciledWorld();
  const calcom = client();
  receiveWith((request) => calcom.handleWebhook(request));
  calcom.reconciler().start();
  await pass(1_000);
  const booking = { eventTypeId: half.id, start: at("09:00") };
  if (source === "a webhook") await fake.bookings.book(booking);
  else await calcom.bookings.create({ ...booking, attendee: ANN });
  await pass(INTERVAL_MS);
  await warm(calcom, half.id);
  for (let passes = 0; passes < 5; passes++) {
    await pass(INTERVAL_MS);
    expect(await sourceOf(calcom, half.id)).toBe("cache");
  }
});
