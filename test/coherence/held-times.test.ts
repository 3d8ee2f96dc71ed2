import { describe, expect, it } from "vitest";
import { createTeamWorld } from "../helpers/team-world.ts";
import { createWorld, DAY, timesOf, warm } from "../helpers/world.ts";

const LASTS_MS = 5 * 60_000;
const held = (eventTypeId: number) => ({ eventTypeId, slotStart: `${DAY}T09:00:00Z` });
const PATH = /\/slots\/reservations$/;

describe("an answer without a time that this library holds", () => {
  it.each(["known", "unknown"])("does not outlive the reservation; hosts %s", async (hosts) => {
    const { clock, client, half, hour } = createWorld();
    const invalidation = hosts === "known" ? {} : { pools: "off" as const };
    const [holder, other] = [client({ invalidation }), client({ invalidation })];
    const first = other.layer("first", {
      key: (eventTypeId: number) => [eventTypeId],
      load: async (eventTypeId, context) => {
        const { slots } = await context.slots.list({ eventTypeId, start: DAY, end: DAY });
        return slots[DAY]?.[0]?.start ?? "none";
      },
      ttlMs: 3_600_000,
    });
    await holder.reservations.create(held(half.id));
    await clock.advance(LASTS_MS - 10_000);
    await warm(other, half.id, hour.id);
    expect(await first.get(hour.id)).toBe(`${DAY}T10:00:00.000Z`);
    await clock.advance(9_999);
    expect((await first.read(hour.id)).provenance.source).toBe("cache");
    await clock.advance(2);
    for (const { id } of [half, hour]) expect(await timesOf(other, id)).toContain("09:00");
    expect(await first.get(hour.id)).toBe(`${DAY}T09:00:00.000Z`);
  });

  it("is a hit as long as the reservation lasts", async () => {
    const { clock, client, half } = createWorld();
    const calcom = client();
    await calcom.reservations.create(held(half.id));
    await warm(calcom, half.id);
    await clock.advance(30_000);
    const { provenance } = await calcom.slots.list({ eventTypeId: half.id, start: DAY, end: DAY });
    expect(provenance.source).toBe("cache");
  });

  it("dies at the end although the reply took its time", async () => {
    const { clock, client, fake, half } = createWorld();
    const calcom = client();
    const gate = fake.pause({ phase: "beforeReply", path: PATH });
    const creating = calcom.reservations.create(held(half.id));
    await gate.reached;
    await clock.advance(2_000);
    gate.release();
    await creating;
    await clock.advance(LASTS_MS - 2_500);
    await warm(calcom, half.id);
    await clock.advance(501);
    expect(await timesOf(calcom, half.id)).toContain("09:00");
  });

  it("dies at the end although the request took its time", async () => {
    const { clock, client, fake, half } = createWorld();
    const calcom = client();
    const gate = fake.pause({ phase: "before", path: PATH });
    const creating = calcom.reservations.create(held(half.id));
    await gate.reached;
    await clock.advance(2_000);
    gate.release();
    await creating;
    await clock.advance(LASTS_MS - 1_000);
    await warm(calcom, half.id);
    await clock.advance(1_001);
    expect(await timesOf(calcom, half.id)).toContain("09:00");
  });

  it("dies with the reservation as it was renewed", async () => {
    const { clock, client, half } = createWorld();
    const calcom = client();
    const { reservation } = await calcom.reservations.create(held(half.id));
    await clock.advance(60_000);
    const later = { ...held(half.id), slotStart: `${DAY}T11:00:00Z` };
    await calcom.reservations.update(reservation.reservationUid, later);
    await clock.advance(LASTS_MS - 10_000);
    await warm(calcom, half.id);
    await clock.advance(10_001);
    expect(await timesOf(calcom, half.id)).toContain("11:00");
  });

  it("dies again when a hosted Cal.com has forgotten its kept slots", async () => {
    const { clock, client, half } = createWorld({
      profile: "hosted",
    });
    const calcom = client({ invalidation: { settleMs: { write: 3_000 } } });
    await calcom.reservations.create(held(half.id));
    await clock.advance(LASTS_MS - 500);
    await calcom.slots.list({ eventTypeId: half.id, start: DAY, end: DAY }, { cache: "bypass" });
    await clock.advance(1_000);
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
    await clock.advance(2_600);
    expect(await timesOf(calcom, half.id)).toContain("09:00");
  });
});

it("a time that is let go is free for who was a host when it was held", async () => {
  const { calcom, carol, client, fake, half, pools, together } = createTeamWorld("collective");
  await warm(calcom, together.id);
  const { reservation } = await calcom.reservations.create(held(together.id));
  // Without Alice from now on; her own event type goes on lacking the time.
  fake.eventTypes.update(together.id, { hostIds: [carol.id] });
  await calcom.invalidate("all");
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  const ofCarol = { ...pools, [together.id]: [{ id: carol.id, email: carol.email }] };
  const other = client({ invalidation: { pools: ofCarol } });
  await other.reservations.delete(reservation.reservationUid);
  expect(await timesOf(calcom, half.id)).toContain("09:00");
});
