import { describe, expect, it } from "vitest";
import { refuseReplay } from "../../../src/api/booking-replays.ts";
import { BookingReplayedError } from "../../../src/index.ts";
import type { Booking } from "../../../src/schemas/bookings.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";

const NONCE = "ours";
const of = (nonce: string) => ({ calcomCoherentNonce: nonce });
const SENT_AT = Date.parse("2026-12-01T08:00:00Z");
const ago = (ms: number) => new Date(SENT_AT - ms).toISOString();
const seat = (seatUid: string, metadata?: object) => ({
  ...{ email: "ann@example.test", name: "Ann", seatUid },
  ...(metadata === undefined ? {} : { metadata }),
});

/** What becomes of an answer that came 500 ms after its request. */
async function judge(
  bookings: readonly object[],
  { date, isSeries = false }: { readonly date?: string; readonly isSeries?: boolean } = {},
): Promise<unknown> {
  const clock = createVirtualClock(SENT_AT);
  const sentAt = { now: clock.now(), monotonic: clock.monotonic() };
  await clock.advance(500);
  const whole = { id: 9, uid: "u", createdAt: ago(0), attendees: [], ...bookings[0] };
  const all = [whole, ...bookings.slice(1).map((one) => ({ ...whole, ...one }))];
  const headers = new Headers(date === undefined ? {} : { date });
  const answer = { status: 201, headers, requestId: "r", body: undefined };
  try {
    const said = { bookings: all as unknown as readonly Booking[], isSeries };
    refuseReplay(said, answer, { nonce: NONCE, sentAt, clock });
    return undefined;
  } catch (error) {
    if (!(error instanceof BookingReplayedError)) throw error;
    return error.reason;
  }
}

const httpDate = (ms: number) => new Date(SENT_AT + ms).toUTCString();

describe("a booking that is answered with", () => {
  it.each<[string, object, string | undefined]>([
    ["our nonce is ours, however old", { metadata: of(NONCE), createdAt: ago(9e9) }, undefined],
    ["another nonce is not, however new", { metadata: of("theirs") }, "earlier-booking"],
    ["no nonce is ours when it is new", {}, undefined],
    ["no nonce and no date is taken for ours", { createdAt: undefined }, undefined],
    ["no nonce is not when it is old", { createdAt: ago(31_000) }, "earlier-booking"],
    ["an id of 0 is nowhere", { id: 0, metadata: of(NONCE) }, "nothing-stored"],
  ])("%s", async (_case, booking, reason) => {
    expect(await judge([booking])).toBe(reason);
  });

  it("a date is compared with the server's clock, where it tells it", async () => {
    // Its clock is ten minutes behind ours: what it has just made looks old.
    const behind = -600_000;
    const date = httpDate(behind + 500);
    expect(await judge([{ createdAt: ago(600_000) }], { date })).toBeUndefined();
    expect(await judge([{ createdAt: ago(603_000) }], { date })).toBe("earlier-booking");
  });

  it("a date is compared with our clock, within what clocks differ, where it does not", async () => {
    expect(await judge([{ createdAt: ago(29_000) }], { date: "soon" })).toBeUndefined();
    expect(await judge([{ createdAt: ago(31_000) }], { date: "soon" })).toBe("earlier-booking");
  });
});

describe("a seat that is answered with", () => {
  it.each<[string, object, string | undefined]>([
    ["our nonce is ours", { attendees: [seat("s", of(NONCE))] }, undefined],
    [
      "our nonce is ours, whoever made the booking",
      { metadata: of("theirs"), attendees: [seat("t", of("theirs")), seat("s", of(NONCE))] },
      undefined,
    ],
    ["another nonce is not", { attendees: [seat("s", of("theirs"))] }, "earlier-booking"],
    [
      "other metadata alone is not",
      { metadata: of(NONCE), attendees: [seat("s", { crm: "7" })] },
      "earlier-booking",
    ],
    [
      "no metadata is taken for ours, however old the booking and whosever",
      { metadata: of("theirs"), createdAt: ago(9e9), attendees: [seat("s")] },
      undefined,
    ],
    ["empty metadata is, too", { createdAt: ago(9e9), attendees: [seat("s", {})] }, undefined],
  ])("%s", async (_case, booking, reason) => {
    expect(await judge([{ ...booking, seatUid: "s" }])).toBe(reason);
  });

  it("no word about which it is, is taken for ours", async () => {
    const attendees = [seat("t", of("theirs")), seat("s", of(NONCE))];
    expect(await judge([{ attendees, metadata: of("theirs") }])).toBeUndefined();
  });

  it("no word about which it is, is not where all are others'", async () => {
    const attendees = [seat("t", of("theirs")), seat("s", { crm: "7" })];
    expect(await judge([{ attendees, metadata: of("theirs") }])).toBe("earlier-booking");
    const oneUntold = [...attendees, seat("u")];
    expect(await judge([{ attendees: oneUntold }])).toBeUndefined();
  });
});

describe("a series", () => {
  it("is ours with one of its occurrences", async () => {
    const occurrences = [{ metadata: of(NONCE) }, { metadata: {}, createdAt: ago(9e9) }];
    expect(await judge(occurrences, { isSeries: true })).toBeUndefined();
  });

  it("is another's with none", async () => {
    const occurrences = [{ metadata: {}, createdAt: ago(9e9) }, { metadata: of("theirs") }];
    expect(await judge(occurrences, { isSeries: true })).toBe("earlier-booking");
  });
});
