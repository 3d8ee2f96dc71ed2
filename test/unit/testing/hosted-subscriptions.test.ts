import { expect, it } from "vitest";
import { ask } from "./ask.ts";
import { at, createSalon } from "./setup.ts";

const url = "https://app.example/hook";
const created = { active: true, subscriberUrl: url, triggers: ["BOOKING_CREATED"] };

/** A hosted Cal.com without delays: Alice and Bob in an organization, Dan in a team of it. */
function createHosted() {
  const hosted = { slotsCacheMs: 0, replicaLagMs: 0, webhookDelayMs: 0 };
  const salon = createSalon({ profile: "hosted", hosted });
  const { fake, owner, clock } = salon;
  const bob = fake.users.add({ username: "bob" });
  const own = fake.eventTypes.add({ ownerId: bob.id });
  const memberIds = [owner.id, bob.id];
  const acme = fake.teams.add({ isOrganization: true, memberIds });
  const dan = fake.users.add({ username: "dan" });
  const crew = fake.teams.add({ parentId: acme.id, memberIds: [owner.id, dan.id] });
  const pool = fake.eventTypes.add({ teamId: crew.id, hostIds: [dan.id] });
  const heard = async (eventTypeId: number, time: string) => {
    const before = fake.webhooks.deliveries.length;
    await fake.bookings.book({ eventTypeId, start: at(time) });
    await clock.advance(1);
    return fake.webhooks.deliveries.length - before;
  };
  return { salon, own, acme, crew, pool, heard };
}

it("a team's event type has subscriptions of its own", async () => {
  const { salon, own, crew, pool, heard } = createHosted();
  const path = `/teams/${crew.id}/event-types/${pool.id}/webhooks`;
  const { status, data } = await ask(salon, `POST ${path}`, created);
  expect([status, data.eventTypeId]).toEqual([201, pool.id]);
  expect(await heard(pool.id, "09:00")).toBe(1);
  expect(await heard(own.id, "14:00")).toBe(0);
  expect((await ask(salon, `GET ${path}/${data.id}`)).data.id).toBe(data.id);
  expect((await ask(salon, `DELETE ${path}`)).status).toBe(200);
  expect((await ask(salon, `GET ${path}`)).data).toEqual([]);
  const other = `/teams/${crew.id}/event-types/1/webhooks`;
  expect((await ask(salon, `POST ${other}`, created)).status).toBe(404);
});

it("an organization hears of its teams and of its people, and of nobody else", async () => {
  const { salon, own, acme, crew, pool, heard } = createHosted();
  const { data } = await ask(salon, `POST /organizations/${acme.id}/webhooks`, created);
  expect(data.teamId).toBe(acme.id);
  expect(await heard(pool.id, "09:00")).toBe(1);
  expect(await heard(own.id, "14:00")).toBe(1);
  const carol = salon.fake.users.add({ username: "carol" });
  const { id } = salon.fake.eventTypes.add({ ownerId: carol.id });
  expect(await heard(id, "09:00")).toBe(0);
  expect((await ask(salon, `GET /organizations/${crew.id}/webhooks`)).status).toBe(404);
});

it("a self-hosted one has neither path (0236)", async () => {
  const salon = createSalon();
  const { id } = salon.fake.teams.add({ memberIds: [1], isOrganization: true });
  const { message } = await ask(salon, `POST /organizations/${id}/webhooks`, created);
  expect(message).toContain("Cannot POST");
});
