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
import { listed, type Moment, type OfficeTime } from "./office-time.ts";
import { MOST_OFFERED, nearest, type OpeningsReader } from "./openings.ts";

/** What has become of a wish. */
export type Outcome =
  | { readonly kind: "booked" | "requested"; readonly booking: Pick<Booking, "uid" | "start"> }
  /** `left` is not known where Cal.com did not say. */
  | { readonly kind: "taken"; readonly left: readonly Moment[] | undefined }
  | { readonly kind: "hold" | "no_calendar" | "not_booked" | "unclear" };

/** A booking that the office has to look into. */
export interface FollowUp {
  readonly callId: string;
  readonly start: string;
  readonly error: CalcomError;
}

export interface BookingDeskDeps {
  readonly calcom: CalcomClient;
  readonly eventTypeId: number;
  readonly office: OfficeTime;
  readonly openings: OpeningsReader;
  readonly report: (error: unknown) => void;
  /** Told of every booking of which nobody knows whether it was made. */
  readonly followUp: (open: FollowUp) => void;
  /** Where callers without an address have one; mail to it goes nowhere. */
  readonly callerDomain: string;
}

export interface BookingDesk {
  /** Asks Cal.com whether the time can be booked, and books it. */
  take(wish: Moment, call: FunctionCall<BookArgs>): Promise<Outcome>;
  /** The booking that this phone call has made of that time before. */
  made(wish: Moment, call: FunctionCall<BookArgs>): Promise<Outcome | undefined>;
}

/** Under it a booking's metadata say which phone call has made it. */
const CALL_KEY = "phoneCall";

// An agent waits 20 seconds for a function: these three, and looking for an unknown outcome, stay within.
const CONFIRM_WITHIN_MS = 3_000;
const BOOK_WITHIN_MS = 6_000;
const OFFER_WITHIN_MS = 3_000;

export function bookingDesk(deps: BookingDeskDeps): BookingDesk {
  const { calcom, eventTypeId, office, openings, report, followUp } = deps;
  const { timeZone } = office;

  // One address for all callers would have Cal.com take their bookings for one another's.
  const addressOf = ({ callId, args }: FunctionCall<BookArgs>): string =>
    args.email ?? `call-${callId}@${deps.callerDomain}`;

  const made: BookingDesk["made"] = async (wish, call) => {
    const filter = { attendeeEmail: addressOf(call), afterStart: wish.start };
    try {
      for await (const booking of calcom.bookings.list(filter)) {
        const isOwn = booking.metadata?.[CALL_KEY] === call.callId;
        if (isOwn && Date.parse(booking.start) === wish.at && isOn(booking)) return done(booking);
      }
    } catch (error) {
      report(knownOr(error));
    }
    return undefined;
  };

  const leftOf = async (wish: Moment, read: () => Promise<readonly Moment[]>): Promise<Outcome> => {
    try {
      return { kind: "taken", left: nearest(await read(), wish) };
    } catch (error) {
      report(knownOr(error));
      return { kind: "taken", left: undefined };
    }
  };

  const send = async (wish: Moment, call: FunctionCall<BookArgs>): Promise<Outcome> => {
    const { name, phone, language } = call.args;
    const attendee = { name, timeZone, language, email: addressOf(call), phoneNumber: phone };
    const metadata = { [CALL_KEY]: call.callId };
    const input = { eventTypeId, start: wish.start, attendee, metadata };
    const { booking } = await calcom.bookings.create(input, { timeoutMs: BOOK_WITHIN_MS });
    return done(booking);
  };

  const afterRefusal = async (
    error: CalcomError,
    wish: Moment,
    call: FunctionCall<BookArgs>,
  ): Promise<Outcome> => {
    const isOpen = error instanceof UnknownOutcomeError || isMaybe(error);
    const isTaken = error instanceof SlotTakenError && !isOpen;
    if (!isOpen && !isTaken && !(error instanceof BookingReplayedError)) {
      report(error);
      return { kind: "not_booked" };
    }
    const before = await made(wish, call);
    if (before !== undefined) return before;
    if (isTaken) {
      const options = { max: MOST_OFFERED, timeZone };
      return leftOf(wish, async () =>
        (await error.alternatives(options)).slots.map(({ start }) => listed(start)),
      );
    }
    followUp({ callId: call.callId, start: wish.start, error });
    return { kind: "unclear" };
  };

  return {
    made,
    async take(wish, call) {
      const time = { eventTypeId, start: wish.start, timeZone };
      try {
        const found = await calcom.slots.confirm(time, { timeoutMs: CONFIRM_WITHIN_MS });
        if (!found.available) {
          const left = async () =>
            (await openings.around(wish.day, { timeoutMs: OFFER_WITHIN_MS })).moments;
          return (await made(wish, call)) ?? (await leftOf(wish, left));
        }
      } catch (error) {
        report(knownOr(error));
        return { kind: error instanceof TimeoutError ? "hold" : "no_calendar" };
      }
      try {
        return await send(wish, call);
      } catch (error) {
        return afterRefusal(knownOr(error), wish, call);
      }
    },
  };
}

const isOn = ({ status }: Booking): boolean => status === "accepted" || status === "pending";

const isMaybe = (error: CalcomError): boolean =>
  error instanceof SlotTakenError && error.certainty === "maybe";

function done({ uid, start, status }: Booking): Outcome {
  return { kind: status === "accepted" ? "booked" : "requested", booking: { uid, start } };
}

/** What is no refusal of Cal.com's is a mistake of ours, and shown as one. */
function knownOr(error: unknown): CalcomError {
  if (error instanceof CalcomError) return error;
  throw error;
}
