import * as z from "zod/mini";

const seat = z.catch(z.optional(z.nullable(z.union([z.string(), z.number()]))), undefined);
const attendee = z.looseObject({ bookingSeat: z.optional(z.unknown()) });
const payloadSchema = z.looseObject({
  seatsPerTimeSlot: seat,
  attendeeSeatId: seat,
  attendees: z.catch(z.array(z.catch(attendee, {})), []),
});

/** Whether a booking has seats: each comes and goes by itself, under one uid (deliveries 53, 104). */
export function hasSeats(payload: Readonly<Record<string, unknown>>): boolean {
  const { seatsPerTimeSlot, attendeeSeatId, attendees } = payloadSchema.parse(payload);
  const marks = [seatsPerTimeSlot, attendeeSeatId, ...attendees.map((one) => one.bookingSeat)];
  // What a template has nothing to put in for is empty.
  return marks.some((mark) => mark != null && mark !== "");
}
