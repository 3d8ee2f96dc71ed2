export type { Clock } from "../clock.ts";
export type { BookingPage, VisitorBooking } from "./booking-page.ts";
export type { BusyInput } from "./calendars.ts";
export { createFakeCalcom, type FakeCalcom, type FakeCalcomOptions } from "./fake-calcom.ts";
export type { Faults, HeldFault } from "./faults.ts";
export type { Gate, PauseOptions, Phase } from "./gates.ts";
export {
  type BookingGuard,
  type GuardedCalcom,
  type GuardedClient,
  guardBookings,
} from "./guard.ts";
export { type UnheardChange, UnheardChangesError } from "./guard-error.ts";
export type { LoggedRequest } from "./handler.ts";
export type { BookingAction, BookingChange, BookingJournal, ChangedBooking } from "./journal.ts";
export type { RequestInfo, RequestMatch } from "./matching.ts";
export { type MockedServer, mockedCalcom } from "./mocked-calcom.ts";
export type {
  AvailabilityRule,
  BookingLimits,
  BookingStatus,
  BookingWindow,
  DateOverride,
  FakeAbsence,
  FakeAttendee,
  FakeBooking,
  FakeBusyTime,
  FakeEventType,
  FakeRecurrence,
  FakeReservation,
  FakeSchedule,
  FakeSeats,
  FakeTeam,
  FakeTrigger,
  FakeUser,
  LimitPeriod,
  SchedulingType,
  Weekday,
} from "./model.ts";
export { calcomHandlers } from "./msw.ts";
export type { AbsenceInput } from "./out-of-office.ts";
export type { HostedDelays, ProfileName } from "./profile.ts";
export type { RateLimitOptions } from "./rate-limit.ts";
export type { ReservationInput } from "./reservations.ts";
export { type SignedDeliveryInput, signedDelivery } from "./signed-delivery.ts";
export type { SubscriptionInput } from "./subscriptions.ts";
export { createVirtualClock, settle, type VirtualClock } from "./virtual-clock.ts";
export type {
  DeliveryInfo,
  DeliveryMatch,
  DeliveryOrder,
  HeldDeliveries,
  WebhookFaults,
} from "./webhook-faults.ts";
export type { Delivery, Webhooks } from "./webhooks.ts";
export type { BookingSeed, EventTypeInput, ScheduleInput, TeamInput, UserInput } from "./world.ts";
