import { describe, expectTypeOf, it } from "vitest";
import type {
  Alternatives,
  Booking,
  BookingList,
  CalcomClient,
  ListedAttendee,
  LoadContext,
  MissReason,
  Provenance,
  Reservation,
  Slot,
  SlotConfirmation,
  Slots,
  SlotsAnswer,
  SlotsReader,
  SlotTimesAnswer,
} from "../../src/index.ts";

declare const calcom: CalcomClient;

const WINDOW = { eventTypeId: 1, start: "2026-12-07", end: "2026-12-07" };

describe("slots", () => {
  it("are read-only lists by date, and a date may have none", async () => {
    const { slots } = await calcom.slots.list(WINDOW, {
      signal: AbortSignal.abort(),
      timeoutMs: 5,
      cache: "refresh",
    });
    const day = slots["2026-12-07"];
    expectTypeOf(day).toEqualTypeOf<readonly Slot[] | undefined>();
    expectTypeOf<Slot["start"]>().toEqualTypeOf<string>();
    expectTypeOf<Slot["seatsRemaining"]>().toEqualTypeOf<number | undefined>();
    // @ts-expect-error: answers are frozen
    slots["2026-12-07"] = [];
    // @ts-expect-error: and so are their days
    day?.push({ start: "x", end: "y" });
  });

  it("say where they come from", () => {
    expectTypeOf<keyof SlotsAnswer>().toEqualTypeOf<"slots" | "provenance">();
    expectTypeOf<Provenance>().toEqualTypeOf<{
      readonly layer: string;
      readonly source: "cache" | "origin";
      readonly missed: MissReason | undefined;
      readonly shared: boolean;
      readonly loadBeganAt: number;
      readonly ageMs: number;
      readonly expiresAt: number;
      readonly freshUntil: number;
      readonly storable: boolean;
      readonly versions: Readonly<Record<string, string>>;
      readonly requestId: string | undefined;
    }>();
  });

  it("are asked for by an event type, a window and nothing misspelt", () => {
    // @ts-expect-error: a window has an end
    calcom.slots.list({ eventTypeId: 1, start: "2026-12-07" });
    // @ts-expect-error: an event type is a number
    calcom.slots.list({ ...WINDOW, eventTypeId: "1" });
    // @ts-expect-error: a misspelt part is no part
    calcom.slots.list({ ...WINDOW, timezone: "UTC" });
    // @ts-expect-error: there is no such use of the cache
    calcom.slots.list(WINDOW, { cache: "force-cache" });
  });
});

describe("whose slots", () => {
  const days = { start: "2026-12-07", end: "2026-12-08" };

  it("are asked by id, by a slug and whose it is, or by several users", () => {
    calcom.slots.list({ ...days, eventTypeSlug: "one", username: "ann" });
    calcom.slots.list({ ...days, eventTypeSlug: "one", teamSlug: "us", organizationSlug: "acme" });
    calcom.slots.list({ ...days, usernames: ["ann", "bob"] });
    // @ts-expect-error: of somebody
    calcom.slots.list(days);
    // @ts-expect-error: a slug is somebody's
    calcom.slots.list({ ...days, eventTypeSlug: "one" });
  });

  it("have ends unless only the starts are wanted", async () => {
    const ranges = await calcom.slots.list({ ...days, eventTypeId: 1, format: "range" });
    const times = await calcom.slots.list({ ...days, eventTypeId: 1, format: "time" });
    expectTypeOf(ranges).toEqualTypeOf<SlotsAnswer>();
    expectTypeOf(times).toEqualTypeOf<SlotTimesAnswer>();
    expectTypeOf<Slot["end"]>().toEqualTypeOf<string>();
    // @ts-expect-error: there is no such format
    calcom.slots.list({ ...days, eventTypeId: 1, format: "table" });
  });
});

describe("a time", () => {
  const query = { eventTypeId: 1, start: "2026-12-07T09:00:00Z" };

  it("is there only where it can be booked, and where not its coherence is", async () => {
    const found = await calcom.slots.confirm(query, { signal: AbortSignal.abort(), timeoutMs: 5 });
    expectTypeOf(found).toEqualTypeOf<SlotConfirmation>();
    expectTypeOf(found.provenance).toEqualTypeOf<Provenance>();
    if (found.available) expectTypeOf(found.slot).toEqualTypeOf<Slot>();
    else expectTypeOf(found.coherence).toEqualTypeOf<"confirmed" | "deferred">();
    // @ts-expect-error: nobody knows yet whether it is there
    found.slot;
  });

  it("is asked for now, by its start", () => {
    // @ts-expect-error: no cache may answer
    calcom.slots.confirm(query, { cache: "use" });
    // @ts-expect-error: it has a start
    calcom.slots.confirm({ eventTypeId: 1 });
    // @ts-expect-error: and no window
    calcom.slots.confirm({ ...query, end: "2026-12-08" });
    // A layer's load cannot ask, because its next hit would not.
    expectTypeOf<LoadContext["slots"]>().not.toHaveProperty("confirm");
  });
});

describe("alternatives", () => {
  const wish = { eventTypeId: 1, near: "2026-12-07T09:00:00Z" };

  it("are frozen slots, and say where they come from", async () => {
    const found = await calcom.slots.alternatives({ ...wish, max: 3, within: { days: 5 } });
    expectTypeOf(found).toEqualTypeOf<Alternatives>();
    expectTypeOf(found.slots).toEqualTypeOf<readonly Slot[]>();
    expectTypeOf<LoadContext["slots"]>().toEqualTypeOf<SlotsReader>();
    expectTypeOf(calcom.slots).toEqualTypeOf<Slots>();
    // @ts-expect-error: answers are frozen
    found.slots.pop();
  });

  it("are near a wish, and within days", () => {
    // @ts-expect-error: near when?
    calcom.slots.alternatives({ eventTypeId: 1 });
    // @ts-expect-error: days are an object, so that hours may come
    calcom.slots.alternatives({ ...wish, within: 5 });
    // @ts-expect-error: the window follows from the wish
    calcom.slots.alternatives({ ...wish, start: "2026-12-07" });
  });
});

describe("bookings", () => {
  it("have the fields that Cal.com always sends, and unknown ones to be looked at first", async () => {
    const booking = await calcom.bookings.get("u");
    expectTypeOf(booking).toEqualTypeOf<Booking>();
    expectTypeOf(booking.uid).toEqualTypeOf<string>();
    expectTypeOf(booking.attendees[0]?.email).toEqualTypeOf<string | null | undefined>();
    expectTypeOf(booking.newerField).toEqualTypeOf<unknown>();
    // @ts-expect-error: answers are frozen
    booking.status = "cancelled";
  });

  it("are never cached", () => {
    // @ts-expect-error: there is no cache to choose
    calcom.bookings.get("u", { cache: "use" });
    // @ts-expect-error: nor for lists
    calcom.bookings.list({}, { cache: "use" });
  });

  it("are read by seat, as a series, or with their people", async () => {
    expectTypeOf(calcom.bookings.getBySeat("s")).resolves.toEqualTypeOf<Booking>();
    expectTypeOf(calcom.bookings.getSeries("r")).resolves.toEqualTypeOf<readonly Booking[]>();
    const people = calcom.bookings.attendees("u");
    expectTypeOf(people).resolves.toEqualTypeOf<readonly ListedAttendee[]>();
    const booking = await calcom.bookings.get("u");
    expectTypeOf(booking.attendees[0]?.seatUid).toEqualTypeOf<string | null | undefined>();
  });

  it("are listed one by one, or as many as are asked for", () => {
    const list = calcom.bookings.list({ status: ["upcoming", "past"], eventTypeIds: [1] });
    expectTypeOf(list).toEqualTypeOf<BookingList>();
    expectTypeOf(list).toExtend<AsyncIterable<Booking>>();
    expectTypeOf(list.toArray({ limit: 5 })).resolves.toEqualTypeOf<readonly Booking[]>();
    // @ts-expect-error: there is always one booking more
    list.toArray();
    // @ts-expect-error: there is no such state
    calcom.bookings.list({ status: "accepted" });
    // @ts-expect-error: a misspelt filter would list everything
    calcom.bookings.list({ eventType: 1 });
  });
});

describe("reservations", () => {
  it("may have run out", () => {
    expectTypeOf(calcom.reservations.get("u")).resolves.toEqualTypeOf<Reservation | null>();
    expectTypeOf<Reservation["reservationUntil"]>().toEqualTypeOf<string>();
  });
});
