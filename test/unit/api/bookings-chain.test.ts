import { describe, expect, it } from "vitest";
import { BookingRescheduledError, SlotTakenError } from "../../../src/index.ts";
import { ANN, at, createWorld, sourceOf, warm } from "../../helpers/world.ts";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

const MOVE = { start: at("16:00") };

/** What Cal.com answers for a booking that has been moved (recording 0115). */
function movedTo(uid: string, next: string): Response {
  const message = `Can't reschedule booking with uid=${uid} because it has been cancelled and rescheduled already to booking with uid=${next}. You probably want to reschedule ${next} instead by passing it within the request URL.`;
  return Response.json({ error: { code: "BadRequestException", message } }, { status: 400 });
}

const uidOf = (request: Request) => new URL(request.url).pathname.split("/").at(-2) ?? "";

describe("a booking that others have moved", () => {
  it("is moved from where it is now", async () => {
    const { client, fake, half } = createWorld();
    const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    const second = await fake.bookings.reschedule(uid, at("10:00"));
    const third = await fake.bookings.reschedule(second.uid, at("11:00"));
    const { booking } = await client().bookings.reschedule(uid, MOVE);
    expect(booking).toMatchObject({ start: MOVE.start, rescheduledFromUid: third.uid });
    const moves = fake.requests.filter(({ method }) => method === "POST");
    expect(moves.map(({ path }) => path.split("/").at(-2))).toEqual([uid, second.uid, third.uid]);
  });

  it("leaves the refusal at its end to the caller, and the cache as the refusal says", async () => {
    const { client, fake, half, hour } = createWorld();
    const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    const moved = await fake.bookings.reschedule(uid, at("10:00"));
    await fake.bookings.cancel(moved.uid);
    const calcom = client();
    await warm(calcom, half.id, hour.id);
    const refused = await errorOf(calcom.bookings.reschedule(uid, MOVE));
    expect(refused).toMatchObject({ code: "api_error", status: 400 });
    expect(refused).not.toHaveProperty("coherence", expect.anything());
    expect(await sourceOf(calcom, hour.id)).toBe("cache");
  });

  it("whose new time is taken is a time that is taken", async () => {
    const { client, fake, half } = createWorld();
    const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    await fake.bookings.reschedule(uid, at("10:00"));
    await fake.bookings.book({ eventTypeId: half.id, start: MOVE.start });
    const calcom = client();
    await warm(calcom, half.id);
    const error = await errorOf(calcom.bookings.reschedule(uid, MOVE));
    expect(error).toBeInstanceOf(SlotTakenError);
    expect(error).toMatchObject({ coherence: "confirmed" });
    expect(await sourceOf(calcom, half.id)).toBe("origin");
  });

  it("is followed ten times and no further", async () => {
    const { calcom, requests } = stubbedClient((request) => {
      const number = Number(uidOf(request));
      return movedTo(String(number), String(number + 1));
    });
    const error = await errorOf(calcom.bookings.reschedule("0", MOVE));
    expect(error).toBeInstanceOf(BookingRescheduledError);
    expect(error).toMatchObject({ code: "booking_rescheduled", rescheduledToUid: "11" });
    expect(requests.map(uidOf)).toEqual(Array.from({ length: 11 }, (_, hop) => String(hop)));
  });

  it("is not followed in a circle", async () => {
    const { calcom, requests } = stubbedClient((request) =>
      movedTo(uidOf(request), uidOf(request) === "a" ? "b" : "a"),
    );
    const error = await errorOf(calcom.bookings.reschedule("a", MOVE));
    expect(error).toMatchObject({ code: "booking_rescheduled", rescheduledToUid: "a" });
    expect(requests.map(uidOf)).toEqual(["a", "b"]);
  });

  it("has one deadline for all its hops", async () => {
    const { calcom, clock, requests } = stubbedClient(async (request) => {
      await clock.advance(400);
      return movedTo(uidOf(request), `${uidOf(request)}x`);
    });
    const error = await errorOf(calcom.bookings.reschedule("a", MOVE, { timeoutMs: 1_000 }));
    expect(requests.length).toBeLessThanOrEqual(3);
    expect(clock.monotonic()).toBeLessThanOrEqual(1_200);
    expect(error).toMatchObject({ code: "unknown_outcome", cause: { code: "timeout" } });
  });
});

it("a booking that is cancelled is not taken for one that has moved", async () => {
  const { client, fake, half } = createWorld();
  const calcom = client();
  const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
  const { booking } = await calcom.bookings.create(input);
  await calcom.bookings.cancel(booking.uid);
  const error = await errorOf(calcom.bookings.reschedule(booking.uid, MOVE));
  expect(error).toMatchObject({ code: "api_error", status: 400 });
  expect(fake.requests.filter(({ path }) => path.endsWith("/reschedule"))).toHaveLength(1);
});
