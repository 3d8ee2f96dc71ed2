import { describe, expect, it } from "vitest";
import { webhookPayloadSchemas } from "../../../src/schemas/webhook-payloads.ts";
import { TRIGGERS } from "../../../src/webhooks/event-change.ts";
import { deliveries } from "../webhooks/deliveries.ts";

type Trigger = keyof typeof webhookPayloadSchemas;

const TIMES = { startTime: "2026-12-07T09:00:00Z", endTime: "2026-12-07T09:30:00Z" };
const BOOKING = { uid: "u", ...TIMES };
const OF_UID = { bookingUid: "u" };

/** The least that each trigger says (API.md 11.4). */
const LEAST: Readonly<Record<Trigger, Readonly<Record<string, unknown>>>> = {
  BOOKING_CREATED: BOOKING,
  BOOKING_REQUESTED: BOOKING,
  BOOKING_RESCHEDULED: BOOKING,
  BOOKING_CANCELLED: BOOKING,
  BOOKING_REJECTED: BOOKING,
  BOOKING_PAYMENT_INITIATED: BOOKING,
  BOOKING_PAID: BOOKING,
  BOOKING_NO_SHOW_UPDATED: OF_UID,
  BOOKING_LOCATION_UPDATED: BOOKING,
  BOOKING_REASSIGNED: BOOKING,
  MEETING_STARTED: BOOKING,
  MEETING_ENDED: BOOKING,
  RECORDING_READY: BOOKING,
  RECORDING_TRANSCRIPTION_GENERATED: BOOKING,
  INSTANT_MEETING: {},
  INSTANT_MEETING_ACCEPTED: OF_UID,
  OOO_CREATED: { oooEntry: { start: "2026-12-07", end: "2026-12-08" } },
  AFTER_HOSTS_CAL_VIDEO_NO_SHOW: OF_UID,
  AFTER_GUESTS_CAL_VIDEO_NO_SHOW: OF_UID,
  FORM_SUBMITTED: {},
  FORM_SUBMITTED_NO_EVENT: {},
  ROUTING_FORM_FALLBACK_HIT: {},
  WRONG_ASSIGNMENT_REPORT: { booking: { uid: "u" } },
  DELEGATION_CREDENTIAL_ERROR: {},
  DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED: {},
  DELEGATION_CREDENTIAL_ROTATION_REQUIRED: {},
  DELEGATION_CREDENTIAL_SECRET_ROTATED: {},
  CALENDAR_ENTRY_REJECTED: {},
};

it("there is one for every trigger", () => {
  expect(Object.keys(webhookPayloadSchemas).sort()).toEqual(Object.keys(TRIGGERS).sort());
});

describe.each(Object.entries(LEAST))("%s", (trigger, least) => {
  const schema = webhookPayloadSchemas[trigger as Trigger];

  it("asks for no more than it always has", () => {
    expect(schema.safeParse(least).data).toEqual(least);
  });

  it("asks for all of that", () => {
    for (const name of Object.keys(least)) {
      expect(schema.safeParse({ ...least, [name]: undefined }).success).toBe(false);
      expect(schema.safeParse({ ...least, [name]: 7 }).success).toBe(false);
    }
  });

  it("keeps what it does not know", () => {
    const more = { ...least, fromTheFuture: { a: [1] } };
    expect(schema.safeParse(more).data).toEqual(more);
  });
});

it("leaves out what only describes, where it has another type", () => {
  const odd = { ...BOOKING, title: 7, attendees: "x", organizer: null, length: "30" };
  const { data } = webhookPayloadSchemas.BOOKING_CREATED.safeParse(odd);
  expect(data).toEqual({ ...BOOKING, organizer: null });
});

const known = deliveries.flatMap(({ n, bodyUtf8 }) => {
  const { triggerEvent, payload, ...rest } = JSON.parse(bodyUtf8) as Record<string, unknown>;
  const name = triggerEvent as Trigger | undefined;
  return name === undefined ? [] : [{ n, name, payload: payload ?? { triggerEvent, ...rest } }];
});

it("every recorded delivery is of a trigger, or one of two templates", () => {
  expect(deliveries).toHaveLength(70);
  expect(known).toHaveLength(68);
});

it.each(known)("recording $n has the shape of $name, and loses nothing", ({ name, payload }) => {
  expect(webhookPayloadSchemas[name].parse(payload)).toEqual(payload);
});
