import { describe, expectTypeOf, it } from "vitest";
import type {
  Absence,
  Booking,
  BookingAttendee,
  BusyTime,
  CalcomClient,
  ConnectedCalendars,
  EventType,
  ListedAttendee,
  Membership,
  NewHost,
  Reservation,
  Schedule,
  Slot,
  SlotsByDate,
  SlotTime,
  StoredWebhookSubscription,
  Team,
  WebhookSubscription,
} from "../../src/index.ts";

type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

declare const calcom: CalcomClient;

describe("answers are frozen through and through", () => {
  it("in their types as in memory", () => {
    expectTypeOf<Absence>().toEqualTypeOf<Frozen<Absence>>();
    expectTypeOf<Booking>().toEqualTypeOf<Frozen<Booking>>();
    expectTypeOf<BookingAttendee>().toEqualTypeOf<Frozen<BookingAttendee>>();
    expectTypeOf<BusyTime>().toEqualTypeOf<Frozen<BusyTime>>();
    expectTypeOf<ConnectedCalendars>().toEqualTypeOf<Frozen<ConnectedCalendars>>();
    expectTypeOf<EventType>().toEqualTypeOf<Frozen<EventType>>();
    expectTypeOf<ListedAttendee>().toEqualTypeOf<Frozen<ListedAttendee>>();
    expectTypeOf<Membership>().toEqualTypeOf<Frozen<Membership>>();
    expectTypeOf<NewHost>().toEqualTypeOf<Frozen<NewHost>>();
    expectTypeOf<Reservation>().toEqualTypeOf<Frozen<Reservation>>();
    expectTypeOf<Schedule>().toEqualTypeOf<Frozen<Schedule>>();
    expectTypeOf<Slot>().toEqualTypeOf<Frozen<Slot>>();
    expectTypeOf<SlotsByDate>().toEqualTypeOf<Frozen<SlotsByDate>>();
    expectTypeOf<SlotTime>().toEqualTypeOf<Frozen<SlotTime>>();
    expectTypeOf<StoredWebhookSubscription>().toEqualTypeOf<Frozen<StoredWebhookSubscription>>();
    expectTypeOf<Team>().toEqualTypeOf<Frozen<Team>>();
    expectTypeOf<WebhookSubscription>().toEqualTypeOf<Frozen<WebhookSubscription>>();
  });

  it("so that a list inside an answer cannot be sorted in place", async () => {
    const booking = await calcom.bookings.get("u");
    // @ts-expect-error: answers are frozen
    booking.attendees.sort();
    const schedule = await calcom.schedules.get(1);
    // @ts-expect-error: answers are frozen
    schedule.availability[0]?.days.push("Monday");
    const { eventType } = await calcom.eventTypes.update(1, { hidden: true });
    // @ts-expect-error: answers are frozen
    eventType.lengthInMinutesOptions?.push(5);
  });
});
