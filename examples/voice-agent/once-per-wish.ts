import type { BookingDesk, Outcome } from "./booking-desk.ts";

/** More calls than a practice has within an hour; the oldest are forgotten first. */
const MOST_REMEMBERED = 1_000;

interface Taking {
  readonly name: string;
  readonly outcome: Promise<Outcome>;
}

/**
 * Tells a function call that comes again meanwhile what becomes of the first: agents send one again that
 * takes too long. Whatever nobody knows of is remembered, so that it is not sent twice. What has ended
 * is not: a booking may have been called off since, and what was made is found by its metadata.
 */
export function oncePerWish({ take, made }: BookingDesk): BookingDesk["take"] {
  const takings = new Map<string, Taking>();

  const remember = (key: string, taking: Taking): void => {
    takings.set(key, taking);
    const [oldest] = takings.keys();
    if (takings.size > MOST_REMEMBERED && oldest !== undefined) takings.delete(oldest);
  };

  return async (wish, call) => {
    const key = `${call.callId} ${wish.start}`;
    const before = takings.get(key);
    if (before !== undefined) {
      const outcome = await before.outcome;
      if (outcome.kind === "unclear") return (await made(wish, call)) ?? outcome;
      if (before.name === call.args.name) return outcome;
    }
    const taking = { name: call.args.name, outcome: take(wish, call) };
    remember(key, taking);
    let isUnclear = false;
    try {
      const outcome = await taking.outcome;
      isUnclear = outcome.kind === "unclear";
      return outcome;
    } finally {
      if (!isUnclear && takings.get(key) === taking) takings.delete(key);
    }
  };
}
