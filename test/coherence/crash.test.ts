import { expect, it } from "vitest";
import { ANN, at, createWorld, sourceOf, timesOf, warm } from "../helpers/world.ts";

const FENCE_ENDS_MS = 10_000 + 60_000;

it("serves nothing old after a crash between Cal.com's commit and the bump", async () => {
  const { fake, half, hour, clock, client, doomedClient } = createWorld();
  const reader = client();
  await warm(reader, half.id, hour.id);
  const gate = fake.pause({ method: "POST", path: "/v2/bookings", phase: "afterCommit" });
  const crashed = doomedClient();
  void crashed.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  await gate.reached;
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
  expect(await timesOf(reader, hour.id)).not.toContain("09:00");
  await clock.advance(FENCE_ENDS_MS);
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
  expect(await timesOf(reader, hour.id)).not.toContain("09:00");
  expect(await sourceOf(reader, half.id)).toBe("cache");
});

it("keeps a crashed writer's protection when another writer is refused", async () => {
  const { fake, half, clock, client, doomedClient } = createWorld();
  const reader = client({ ttl: { nearMs: 600_000 } });
  await warm(reader, half.id);
  const gate = fake.pause({ method: "POST", path: "/v2/bookings", phase: "afterCommit" });
  const crashed = doomedClient();
  void crashed.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  await gate.reached;
  const past = { eventTypeId: half.id, start: "2026-11-02T09:00:00Z", attendee: ANN };
  await expect(client().bookings.create(past)).rejects.toMatchObject({ code: "api_error" });
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
  await clock.advance(FENCE_ENDS_MS);
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
});

it("lets a refused write leave the cache as warm as it was", async () => {
  const { half, client } = createWorld();
  const calcom = client();
  await warm(calcom, half.id);
  const past = { eventTypeId: half.id, start: "2026-11-02T09:00:00Z", attendee: ANN };
  await expect(calcom.bookings.create(past)).rejects.toMatchObject({ code: "api_error" });
  expect(await sourceOf(calcom, half.id)).toBe("cache");
});
