import * as z from "zod/mini";

// What an event's handler cannot do without is required, and no more: payloads differ from version to
// version, and a title of another type must not keep a cancelled booking from its handler.
const optional = <T extends z.ZodMiniType>(schema: T) =>
  z.catch(z.optional(z.nullable(schema)), undefined);

export const text = optional(z.string());
export const number = optional(z.number());
export const flag = optional(z.boolean());
export const anything = z.optional(z.unknown());
export const object = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  optional(z.looseObject(shape));
export const list = <T extends z.ZodMiniType>(item: T) => optional(z.array(item));

const record = optional(z.record(z.string(), z.unknown()));

/** Anybody who has to do with a booking. */
const person = {
  name: text,
  email: text,
  timeZone: text,
  language: object({ locale: text }),
  /** Minutes. */
  utcOffset: number,
};

const attendee = z.looseObject({
  ...person,
  firstName: text,
  lastName: text,
  phoneNumber: text,
  /** Of those in the payload of a no-show. */
  noShow: flag,
});

export const attendees = list(attendee);

/** Whose booking it is; without `id` where Cal.com leaves it out, as when a request is confirmed. */
export const organizer = object({ id: number, username: text, usernameInOrg: text, ...person });

/** Instants as Cal.com writes them: with `Z`, milliseconds or an offset. Parse, never compare as text. */
export const times = { startTime: z.string(), endTime: z.string() };

/** What Cal.com says of a booking under most triggers. */
export const booking = {
  uid: z.string(),
  ...times,
  bookingId: number,
  eventTypeId: number,
  /** The slug of the event type. */
  type: text,
  title: text,
  eventTitle: text,
  eventDescription: text,
  description: text,
  additionalNotes: text,
  /** Minutes. */
  length: number,
  /** `ACCEPTED`, `PENDING`, `CANCELLED` or `REJECTED`, as of when the delivery was written. */
  status: text,
  organizer,
  /** Of a booking with seats only whom it is about. */
  attendees,
  /** The hosts beside the organizer, of event types of a team. */
  team: object({ id: number, name: text, members: list(z.looseObject({ id: number, ...person })) }),
  schedulingType: text,
  organizationId: number,
  seatsPerTimeSlot: number,
  attendeeSeatId: text,
  requiresConfirmation: flag,
  price: number,
  currency: text,
  location: text,
  iCalUID: text,
  recurringEvent: record,
  responses: record,
  userFieldsResponses: record,
  metadata: record,
};

/** The booking that this one replaces. */
export const replaced = {
  rescheduleUid: text,
  rescheduleId: number,
  rescheduleStartTime: text,
  rescheduleEndTime: text,
  rescheduledBy: text,
};
