import { draft } from "./booking-create.ts";
import { parseBookingBody } from "./booking-input.ts";
import { hostIdsOf } from "./hosts.ts";
import type { FakeBooking } from "./model.ts";
import { type Reply, success } from "./replies.ts";
import type { RouteContext } from "./routes.ts";
import { bookedEventType } from "./routes-bookings.ts";
import { isSeated } from "./seats-taken.ts";
import { serializeBooking } from "./serialize-booking.ts";
import { mustGet } from "./state.ts";

/** What a create is answered with in place of being carried out. */
export type FalseAnswer =
  | { readonly kind: "replay"; readonly uid: string }
  | { readonly kind: "pretend" };

const MINUTE_MS = 60_000;
/** Who organizes a booking that is nowhere (API.md 8.2); nobody's name is known. */
const INVENTED = {
  id: 0,
  name: "Someone Else",
  email: "someone@example.invalid",
  username: "someone-else",
  timeZone: "UTC",
};

function replay({ tools }: RouteContext, uid: string): Reply {
  const booking: FakeBooking = mustGet(tools.state.bookings, uid, "booking");
  const { attendees, eventTypeId, recurringBookingUid } = booking;
  const eventType = mustGet(tools.state.eventTypes, eventTypeId, "event type");
  const told = serializeBooking(tools, booking);
  const seat = isSeated(eventType) ? { seatUid: attendees.at(-1)?.seatUid } : {};
  return success(recurringBookingUid === undefined ? { ...told, ...seat } : [told], 201);
}

function pretend({ tools, body }: RouteContext): Reply {
  const { input } = parseBookingBody(body);
  const eventType = bookedEventType(tools.state, input);
  const [hostId = eventType.ownerId] = hostIdsOf(eventType);
  const length = input.lengthInMinutes ?? eventType.lengthInMinutes;
  const wanted = { start: input.start, end: input.start + length * MINUTE_MS };
  const booking = draft(tools, eventType, input, wanted, hostId);
  const told = { ...serializeBooking(tools, booking), id: 0, hosts: [INVENTED] };
  return success(eventType.recurrence === null ? told : [told], 201);
}

/** Says that a booking was made, and makes none. */
export const answerFalsely = (context: RouteContext, answer: FalseAnswer): Reply =>
  answer.kind === "replay" ? replay(context, answer.uid) : pretend(context);
