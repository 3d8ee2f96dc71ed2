import type { FakeTrigger, HostedTrigger } from "./model.ts";

/** All triggers the recorded server lets one subscribe to; the fake sends seven of them. */
const RECORDED = [
  "BOOKING_CREATED",
  "BOOKING_PAYMENT_INITIATED",
  "BOOKING_PAID",
  "BOOKING_RESCHEDULED",
  "BOOKING_REQUESTED",
  "BOOKING_CANCELLED",
  "BOOKING_REJECTED",
  "BOOKING_NO_SHOW_UPDATED",
  "FORM_SUBMITTED",
  "MEETING_ENDED",
  "MEETING_STARTED",
  "RECORDING_READY",
  "INSTANT_MEETING",
  "RECORDING_TRANSCRIPTION_GENERATED",
  "OOO_CREATED",
  "AFTER_HOSTS_CAL_VIDEO_NO_SHOW",
  "AFTER_GUESTS_CAL_VIDEO_NO_SHOW",
  "FORM_SUBMITTED_NO_EVENT",
];

const HOSTED_ONLY: readonly HostedTrigger[] = [
  "BOOKING_REASSIGNED",
  "BOOKING_LOCATION_UPDATED",
  "INSTANT_MEETING_ACCEPTED",
];

export const isHostedOnly = (trigger: FakeTrigger): boolean =>
  HOSTED_ONLY.some((one) => one === trigger);

/** What one can subscribe to; anything else is refused. */
export const knownTriggers = (isHosted: boolean): readonly string[] =>
  isHosted ? [...RECORDED, ...HOSTED_ONLY] : RECORDED;
