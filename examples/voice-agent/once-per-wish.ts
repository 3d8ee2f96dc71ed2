import type { BookingDesk, Outcome } from "./booking-desk.ts";

/** More calls than a practice has within an hour; the oldest are forgotten first. */
const MOST_REMEMBERED = 1_000;

/**
 * Tells a repeated function call what became of the first: agents send one again that took too long.
 * What booked nothing is tried anew. What another process has booked is found by its metadata.
 */
export function oncePerWish({ take, made }: BookingDesk): BookingDesk["take"] {
  const taking = new Map<string, Promise<Outcome>>();

  const remember = (key: string, outcome: Promise<Outcome>): void => {
    taking.set(key, outcome);
    const [oldest] = taking.keys();
    if (taking.size > MOST_REMEMBERED && oldest !== undefined) taking.delete(oldest);
  };

  return async (wish, call) => {
    const key = `${call.callId} ${wish.start}`;
    const before = taking.get(key);
    if (before !== undefined) {
      const outcome = await before;
      return outcome.kind === "unclear" ? ((await made(wish, call)) ?? outcome) : outcome;
    }
    const outcome = take(wish, call);
    remember(key, outcome);
    try {
      const { kind } = await outcome;
      if (!ENDED.has(kind)) taking.delete(key);
    } catch (error) {
      taking.delete(key);
      throw error;
    }
    return outcome;
  };
}

const ENDED: ReadonlySet<Outcome["kind"]> = new Set(["booked", "requested", "unclear"]);
