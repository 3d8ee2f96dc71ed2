import * as z from "zod/mini";
import type { Frozen } from "./frozen.ts";

const maybe = <T extends z.ZodMiniType>(one: T) => z.optional(z.nullable(one));
const number = maybe(z.number());
const text = maybe(z.string());
const yesOrNo = maybe(z.boolean());

const limits = maybe(
  z.looseObject({ day: number, week: number, month: number, year: number, disabled: yesOrNo }),
);
const window = z.looseObject({
  type: text,
  value: maybe(z.union([z.number(), z.array(z.string())])),
  rolling: yesOrNo,
  disabled: yesOrNo,
});

/** An event type: what says who hosts it and when it can be booked. */
export const eventTypeSchema = z.looseObject({
  id: z.number(),
  slug: z.string(),
  title: z.string(),
  lengthInMinutes: z.number(),
  lengthInMinutesOptions: maybe(z.array(z.number())),
  hidden: yesOrNo,
  ownerId: number,
  users: maybe(z.array(z.looseObject({ id: number, name: text, username: text }))),
  teamId: number,
  schedulingType: text,
  hosts: maybe(
    z.array(z.looseObject({ userId: number, name: text, username: text, mandatory: yesOrNo })),
  ),
  assignAllTeamMembers: yesOrNo,
  parentEventTypeId: number,
  scheduleId: number,
  slotInterval: number,
  offsetStart: number,
  minimumBookingNotice: number,
  beforeEventBuffer: number,
  afterEventBuffer: number,
  bookingLimitsCount: limits,
  bookingLimitsDuration: limits,
  // An object (recorded) or, as API.md 9.2 has it, a list.
  bookingWindow: maybe(z.union([window, z.array(window)])),
  onlyShowFirstAvailableSlot: yesOrNo,
  showOptimizedSlots: yesOrNo,
  confirmationPolicy: maybe(
    z.looseObject({
      type: text,
      blockUnconfirmedBookingsInBooker: yesOrNo,
      disabled: yesOrNo,
    }),
  ),
  recurrence: maybe(
    z.looseObject({ interval: number, occurrences: number, frequency: text, disabled: yesOrNo }),
  ),
  seats: maybe(
    z.looseObject({
      seatsPerTimeSlot: number,
      showAttendeeInfo: yesOrNo,
      showAvailabilityCount: yesOrNo,
      disabled: yesOrNo,
    }),
  ),
});

/** An answer with one event type; API versions 2024-06-14 and 2026-06-12. */
export const oneEventTypeSchema = z.looseObject({ data: eventTypeSchema });

/** An answer with event types. */
export const eventTypesAnswerSchema = z.looseObject({ data: z.array(eventTypeSchema) });

/** What a write answers: a managed one comes with its children behind it. */
export const eventTypeWrittenSchema = z.looseObject({
  data: z.union([eventTypeSchema, z.array(eventTypeSchema).check(z.minLength(1))]),
});

/** An event type as Cal.com describes it; fields not named here are kept. */
export type EventType = Frozen<z.infer<typeof eventTypeSchema>>;
