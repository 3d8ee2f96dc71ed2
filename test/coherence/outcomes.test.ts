import { describe, expect, it } from "vitest";
import { UnknownOutcomeError } from "../../src/index.ts";
import { CREATE, createOutcomeWorld, LIST, LOOK_MS } from "../helpers/outcome-world.ts";
import { createTeamWorld } from "../helpers/team-world.ts";
import { ANN, at, onDay, sourceOf, timesOf, warm } from "../helpers/world.ts";

describe("a booking that was made and got no answer", () => {
  it.each(["dropReply", "error500After"] as const)("is found after %s", async (fault) => {
    const { client, fake, half, hour, outcomeOf, wish, writes } = createOutcomeWorld();
    const calcom = client();
    await warm(calcom, half.id, hour.id);
    fake.faults[fault](CREATE);
    const result = await outcomeOf(calcom.bookings.create(wish(half.id)));
    const [made] = fake.bookings.list();
    expect(result).toMatchObject({
      coherence: "confirmed",
      reconciled: true,
      booking: { uid: made?.uid, start: at("09:00") },
    });
    expect(writes()).toBe(1);
    for (const { id } of [half, hour]) expect(await timesOf(calcom, id)).not.toContain("09:00");
    // Nothing is left that could keep answers out of the cache.
    expect(await sourceOf(calcom, half.id)).toBe("cache");
  });

  it("is found by cursors, on replicas that know of it late", async () => {
    const { client, fake, half, outcomeOf, wish } = createOutcomeWorld("hosted");
    fake.faults.replicaMissesReadBack(CREATE);
    const result = await outcomeOf(client().bookings.create(wish(half.id)));
    expect(result).toMatchObject({ reconciled: true, booking: { status: "accepted" } });
  });

  it("is found where it was asked for by slug", async () => {
    const { alice, client, fake, half, outcomeOf } = createOutcomeWorld();
    fake.faults.dropReply(CREATE);
    const choice = { eventTypeSlug: half.slug, username: alice.username };
    const call = client().bookings.create({ ...choice, start: at("09:00"), attendee: ANN });
    expect(await outcomeOf(call)).toMatchObject({ reconciled: true });
  });

  it("is found when it is made after the deadline, while it is looked for", async () => {
    const { client, fake, half, outcomeOf, wish, writes } = createOutcomeWorld();
    const afterMs = 10_000 + 2_000;
    fake.faults.commitLater({ ...CREATE, reply: "hang", afterMs });
    const result = await outcomeOf(client({ timeoutMs: 10_000 }).bookings.create(wish(half.id)));
    expect(result).toMatchObject({ reconciled: true });
    expect(writes()).toBe(1);
  });

  it("is found after its caller has called it off", async () => {
    const { client, clock, fake, half, outcomeOf, wish } = createOutcomeWorld();
    const late = fake.faults.commitLater({ ...CREATE, reply: "hang", afterMs: 1_000 });
    const controller = new AbortController();
    const call = client().bookings.create(wish(half.id), { signal: controller.signal });
    await late.reached;
    const began = clock.monotonic();
    controller.abort(new Error("The caller has hung up."));
    expect(await outcomeOf(call)).toMatchObject({ reconciled: true });
    // The request did not wait for its own deadline.
    expect(clock.monotonic() - began).toBeLessThan(LOOK_MS);
  });

  it.each([
    ["fail", (fake: Fake) => fake.faults.error500Before({ ...LIST, times: 3 })],
    ["are cut off", (fake: Fake) => fake.faults.dropReply({ ...LIST, times: 3 })],
    ["hang", (fake: Fake) => fake.faults.hang(LIST)],
  ])("is found although the first looks %s", async (_case, spoil) => {
    const { client, fake, half, outcomeOf, wish } = createOutcomeWorld();
    fake.faults.dropReply(CREATE);
    spoil(fake);
    expect(await outcomeOf(client().bookings.create(wish(half.id)))).toMatchObject({
      reconciled: true,
    });
  });

  it("is found for a team, before anybody takes its time for taken", async () => {
    const { client, clock, fake, together } = createTeamWorld();
    const calcom = client({ invalidation: { pools: "auto" }, reconcileTimeoutMs: LOOK_MS });
    await warm(calcom, together.id);
    await clock.advance(0);
    fake.faults.error500After(CREATE);
    const input = { eventTypeId: together.id, start: at("09:00"), attendee: ANN };
    expect(await calcom.bookings.create(input)).toMatchObject({ reconciled: true });
  });
});

type Fake = ReturnType<typeof createOutcomeWorld>["fake"];

describe("a booking of which nothing is seen", () => {
  it("is unknown, with what it is told by, and is not sent again", async () => {
    const { client, clock, fake, half, outcomeOf, wish, writes } = createOutcomeWorld();
    fake.faults.error500Before(CREATE);
    const error = await outcomeOf(client().bookings.create(wish(half.id)));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).toMatchObject({ looked: "not-found", coherence: "confirmed", found: [] });
    expect((error as UnknownOutcomeError).nonce).toMatch(/^[\w-]{16}$/);
    expect((error as UnknownOutcomeError).message).toContain("Do not send it again");
    expect(clock.monotonic()).toBeLessThanOrEqual(LOOK_MS);
    expect(writes()).toBe(1);
  });

  it("is fenced until it can no longer come about", async () => {
    const { client, clock, fake, half, outcomeOf, wish } = createOutcomeWorld();
    const calcom = client();
    fake.faults.commitLater({ ...CREATE, afterMs: 30_000 });
    expect(await outcomeOf(calcom.bookings.create(wish(half.id)))).toMatchObject({
      looked: "not-found",
    });
    expect(await timesOf(calcom, half.id)).toContain("09:00");
    await clock.advance(30_000);
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  });

  it("is fenced for as long as it is looked for, and its allowance longer", async () => {
    const { client, clock, fake, half, outcomeOf, wish } = createOutcomeWorld();
    const calcom = client({ timeoutMs: 1_000, invalidation: { fenceMs: 2_000 } });
    const late = fake.faults.commitLater({ ...CREATE, reply: "hang" });
    const call = calcom.bookings.create(wish(half.id));
    await late.reached;
    // The fence of the write alone would end after 3 s, and answers be kept from then on.
    expect(await outcomeOf(call)).toMatchObject({ looked: "not-found" });
    expect(clock.monotonic()).toBeGreaterThan(4_000);
    expect(await timesOf(calcom, half.id)).toContain("09:00");
    late.release();
    await clock.advance(0);
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  });

  it("serves nothing old while it is looked for", async () => {
    const { client, clock, fake, half, wish } = createOutcomeWorld();
    const calcom = client({ timeoutMs: 1_000, invalidation: { fenceMs: 0 } });
    await warm(calcom, half.id);
    const late = fake.faults.commitLater({ ...CREATE, reply: "hang" });
    const list = fake.pause({ ...LIST, phase: "beforeReply" });
    const call = calcom.bookings.create(wish(half.id)).catch((error: unknown) => error);
    await late.reached;
    await clock.advance(1_000);
    await list.reached;
    expect(await timesOf(calcom, half.id)).toContain("09:00");
    expect(await sourceOf(calcom, half.id)).toBe("origin");
    list.release();
    late.release();
    await clock.advance(LOOK_MS);
    expect(await call).toMatchObject({ reconciled: true });
  });

  it("is not taken for another of the same attendee at the same time", async () => {
    const { alice, client, fake, outcomeOf, wish } = createOutcomeWorld();
    const asked = fake.eventTypes.add({ ownerId: alice.id, requiresConfirmation: true });
    const calcom = client();
    await calcom.bookings.create(wish(asked.id));
    await fake.bookings.book({ eventTypeId: asked.id, start: at("09:00"), attendee: ANN });
    fake.faults.error500Before(CREATE);
    expect(await outcomeOf(calcom.bookings.create(wish(asked.id)))).toMatchObject({
      looked: "not-found",
    });
  });

  it("is unknown at once where bookings may not be listed", async () => {
    const { client, fake, half, reads, wish } = createOutcomeWorld();
    fake.faults.error500Before(CREATE);
    const call = client({ apiKey: undefined }).bookings.create(wish(half.id));
    // No time passes.
    const error = await call.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "unknown_outcome", looked: "not-possible" });
    expect((error as Error).message).toContain("This credential cannot see");
    expect(reads()).toHaveLength(1);
  });

  it("says so where no look was answered", async () => {
    const { client, fake, half, outcomeOf, wish } = createOutcomeWorld();
    fake.faults.dropReply(CREATE);
    fake.faults.error500Before({ ...LIST, times: 1_000 });
    const error = await outcomeOf(client().bookings.create(wish(half.id)));
    expect(error).toMatchObject({ code: "unknown_outcome", looked: "not-at-all" });
    expect((error as Error).message).toContain("Looking for it failed");
  });

  it("is looked for by as many as have lost it, each its own", async () => {
    const { client, fake, half, outcomeOf, wish } = createOutcomeWorld();
    const calcom = client();
    fake.faults.dropReply({ ...CREATE, times: 2 });
    const times = [at("09:00"), at("11:00")];
    const calls = times.map((start) => calcom.bookings.create({ ...wish(half.id), start }));
    const results = await outcomeOf(Promise.all(calls));
    expect(results).toMatchObject(times.map((start) => ({ reconciled: true, booking: { start } })));
    expect((await calcom.slots.list(onDay(half.id))).slots).not.toEqual({});
  });
});
