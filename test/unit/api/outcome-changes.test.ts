import { describe, expect, it } from "vitest";
import type { CalcomClient, UnknownOutcomeError } from "../../../src/index.ts";
import { ANN, at } from "../../helpers/world.ts";
import { brokenConnection, stubbedClient } from "./stub-fetch.ts";

const booking = (uid: string, more: object = {}) => ({
  ...{ id: 9, uid, status: "accepted", start: at("09:00"), end: at("09:30"), eventTypeId: 1 },
  ...{ hosts: [{ id: 1 }], attendees: [ANN], updatedAt: at("08:00"), ...more },
});
const gone = (uid: string, more: object = {}) => booking(uid, { status: "cancelled", ...more });
const moved = (uid: string, time: string) =>
  booking(uid, { start: at(time), rescheduledFromUid: "old" });

/** What Cal.com answers to reads, by the path below `/bookings`; a number is a refusal. */
type Reads = Readonly<Record<string, object | number>>;

/** A client of which every write gets lost, and which looks for it once. */
function lostClient(reads: Reads) {
  return stubbedClient(
    (request) => {
      if (request.method !== "GET") throw brokenConnection("ECONNRESET");
      const read = reads[new URL(request.url).pathname.replace("/v2/bookings", "")] ?? 404;
      if (typeof read === "number") return Response.json({}, { status: read });
      return Response.json({ status: "success", data: read });
    },
    { apiKey: "key", reconcileTimeoutMs: 1, retries: 0 },
  );
}

/** The uids of what was found, and how clearly. */
async function seen(reads: Reads, change: (calcom: CalcomClient) => Promise<{ booking: object }>) {
  const { calcom, requests } = lostClient(reads);
  const outcome = await change(calcom).then(
    (result) => ({ looked: "found", found: [result.booking as { uid: string }] }),
    (error: UnknownOutcomeError) => error,
  );
  return { looked: outcome.looked, uids: outcome.found.map(({ uid }) => uid), requests };
}

describe("a booking that was to be moved to 11:00", () => {
  const move = (calcom: CalcomClient) => calcom.bookings.reschedule("old", { start: at("11:00") });

  it.each<[string, Reads, string, readonly string[]]>([
    ["is unseen while Cal.com does not know it", {}, "not-found", []],
    ["is where it was while it is not cancelled", { "/old": booking("old") }, "not-found", []],
    [
      "is cancelled, and no more, without a successor",
      { "/old": gone("old"), "": [] },
      "not-found",
      [],
    ],
    [
      "has moved as its successor says",
      { "/old": gone("old"), "": [moved("new", "11:00")] },
      "found",
      ["new"],
    ],
    [
      "has moved beside a successor that is named and is elsewhere",
      {
        "/old": gone("old", { rescheduledToUid: "other" }),
        "/other": moved("other", "14:00"),
        "": [moved("other", "14:00"), moved("new", "11:00")],
      },
      "found",
      ["new"],
    ],
    [
      "may be elsewhere, where one is named alone",
      {
        "/old": gone("old", { rescheduledToUid: "other" }),
        "/other": moved("other", "14:00"),
        "": [],
      },
      "unclear",
      ["other"],
    ],
    [
      "is no other that starts then",
      { "/old": gone("old"), "": [booking("new", { start: at("11:00") })] },
      "not-found",
      [],
    ],
    ["cannot be told without a list", { "/old": gone("old"), "": 403 }, "not-possible", []],
  ])("%s", async (_case, reads, looked, uids) => {
    expect(await seen(reads, move)).toMatchObject({ looked, uids });
  });

  it("is looked for among what was made about when the old one ended", async () => {
    const { requests } = await seen({ "/old": gone("old"), "": [] }, move);
    const query = Object.fromEntries(new URL(requests.at(-1)?.url ?? "").searchParams);
    expect(query).toMatchObject({
      attendeeEmail: ANN.email,
      eventTypeId: "1",
      afterCreatedAt: at("07:59"),
    });
  });

  it("is, as a seat, not where it is no more", async () => {
    const seat = (calcom: CalcomClient) =>
      calcom.bookings.reschedule("old", { start: at("11:00"), seatUid: "s" });
    const there = { "/by-seat/s": booking("new", { start: at("11:00") }) };
    expect(await seen(there, seat)).toMatchObject({ looked: "found" });
    const left = { "/by-seat/s": gone("new", { start: at("11:00") }) };
    expect(await seen(left, seat)).toMatchObject({ looked: "not-found" });
  });
});

describe("a booking that was to be called off", () => {
  const cancel = (calcom: CalcomClient) =>
    calcom.bookings.cancel("old", { cancellationReason: "ill" });

  it.each<[string, Reads, string]>([
    [
      "is so for the reason given, whoever may list",
      { "/old": gone("old", { cancellationReason: "ill" }), "": 403 },
      "found",
    ],
    ["is so without a successor", { "/old": gone("old"), "": [] }, "found"],
    ["may have moved, as it says", { "/old": gone("old", { rescheduledToUid: "new" }) }, "unclear"],
    [
      "may have moved, as its successor says",
      { "/old": gone("old"), "": [moved("new", "14:00")] },
      "unclear",
    ],
  ])("%s", async (_case, reads, looked) => {
    expect(await seen(reads, cancel)).toMatchObject({ looked });
  });

  it("cannot be told of a seat where no attendee is shown", async () => {
    const giveBack = (calcom: CalcomClient) => calcom.bookings.cancel("old", { seatUid: "s" });
    const hidden = { "/old": booking("old", { attendees: [] }) };
    expect(await seen(hidden, giveBack)).toMatchObject({ looked: "unclear", uids: ["old"] });
  });

  it("is a series in what it still had", async () => {
    const series = (calcom: CalcomClient) => calcom.bookings.cancel("series");
    const part = { recurringBookingUid: "series" };
    const over = booking("a", { ...part, start: "2026-11-01T09:00:00.000Z" });
    const off = gone("b", part);
    expect(await seen({ "/series": [over, off] }, series)).toMatchObject({ looked: "found" });
    const on = booking("c", part);
    expect(await seen({ "/series": [over, off, on] }, series)).toMatchObject({
      looked: "not-found",
    });
    expect(await seen({ "/series": [over] }, series)).toMatchObject({ looked: "not-found" });
  });
});
