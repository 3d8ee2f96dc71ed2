import { type ActionTools, refuseDuplicate, type Step } from "./booking-actions.ts";
import { draft } from "./booking-create.ts";
import type { BookingInput } from "./booking-input.ts";
import { knownBooking } from "./booking-people.ts";
import { hostIdsOf, titleOf } from "./hosts.ts";
import type { FakeBooking, FakeEventType } from "./model.ts";
import { refuse } from "./replies.ts";
import { mustGet, patch } from "./state.ts";

const MINUTE_MS = 60_000;

/** Asks a team for a meeting now: nobody's time is checked, or taken, until a host joins. */
export async function createInstant(
  tools: ActionTools,
  eventType: FakeEventType,
  input: BookingInput,
  step: Step,
): Promise<FakeBooking> {
  if (eventType.teamId === null) {
    const text = "Instant bookings are only supported for team event types.";
    throw refuse(400, `${text} Event type with id=${eventType.id} is a user's own.`);
  }
  const { state, send } = tools;
  const wanted = { start: input.start, end: input.start + eventType.lengthInMinutes * MINUTE_MS };
  const [firstHost = eventType.ownerId] = hostIdsOf(eventType);
  await step("beforeCommit");
  const booking: FakeBooking = {
    ...draft(tools, eventType, input, wanted, firstHost),
    status: "awaiting_host",
  };
  state.bookings.set(booking.uid, booking);
  await step("afterCommit", [booking]);
  await send({ trigger: "INSTANT_MEETING", booking });
  return booking;
}

/** A host joins an instant meeting; only hosted Cal.com sends a webhook of it (API.md 12.2). */
export async function joinInstant(
  tools: ActionTools,
  uid: string,
  userId: number,
  step: Step,
): Promise<FakeBooking> {
  const { state, clock, send } = tools;
  const booking = knownBooking(state, uid);
  const eventType = mustGet(state.eventTypes, booking.eventTypeId, "event type");
  const host = mustGet(state.users, userId, "user");
  if (booking.status !== "awaiting_host") throw refuse(400, "token_invalid_expired");
  refuseDuplicate(tools, { ...booking, userId, status: "accepted" });
  await step("beforeCommit");
  const joined = patch(state.bookings, uid, "booking", {
    userId,
    status: "accepted",
    title: titleOf(state, eventType, host, booking.attendees[0]?.name ?? ""),
    updatedAt: clock.now(),
  });
  await step("afterCommit", [joined]);
  await send({ trigger: "INSTANT_MEETING_ACCEPTED", booking: joined });
  return joined;
}
