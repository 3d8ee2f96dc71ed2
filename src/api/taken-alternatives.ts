import { type FindAlternatives, SlotTakenError } from "../booking-errors.ts";
import { ConfigurationError } from "../errors.ts";
import { type AlternativesQuery, alternativesOptionsSchema } from "../schemas/alternatives.ts";
import type { CreateBookingInput } from "../schemas/booking-inputs.ts";
import type { SlotsSubject } from "../schemas/slots.ts";
import { parseInput } from "../schemas/validate.ts";
import { bookingsReader } from "./booking-reads.ts";
import type { BookingWriteDeps } from "./booking-writes.ts";

/** Looks for free times near one that Cal.com has just refused. */
export type FindInstead = (query: AlternativesQuery) => ReturnType<FindAlternatives>;

/** What a booking would have needed of another time. */
type Needed = SlotsSubject & Pick<AlternativesQuery, "duration" | "bookingUidToReschedule">;

/** Lets the refusal of a time answer for what is left, once somebody asks. */
export async function offering<T>(
  writing: Promise<T>,
  near: string,
  neededBy: (refusal: SlotTakenError) => Needed | Promise<Needed>,
  find: FindInstead,
): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    if (!(error instanceof SlotTakenError)) throw error;
    throw error.offering(async (options = {}) => {
      const valid = parseInput(alternativesOptionsSchema, options, "alternatives");
      return find({ ...valid, ...(await neededBy(error)), near });
    });
  }
}

/** Of a new booking: what its input says now, since its owner may use it again for another one. */
export function neededToCreate(input: CreateBookingInput): Needed {
  const { eventTypeId, eventTypeSlug, username, teamSlug, organizationSlug } = input;
  const { lengthInMinutes: duration } = input;
  if (eventTypeId !== undefined) return { eventTypeId, duration };
  const owner = teamSlug === undefined ? { username } : { teamSlug };
  return { eventTypeSlug, ...owner, organizationSlug, duration } as Needed;
}

/** Of a booking that was to be moved: its event type, its length, and its own time, free for it. */
export async function neededToMove(
  deps: BookingWriteDeps,
  uid: string,
  seatUid: string | undefined,
): Promise<Needed> {
  // A booking keeps its length, which need not be what slots are listed for by default.
  const { eventTypeId, eventType, duration } = await bookingsReader(deps).get(uid);
  const ofBooking = eventTypeId ?? eventType?.id;
  if (ofBooking == null) {
    throw new ConfigurationError(
      "Cal.com does not say of which event type this booking is; ask `slots.alternatives` for one.",
    );
  }
  // Whoever gives one seat up leaves the others where they are.
  const own = seatUid === undefined ? { bookingUidToReschedule: uid } : {};
  return { eventTypeId: ofBooking, duration: duration ?? undefined, ...own };
}

/** Which booking a refused move was about: moves of others may have been followed to it. */
export function uidOf({ path }: SlotTakenError): string {
  return decodeURIComponent(path.split("/")[2] as string);
}
