import { describe, expect, it } from "vitest";
import type { CreateBookingInput, UnknownOutcomeError } from "../../../src/index.ts";
import { ANN, at } from "../../helpers/world.ts";
import { brokenConnection, stubbedClient } from "./stub-fetch.ts";

const PHONE = { name: "Ann", timeZone: "UTC", phoneNumber: "+15550100" };
const CREATE = { eventTypeId: 1, start: "2026-12-07T10:00:00+01:00", attendee: ANN };

type Listed = (nonce: string) => readonly object[];

/** A booking whose answer gets lost, and which is then looked for once. */
async function lookFor(input: CreateBookingInput, listed: Listed = () => []) {
  let nonce = "";
  const { calcom, requests } = stubbedClient(
    async (request) => {
      if (request.method === "GET")
        return Response.json({ status: "success", data: listed(nonce) });
      ({ calcomCoherentNonce: nonce } = (await request.json()).metadata);
      throw brokenConnection("ECONNRESET");
    },
    { apiKey: "key", reconcileTimeoutMs: 1, retries: 0 },
  );
  const outcome = await calcom.bookings.create(input).then(
    (result) => ({ ...result, looked: "found", nonce }),
    (error: UnknownOutcomeError) => error,
  );
  expect(outcome.nonce).toBe(nonce);
  const query = Object.fromEntries(new URL(requests[1]?.url ?? "").searchParams);
  return { outcome, query };
}

describe("a booking that got no answer is looked for", () => {
  it("by its event type and attendee, on from its start", async () => {
    const { query } = await lookFor(CREATE);
    expect(query).toMatchObject({
      attendeeEmail: ANN.email,
      eventTypeId: "1",
      afterStart: at("09:00"),
      beforeEnd: "2026-12-08T09:00:00.000Z",
    });
    expect(query).not.toHaveProperty("attendeeName");
  });

  it.each<[string, Partial<CreateBookingInput>, object]>([
    [
      "by the attendee's name where there is no address",
      { attendee: PHONE },
      { attendeeName: "Ann" },
    ],
    [
      "to its end, however long",
      { lengthInMinutes: 2_880 },
      { beforeEnd: "2026-12-09T09:00:00.000Z" },
    ],
  ])("%s", async (_case, more, expected) => {
    const { query } = await lookFor({ ...CREATE, ...more } as CreateBookingInput);
    expect(query).toMatchObject(expected);
  });

  it("without an event type that only its slug names", async () => {
    const { eventTypeId: _, ...rest } = CREATE;
    const { query } = await lookFor({ ...rest, eventTypeSlug: "half", username: "alice" });
    expect(query).not.toHaveProperty("eventTypeId");
  });
});

describe("among what is listed", () => {
  const booking = (metadata: object | undefined, more: object = {}) => ({
    ...{ id: 9, uid: "u", status: "accepted", start: at("09:00"), end: at("09:30") },
    ...{ hosts: [{ id: 1 }], attendees: [ANN], metadata, ...more },
  });
  const of = (nonce: string) => ({ calcomCoherentNonce: nonce });
  const seated = (attendees: readonly object[], metadata?: object) =>
    booking(metadata, { attendees: attendees.map((one) => ({ ...ANN, ...one })) });

  it.each<[string, Listed, string]>([
    ["is the one with the nonce", (nonce) => [booking(of(nonce))], "found"],
    [
      "may be one that has been called off since",
      (nonce) => [booking(of(nonce), { status: "cancelled" })],
      "unclear",
    ],
    [
      "may be one that has been declined since",
      (nonce) => [booking(of(nonce), { status: "rejected" })],
      "unclear",
    ],
    [
      "is the one that is on, beside one that was moved away and back",
      (nonce) => [booking(of(nonce), { status: "cancelled" }), booking(of(nonce))],
      "found",
    ],
    ["is none with another nonce", () => [booking(of("theirs"))], "not-found"],
    ["is none without", () => [booking({}), booking(undefined)], "not-found"],
    [
      "is none with the nonce at another time, to which it was moved",
      (nonce) => [booking(of(nonce), { start: at("11:00") })],
      "not-found",
    ],
    [
      "is the seat with the nonce",
      (nonce) => [
        seated([
          { seatUid: "a", metadata: of("x") },
          { seatUid: "b", metadata: of(nonce) },
        ]),
      ],
      "found",
    ],
    [
      "is the first seat of a booking with the nonce",
      (nonce) => [seated([{ seatUid: "b" }], of(nonce))],
      "found",
    ],
    ["may be a seat of the attendee", () => [seated([{ seatUid: "a" }], of("x"))], "unclear"],
    [
      "is none of the attendee's seats that bear another nonce",
      () => [seated([{ seatUid: "a", metadata: of("x") }])],
      "not-found",
    ],
    [
      "is no seat of others",
      () => [seated([{ seatUid: "a", email: "ben@example.test" }])],
      "not-found",
    ],
    [
      "may be a seat under the same address, however written",
      () => [seated([{ seatUid: "a", email: "ANN@Example.test" }])],
      "unclear",
    ],
  ])("%s", async (_case, listed, looked) => {
    const { outcome } = await lookFor(CREATE, listed);
    expect(outcome.looked).toBe(looked);
    if (looked === "found" && "seatUid" in outcome) expect(outcome.seatUid).toBe("b");
  });
});
