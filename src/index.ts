export type { ApiVersions, Deployment } from "./api/api-versions.ts";
export type { BookingList } from "./api/booking-list.ts";
export type { BookingsReader } from "./api/booking-reads.ts";
export type {
  AttendeeResult,
  BookingResult,
  ChangeResult,
  ReassignResult,
  SeatBookingResult,
  SeriesBookingResult,
  SingleBookingResult,
} from "./api/booking-results.ts";
export type { Bookings } from "./api/bookings.ts";
export type { SlotsTtl } from "./api/cache-policy.ts";
export type { Calendars } from "./api/calendars.ts";
export type { OAuthClient } from "./api/credentials.ts";
export type {
  EventTypeResult,
  EventTypeScope,
  EventTypes,
  EventTypesReader,
} from "./api/event-types.ts";
export type { LiveReadOptions } from "./api/live-read.ts";
export type {
  AbsenceResult,
  AbsenceScope,
  AbsencesScope,
  OutOfOffice,
  OutOfOfficeReader,
} from "./api/out-of-office.ts";
export type { PagedList } from "./api/pages.ts";
export type { RateBudgetOptions } from "./api/rate-budget/settings.ts";
export type { ApiAnswer, ApiRequest } from "./api/request.ts";
export type { ReservationResult, Reservations } from "./api/reservations.ts";
export type {
  ScheduleResult,
  ScheduleScope,
  Schedules,
  SchedulesReader,
  SchedulesScope,
} from "./api/schedules.ts";
export type { SlotsAnswer, SlotsLister, SlotTimesAnswer } from "./api/slots.ts";
export type { SlotConfirmation, SlotsConfirmer } from "./api/slots-confirm.ts";
export type { Teams } from "./api/teams.ts";
export type { BlindSpot, BlindSpotCode } from "./api/webhook-blind-spots.ts";
export type {
  EventTypeWebhookScope,
  WebhookScope,
  Webhooks,
  WebhooksReader,
} from "./api/webhooks.ts";
export type { EnsuredWebhook } from "./api/webhooks-ensure.ts";
export type { WriteOptions } from "./api/write-path.ts";
export {
  BookingReplayedError,
  BookingRescheduledError,
  type FindAlternatives,
  SlotTakenError,
  UnknownOutcomeError,
} from "./booking-errors.ts";
export type { Alternatives } from "./booking-flow/alternatives.ts";
export type { Slots, SlotsReader } from "./booking-flow/slots.ts";
export type { ConsistencyOption } from "./cache/consistency.ts";
export type { MissReason } from "./cache/freshness.ts";
export type { JsonValue } from "./cache/json.ts";
export type { Layer, LayerDefinition, ReadOptions } from "./cache/layer.ts";
export type { Provenance } from "./cache/provenance.ts";
export type { Priority } from "./cache/question.ts";
export type { VersionNews } from "./cache/version-watcher.ts";
export { CalcomClient } from "./client.ts";
export { type Clock, systemClock, type TimerHandle } from "./clock.ts";
export {
  CalcomApiError,
  CalcomError,
  type CalcomErrorCode,
  type Coherence,
  ConfigurationError,
  NetworkError,
  RateLimitError,
  SchemaError,
  StoreError,
  TimeoutError,
  WebhookBodyError,
  WebhookSignatureError,
} from "./errors.ts";
export type { CalcomEventName, CalcomEvents, CalcomListener } from "./events.ts";
export type { SettleMs } from "./invalidation/invalidator.ts";
export type { PoolHost, PoolsOption } from "./invalidation/pools.ts";
export type { ReconcileReport, Reconciler } from "./invalidation/reconciler.ts";
export type { ComparedSetting } from "./invalidation/reconciler-settings.ts";
export type { InvalidationWidth } from "./invalidation/rules.ts";
export type { InvalidationTarget } from "./invalidation/targets.ts";
export type { LoadContext } from "./load-context.ts";
export type {
  CalcomClientOptions,
  InvalidationOptions,
  Logger,
  WebhookOptions,
} from "./options.ts";
export type { ReconcilerOptions } from "./reconciler.ts";
export type { AlternativesOptions, AlternativesQuery } from "./schemas/alternatives.ts";
export type {
  AddAttendeeInput,
  AddGuestsInput,
  CancelBookingInput,
  CancelSeatInput,
  CancelWholeInput,
  MarkAbsentInput,
  ReassignBookingInput,
  RequestRescheduleInput,
  RescheduleBookingInput,
} from "./schemas/booking-change-inputs.ts";
export type { BookingStatusFilter, BookingsFilter } from "./schemas/booking-filters.ts";
export type {
  AttendeeInput,
  CreateBookingInput,
  EventTypeChoice,
  RoutingInput,
} from "./schemas/booking-inputs.ts";
export type { LocationInput, NewLocationInput } from "./schemas/booking-locations.ts";
export {
  type Booking,
  type BookingAttendee,
  isSeatedBooking,
  type ListedAttendee,
  type NewHost,
  type SeatedBooking,
} from "./schemas/bookings.ts";
export type { BusyTime, BusyTimesQuery, ConnectedCalendars } from "./schemas/calendars.ts";
export type { ConfirmationQuery } from "./schemas/confirmations.ts";
export type {
  CreateEventTypeInput,
  EventTypeHostInput,
  EventTypesFilter,
  UpdateEventTypeInput,
} from "./schemas/event-type-inputs.ts";
export type { EventType } from "./schemas/event-type-settings.ts";
export type {
  Absence,
  AbsenceReason,
  AbsencesFilter,
  CreateAbsenceInput,
  UpdateAbsenceInput,
} from "./schemas/out-of-office.ts";
export type { Reservation, ReservationInput } from "./schemas/reservations.ts";
export type {
  CreateScheduleInput,
  DateOverride,
  Schedule,
  UpdateScheduleInput,
  Weekday,
  WeeklyHours,
} from "./schemas/schedules.ts";
export type {
  Slot,
  SlotsByDate,
  SlotsById,
  SlotsByTeamSlug,
  SlotsByUsernames,
  SlotsByUserSlug,
  SlotsQuery,
  SlotsSubject,
  SlotsWindow,
  SlotTime,
  SlotTimesByDate,
  SlotTimesQuery,
} from "./schemas/slots.ts";
export type { Membership, MembershipsFilter, Team } from "./schemas/teams.ts";
export type {
  CreateWebhookInput,
  EnsureWebhookInput,
  StoredWebhookSubscription,
  UpdateWebhookInput,
  WebhookSubscription,
  WebhookTrigger,
} from "./schemas/webhook-subscriptions.ts";
export type {
  BudgetCall,
  BudgetVerdict,
  CacheStore,
  EndedRequest,
  Generations,
  LoadLease,
  LoadLeases,
  MarkKind,
  NewMark,
  RateBudgets,
  RegistryStep,
  StepNews,
  StoreContext,
  StoredEntry,
  StoreRead,
  TagState,
} from "./stores/contract.ts";
export { type KeyvSource, keyvStore } from "./stores/keyv-store.ts";
export { type MemoryStoreOptions, memoryStore } from "./stores/memory-store.ts";
export type { WatchOptions } from "./watch.ts";
export type { WebhookTools } from "./webhooks/handler.ts";
export type {
  MappedWebhook,
  UnrecognisedReason,
  WebhookEvent,
  WebhookRequest,
} from "./webhooks/parse.ts";
export type { ReceivedWebhook, WebhookResult } from "./webhooks/received.ts";
