import { type FindAlternatives, SlotTakenError } from "../booking-errors.ts";
import { ConfigurationError } from "../errors.ts";
import { type AlternativesQuery, alternativesOptionsSchema } from "../schemas/alternatives.ts";
import type { RescheduleBookingInput } from "../schemas/booking-change-inputs.ts";
import type { CreateBookingInput } from "../schemas/booking-inputs.ts";
import type { SlotsSubject } from "../schemas/slots.ts";
import { parseInput } from "../schemas/validate.ts";
import { bookingsReader } from "./booking-reads.ts";
import { type BookingWriteDeps, indexed } from "./booking-writes.ts";

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

/** Of a new booking: what its input says. */
export function neededToCreate(input: CreateBookingInput): Needed {
  const { eventTypeId, eventTypeSlug, username, teamSlug, organizationSlug } = input;
  const { lengthInMinutes: duration } = input;
  if (eventTypeId !== undefined) return { eventTypeId, duration };
  const owner = teamSlug === undefined ? { username } : { teamSlug };
  return { eventTypeSlug, ...owner, organizationSlug, duration } as Needed;
}

/** Of a booking that was to be moved: its event type, and its own time, which is free for it. */
export async function neededToMove(
  deps: BookingWriteDeps,
  uid: string,
  { seatUid }: RescheduleBookingInput,
): Promise<Needed> {
  const [known, ...others] = (await indexed(deps, uid))?.eventTypeIds ?? [];
  const eventTypeId = others.length === 0 ? known : undefined;
  const ofBooking = eventTypeId ?? (await eventTypeOf(deps, uid));
  // Whoever gives one seat up leaves the others where they are.
  const own = seatUid === undefined ? { bookingUidToReschedule: uid } : {};
  return { eventTypeId: ofBooking, ...own };
}

async function eventTypeOf(deps: BookingWriteDeps, uid: string): Promise<number> {
  const { eventTypeId, eventType } = await bookingsReader(deps).get(uid);
  const found = eventTypeId ?? eventType?.id;
  if (found != null) return found;
  throw new ConfigurationError(
    "Cal.com does not say of which event type this booking is; ask `slots.alternatives` for one.",
  );
}

/** Which booking a refused move was about: moves of others may have been followed to it. */
export function uidOf({ path }: SlotTakenError): string {
  return decodeURIComponent(path.split("/")[2] as string);
}
