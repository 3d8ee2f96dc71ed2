import {
  type Booking,
  BookingReplayedError,
  type CalcomClient,
  CalcomError,
  SlotTakenError,
  TimeoutError,
  UnknownOutcomeError,
} from "calcom-coherent";
import type { BookArgs, FunctionCall } from "./agent-call.ts";
import type { CallsBookings } from "./calls-bookings.ts";
import { listed, type Moment, type OfficeTime } from "./office-time.ts";
import { MOST_OFFERED, nearest, type OpeningsReader } from "./openings.ts";

/** What has become of a wish. */
export type Outcome =
  | { readonly kind: "booked" | "requested"; readonly booking: Pick<Booking, "uid" | "start"> }
  | Taken
  | { readonly kind: "hold" | "no_calendar" | "not_booked" | "unclear" };

/** Nothing is booked. */
export interface Taken {
  readonly kind: "taken";
  /** Whether it was free a moment ago, or perhaps never. */
  readonly said: "isNotFree" | "hasJustGone";
  /** Not known where Cal.com did not say. */
  readonly left: readonly Moment[] | undefined;
}

/** A booking of which nobody knows whether it was made: the office has to look, and to tell the caller. */
export interface FollowUp {
  readonly callId: string;
  readonly start: string;
  /**
   * The error's code, that Cal.com has answered with a booking of somebody else's, or that the call has
   * booked this time under another name.
   */
  readonly reason: string;
}

export interface BookingDeskDeps {
  readonly calcom: CalcomClient;
  readonly eventTypeId: number;
  readonly office: OfficeTime;
  readonly openings: OpeningsReader;
  readonly bookings: CallsBookings;
  readonly report: (error: unknown) => void;
  readonly followUp: (open: FollowUp) => void;
}

type BookCall = FunctionCall<BookArgs>;

/** Books what callers wish. */
export interface BookingDesk {
  /** Asks Cal.com whether the time can be booked, and books it. */
  take(wish: Moment, call: BookCall): Promise<Outcome>;
  /** What this phone call has booked of that time before. */
  made(wish: Moment, call: BookCall): Promise<Outcome | undefined>;
}

// Agents wait some 20 seconds: these, and the client's search for an unknown outcome, stay within.
const CONFIRM_WITHIN_MS = 3_000;
const BOOK_WITHIN_MS = 6_000;
const OFFER_WITHIN_MS = 3_000;

export function bookingDesk(deps: BookingDeskDeps): BookingDesk {
  const { calcom, eventTypeId, office, openings, bookings, report, followUp } = deps;
  const { timeZone } = office;

  /** What Cal.com does not tell is reported, and not known. */
  const unlessUnknown = async <T>(asking: Promise<T>): Promise<T | undefined> => {
    try {
      return await asking;
    } catch (error) {
      if (!(error instanceof CalcomError)) throw error;
      report(error);
      return undefined;
    }
  };

  const made: BookingDesk["made"] = async (wish, call) => {
    const found = await unlessUnknown(bookings.find(call, wish));
    return found && own(found, wish, call);
  };

  const taken = async (
    said: Taken["said"],
    wish: Moment,
    reading: Promise<readonly Moment[]>,
  ): Promise<Outcome> => {
    const moments = await unlessUnknown(reading);
    return { kind: "taken", said, left: moments && nearest(moments, wish) };
  };

  const unclear = (wish: Moment, { callId }: BookCall, reason: string): Outcome => {
    followUp({ callId, start: wish.start, reason });
    return { kind: "unclear" };
  };

  const own = (booking: Booking, wish: Moment, call: BookCall): Outcome =>
    bookings.isForCaller(call, booking) ? done(booking) : unclear(wish, call, "another_name");

  const send = async (wish: Moment, call: BookCall): Promise<Outcome> => {
    const { name, phone, language } = call.args;
    const email = bookings.addressOf(call);
    const attendee = { name, timeZone, language, email, phoneNumber: phone };
    const metadata = bookings.metadataOf(call);
    const input = { eventTypeId, start: wish.start, attendee, metadata };
    const { booking } = await calcom.bookings.create(input, { timeoutMs: BOOK_WITHIN_MS });
    return bookings.isOf(call, wish, booking)
      ? own(booking, wish, call)
      : unclear(wish, call, "another_booking");
  };

  const refused = async (error: CalcomError, wish: Moment, call: BookCall): Promise<Outcome> => {
    if (!MAYBE_BOOKED.some((kind) => error instanceof kind)) {
      report(error);
      return { kind: "not_booked" };
    }
    const before = await made(wish, call);
    if (before !== undefined) return before;
    if (!(error instanceof SlotTakenError) || error.certainty === "maybe") {
      return unclear(wish, call, error.code);
    }
    // Of a few, one is of the other side of the wish, be it days away.
    const alternatives = error.alternatives({ max: 5 * MOST_OFFERED, timeZone });
    const left = alternatives.then(({ slots }) => slots.map(({ start }) => listed(start)));
    return taken("hasJustGone", wish, left);
  };

  return {
    made,
    async take(wish, call) {
      const time = { eventTypeId, start: wish.start, timeZone };
      try {
        const found = await calcom.slots.confirm(time, { timeoutMs: CONFIRM_WITHIN_MS });
        if (!found.available) {
          const before = await made(wish, call);
          if (before !== undefined) return before;
          const around = openings.around(wish.day, { timeoutMs: OFFER_WITHIN_MS });
          const left = around.then(({ moments }) => moments);
          return await taken("isNotFree", wish, left);
        }
      } catch (error) {
        if (!(error instanceof CalcomError)) throw error;
        report(error);
        return { kind: error instanceof TimeoutError ? "hold" : "no_calendar" };
      }
      try {
        return await send(wish, call);
      } catch (error) {
        if (!(error instanceof CalcomError)) throw error;
        return refused(error, wish, call);
      }
    },
  };
}

/** After these a booking of this call may be there: of this request, or of one before it. */
const MAYBE_BOOKED = [UnknownOutcomeError, BookingReplayedError, SlotTakenError];

function done({ uid, start, status }: Booking): Outcome {
  return { kind: status === "accepted" ? "booked" : "requested", booking: { uid, start } };
}
