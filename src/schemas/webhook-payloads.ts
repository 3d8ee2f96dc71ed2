import * as z from "zod/mini";
import type { Frozen } from "./frozen.ts";
import {
  anything,
  attendees,
  booking,
  list,
  number,
  object,
  organizer,
  replaced,
  text,
  times,
} from "./webhook-bookings.ts";

const created = z.looseObject(booking);
const moved = z.looseObject({ ...booking, ...replaced });
const paid = z.looseObject({ ...booking, paymentId: number, paymentData: anything });

/** A row of the database, beside the trigger and not within a payload (deliveries 77, 85). */
const meeting = z.looseObject({
  uid: z.string(),
  ...times,
  ...{ id: number, userId: number, eventTypeId: number, attendees },
  ...{ title: text, status: text, location: text, updatedAt: text, fromReschedule: text },
  recurringEventId: text,
  user: object({ email: text, name: text, username: text, timeZone: text }),
});

const host = object({ id: number, name: text, username: text, email: text, timeZone: text });
const eventType = object({ id: number, teamId: number, parentId: number, slug: text, title: text });

const missedCall = z.looseObject({
  bookingUid: z.string(),
  ...{ bookingId: number, title: text, startTime: text, endTime: text, message: text, attendees },
  hostEmail: text,
  participants: anything,
  eventType,
});

const submission = z.looseObject({
  ...{ formId: text, formName: text, teamId: number },
  responses: anything,
});

const rotation = z.looseObject({
  delegationCredential: object({
    ...{ id: text, domain: text, organizationId: number, secretExpiresAt: text },
    workspacePlatform: anything,
  }),
  error: object({ code: text, message: text }),
});

/** What each trigger's payload holds at least (API.md 11.4; all recorded deliveries). */
export const webhookPayloadSchemas = {
  BOOKING_CREATED: created,
  // Also of a move that has to be confirmed again (delivery 44).
  BOOKING_REQUESTED: moved,
  BOOKING_RESCHEDULED: moved,
  BOOKING_CANCELLED: z.looseObject({ ...booking, cancellationReason: text, cancelledBy: text }),
  BOOKING_REJECTED: z.looseObject({ ...booking, rejectionReason: text }),
  BOOKING_PAYMENT_INITIATED: paid,
  BOOKING_PAID: paid,
  BOOKING_NO_SHOW_UPDATED: z.looseObject({
    bookingUid: z.string(),
    ...{ bookingId: number, message: text, attendees },
  }),
  BOOKING_LOCATION_UPDATED: z.looseObject({ ...booking, previousLocation: text }),
  BOOKING_REASSIGNED: z.looseObject({
    ...booking,
    addedHostUserIds: list(z.number()),
    removedHostUserIds: list(z.number()),
  }),
  MEETING_STARTED: meeting,
  MEETING_ENDED: meeting,
  RECORDING_READY: z.looseObject({ ...booking, downloadLink: text }),
  RECORDING_TRANSCRIPTION_GENERATED: z.looseObject({ ...booking, downloadLinks: anything }),
  INSTANT_MEETING: z.looseObject({ title: text, body: text, url: text, icon: text, type: text }),
  INSTANT_MEETING_ACCEPTED: z.looseObject({
    bookingUid: z.string(),
    ...{ bookingId: number, eventTypeId: number, status: text, title: text, location: text },
    ...{ startTime: text, endTime: text, organizer, attendees },
  }),
  OOO_CREATED: z.looseObject({
    oooEntry: z.looseObject({
      start: z.string(),
      end: z.string(),
      ...{ id: number, uuid: text, createdAt: text, updatedAt: text, notes: text },
      reason: object({ emoji: text, reason: text }),
      user: host,
      toUser: host,
    }),
  }),
  AFTER_HOSTS_CAL_VIDEO_NO_SHOW: missedCall,
  AFTER_GUESTS_CAL_VIDEO_NO_SHOW: missedCall,
  FORM_SUBMITTED: submission,
  FORM_SUBMITTED_NO_EVENT: submission,
  ROUTING_FORM_FALLBACK_HIT: submission,
  WRONG_ASSIGNMENT_REPORT: z.looseObject({
    booking: z.looseObject({
      uid: z.string(),
      ...{ id: number, title: text, startTime: text, endTime: text, status: text, eventType },
    }),
    report: anything,
  }),
  DELEGATION_CREDENTIAL_ERROR: z.looseObject({
    error: object({ type: text, message: text }),
    user: object({ id: number, email: text, organizationId: number }),
  }),
  DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED: rotation,
  DELEGATION_CREDENTIAL_ROTATION_REQUIRED: rotation,
  DELEGATION_CREDENTIAL_SECRET_ROTATED: rotation,
  // Documented nowhere.
  CALENDAR_ENTRY_REJECTED: z.looseObject({ uid: text, eventTypeId: number }),
} as const;

/** What handlers are given of each trigger; fields not named here are kept. */
export type WebhookPayloads = {
  readonly [Trigger in keyof typeof webhookPayloadSchemas]: Frozen<
    z.infer<(typeof webhookPayloadSchemas)[Trigger]>
  >;
};
