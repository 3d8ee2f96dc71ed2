import type { ActionTools, Step } from "./booking-actions.ts";
import { cancelBooking } from "./booking-cancel.ts";
import { joinInstant } from "./booking-instant.ts";
import { rescheduleBooking } from "./booking-reschedule.ts";
import { createSeries } from "./booking-series.ts";
import { type Gates, stepsOf } from "./gates.ts";
import type { JournalControl } from "./journal.ts";
import { PAGE } from "./matching.ts";
import type { FakeAttendee, FakeBooking } from "./model.ts";
import { mustGet } from "./state.ts";
import { toMillis } from "./virtual-clock.ts";

/** What a visitor fills in on the booking page. */
export interface VisitorBooking {
  readonly eventTypeId: number;
  readonly start: string | number | Date;
  /** Default: the event type's length. */
  readonly lengthInMinutes?: number;
  readonly attendee?: Partial<FakeAttendee>;
  readonly guests?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The same changes made by somebody else: a visitor of the booking page. They take the full path,
 * webhooks included, but are no API requests: nothing is logged, counted or spoiled. To pause one,
 * match the method `PAGE` and the path `/book`, `/reschedule`, `/cancel` or `/join`.
 */
export interface BookingPage {
  /** Of a series it resolves to the first booking. */
  book(input: VisitorBooking): Promise<FakeBooking>;
  reschedule(uid: string, start: string | number | Date, reason?: string): Promise<FakeBooking>;
  cancel(uid: string, reason?: string): Promise<FakeBooking>;
  /** A host joins an instant meeting, which is theirs from then on. */
  join(uid: string, userId: number): Promise<FakeBooking>;
}

export function createBookingPage(
  tools: ActionTools,
  gates: Gates,
  journal: JournalControl,
): BookingPage {
  const visit = async (
    path: string,
    act: (tools: ActionTools, step: Step) => Promise<FakeBooking>,
  ) => {
    const info = { method: PAGE, path, query: {} };
    const written = journal.begin(info, tools, stepsOf(gates, info));
    try {
      await written.step("before");
      return await act(written.tools, written.step);
    } finally {
      written.end();
    }
  };
  return {
    book(input) {
      const eventType = mustGet(tools.state.eventTypes, input.eventTypeId, "event type");
      const attendee: FakeAttendee = {
        name: "Wim Widget",
        email: "wim@example.test",
        timeZone: "UTC",
        language: "en",
        ...input.attendee,
      };
      const booking = {
        start: toMillis(input.start),
        lengthInMinutes: input.lengthInMinutes,
        attendee,
        guests: input.guests ?? [],
        metadata: input.metadata ?? {},
        fields: {},
      };
      return visit("/book", async (written, step) => {
        const [first] = await createSeries(written, eventType, booking, step);
        return mustGet(tools.state.bookings, first?.uid ?? "", "booking");
      });
    },
    reschedule: (uid, start, reason) =>
      visit("/reschedule", (written, step) =>
        rescheduleBooking(written, uid, { start: toMillis(start), reason }, step),
      ),
    join: (uid, userId) =>
      visit("/join", (written, step) => joinInstant(written, uid, userId, step)),
    cancel: (uid, reason) =>
      visit("/cancel", async (written, step) => {
        const [cancelled] = await cancelBooking(written, uid, { reason }, step);
        return mustGet(tools.state.bookings, cancelled?.uid ?? "", "booking");
      }),
  };
}
