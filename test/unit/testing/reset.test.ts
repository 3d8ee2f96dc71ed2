import { describe, expect, it } from "vitest";
import { defer } from "../../../src/testing/matching.ts";
import { settle } from "../../../src/testing/virtual-clock.ts";
import { at, book, createSalon, type Salon } from "./setup.ts";

/** Empties the fake and sets it up as it was, ids included. */
function startOver({ fake }: Salon): void {
  fake.reset();
  const { id } = fake.users.add({ username: "alice" });
  fake.eventTypes.add({ ownerId: id, slug: "short", lengthInMinutes: 30 });
}

describe("a reset while something is under way", () => {
  it.each<[string, (salon: Salon) => unknown]>([
    ["stands before its commit", ({ fake }) => fake.pause({ phase: "beforeCommit" })],
    ["hangs", ({ fake }) => fake.faults.hang()],
    ["is late", ({ fake }) => fake.faults.delay(1_000)],
  ])("breaks the connection of a booking that %s, and nothing is booked", async (_what, stop) => {
    const salon = createSalon();
    stop(salon);
    const booking = book(salon, salon.short.id, "10:00");
    booking.catch(() => {});
    await settle();
    startOver(salon);
    await salon.clock.advance(2_000);
    await expect(booking).rejects.toThrow(TypeError);
    expect(salon.fake.bookings.list()).toEqual([]);
  });

  it("lets a booking whose caller has given up never be made", async () => {
    const salon = createSalon();
    salon.fake.faults.commitLater({ method: "POST", afterMs: 1_000 });
    await expect(book(salon, salon.short.id, "10:00")).rejects.toThrow(TypeError);
    startOver(salon);
    await salon.clock.advance(2_000);
    expect(salon.fake.bookings.list()).toEqual([]);
    const next = await book(salon, salon.short.id, "10:00");
    expect(next.headers.get("x-ratelimit-remaining-default")).toBe("119");
  });

  it("says so to a visitor of the booking page", async () => {
    const salon = createSalon();
    const gate = salon.fake.pause({ method: "PAGE", phase: "beforeCommit" });
    const visit = salon.fake.bookings.book({ eventTypeId: salon.short.id, start: at("10:00") });
    visit.catch(() => {});
    await gate.reached;
    startOver(salon);
    await expect(visit).rejects.toThrow("The fake was reset");
    expect(salon.fake.bookings.list()).toEqual([]);
  });

  it("breaks the connection of a booking whose receiver has not answered", async () => {
    const answer = defer<void>();
    const salon = createSalon({ deliver: () => answer.promise.then(() => new Response("ok")) });
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const booking = book(salon, salon.short.id, "10:00");
    booking.catch(() => {});
    await settle();
    expect(salon.fake.webhooks.deliveries).toHaveLength(1);
    salon.fake.reset();
    answer.resolve();
    await expect(booking).rejects.toThrow(TypeError);
    expect(salon.fake.webhooks.deliveries).toEqual([]);
  });

  it("takes back a webhook that was about to leave", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook", secret: "s3cret" });
    const visit = salon.fake.bookings.book({ eventTypeId: salon.short.id, start: at("10:00") });
    visit.catch(() => {});
    // The signature is made on another thread, so no number of turns gets beyond it.
    for (let turn = 0; turn < 100; turn++) await undefined;
    expect(salon.fake.bookings.list()).toHaveLength(1);
    salon.fake.reset();
    await settle();
    expect(salon.fake.webhooks.deliveries).toEqual([]);
    expect(salon.received).toEqual([]);
  });
});
