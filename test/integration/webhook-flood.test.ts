import express from "express";
import { expect, it } from "vitest";
import { createWebhookMiddleware } from "../../src/adapters/express.ts";
import { signBody } from "../../src/webhooks/signature.ts";
import { delivery } from "../conformance/deliveries.ts";
import { listen } from "../helpers/http-app.ts";
import { at, createWorld, SECRET, timesOf, warm } from "../helpers/world.ts";

const DELIVERIES = 2_000;
const AT_ONCE = 50;
const REPLAYED = 500;
const recorded = JSON.parse(delivery(1).bodyUtf8);

/** A genuine delivery: its body, and the signature. */
async function signedBody(uid: string, eventTypeId: number, hostId: number) {
  const payload = { ...recorded.payload, uid, eventTypeId, organizer: { id: hostId } };
  const body = JSON.stringify({ ...recorded, payload });
  return { body, headers: { "x-cal-signature-256": await signBody(body, SECRET) } };
}

it("answers 2,000 deliveries, tells of each event once, and loses none of their changes", async () => {
  const { fake, half, hour, alice, client } = createWorld();
  const calcom = client();
  const handled: unknown[] = [];
  const errors: unknown[] = [];
  const middleware = createWebhookMiddleware(calcom, {
    onBookingCreated: ({ payload }) => void handled.push(payload.uid),
    onError: (error) => void errors.push(error),
  });
  const { url } = await listen(express().post("/hook", middleware));
  await warm(calcom, half.id, hour.id);
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });

  const statuses = new Map<number, number>();
  let next = 0;
  const sender = async () => {
    for (let index = next++; index < DELIVERIES; index = next++) {
      // Every fourth is one that came before, byte by byte.
      const uid = index % 4 === 3 ? `uid-${index - 1}` : `uid-${index}`;
      const delivery = await signedBody(uid, half.id, alice.id);
      const { status } = await fetch(url, { method: "POST", ...delivery });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));

  expect(Object.fromEntries(statuses)).toEqual({ 204: DELIVERIES });
  await expect.poll(() => handled.length).toBe(DELIVERIES - REPLAYED);
  expect(new Set(handled).size).toBe(DELIVERIES - REPLAYED);
  expect(errors).toEqual([]);
  for (const { id } of [half, hour]) expect(await timesOf(calcom, id)).not.toContain("09:00");
});

it("hears of a change in the middle of a flood of replays", async () => {
  const { fake, clock, half, alice, client } = createWorld();
  const calcom = client();
  const { url } = await listen(express().post("/hook", createWebhookMiddleware(calcom)));
  const replayed = await signedBody("the same", half.id, alice.id);
  const flood = async (count: number) => {
    for (let index = 0; index < count; index++) {
      expect((await fetch(url, { method: "POST", ...replayed })).status).toBe(204);
    }
  };
  await flood(300);
  await warm(calcom, half.id);
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  const genuine = await signedBody("another", half.id, alice.id);
  expect((await fetch(url, { method: "POST", ...genuine })).status).toBe(204);
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  await flood(300);
  await clock.advance(120_000);
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});
