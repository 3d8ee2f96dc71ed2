import { expect, it } from "vitest";
import { createFakeCalcom } from "../../../src/testing/index.ts";

it("makes everything in a line each", () => {
  const fake = createFakeCalcom();
  const owner = fake.users.add();
  const team = fake.teams.add({ newMembers: 3 });
  const own = fake.eventTypes.add({ ownerId: owner.id });
  const pool = fake.eventTypes.add({ teamId: team.id });
  const evenings = fake.schedules.add({ ownerId: owner.id, name: "Evenings" });
  const past = fake.bookings.add({ eventTypeId: own.id, start: "2026-11-02T09:00:00Z" });
  const held = fake.reservations.add({ eventTypeId: own.id, start: "2026-12-07T09:00:00Z" });
  const away = fake.outOfOffice.add({ userId: owner.id, from: "2026-12-24", to: "2026-12-26" });
  const hook = fake.webhooks.subscribe({ url: "https://app.example/hook" });

  expect(team.memberIds).toHaveLength(3);
  expect(pool).toMatchObject({ hostIds: team.memberIds, ownerId: team.memberIds[0] });
  expect(evenings.isDefault).toBe(false);
  expect(past.end).toBeLessThan(fake.clock.now());
  expect(fake.reservations.list()).toEqual([held]);
  expect([away.userId, hook.id]).toEqual([owner.id, expect.any(String)]);
});

it("adds new members to those a team has", () => {
  const fake = createFakeCalcom();
  const { id } = fake.users.add({ username: "alice" });
  const { memberIds } = fake.teams.add({ memberIds: [id], newMembers: 1 });
  expect(memberIds).toEqual([id, id + 1]);
});

it("lets a team's event type have other hosts than all members", () => {
  const fake = createFakeCalcom();
  const { id: teamId, memberIds } = fake.teams.add({ newMembers: 2 });
  const hostIds = memberIds.slice(1);
  expect(fake.eventTypes.add({ teamId, hostIds })).toMatchObject({ hostIds });
});
