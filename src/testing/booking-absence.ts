import type { ActionTools, Step } from "./booking-actions.ts";
import type { FakeBooking } from "./model.ts";
import { refuse } from "./replies.ts";
import { patch } from "./state.ts";

/** Who did not turn up, or did after all. */
export interface AbsenceMarks {
  readonly host: boolean | undefined;
  readonly attendees: readonly { readonly email: string; readonly absent: boolean }[];
}

const iso = (instant: number): string => new Date(instant).toISOString();

/** Notes who did not come. The status stays as it is; the webhook names the attendees alone. */
export async function markAbsent(
  { state, clock, send }: ActionTools,
  uid: string,
  { host, attendees }: AbsenceMarks,
  step: Step,
): Promise<FakeBooking> {
  const booking = state.bookings.get(uid);
  if (booking === undefined) throw refuse(404, `Booking with uid=${uid} not found.`);
  const now = clock.now();
  if (now < booking.start) {
    const text = "Bookings can only be marked as absent after their scheduled start time.";
    const times = `Current time in UTC+0: ${iso(now)}, Booking start time in UTC+0: ${iso(booking.start)}`;
    throw refuse(400, `${text} ${times}`);
  }
  await step("beforeCommit");
  const marked = patch(state.bookings, uid, "booking", {
    ...(host === undefined ? {} : { absentHost: host }),
    attendees: booking.attendees.map((person) => {
      const mark = attendees.find(({ email }) => email === person.email);
      return mark === undefined ? person : { ...person, absent: mark.absent };
    }),
  });
  await step("afterCommit", [marked]);
  if (attendees.length > 0) {
    await send({ trigger: "BOOKING_NO_SHOW_UPDATED", booking: marked, marks: attendees });
  }
  return marked;
}
