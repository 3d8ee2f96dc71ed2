import { CalcomApiError } from "../errors.ts";

/** What the recorded server knew (recording 0019): older ones know at least these. */
const LONG_KNOWN = new Set([
  ...["BOOKING_CREATED", "BOOKING_REQUESTED", "BOOKING_RESCHEDULED", "BOOKING_CANCELLED"],
  ...["BOOKING_REJECTED", "BOOKING_PAYMENT_INITIATED", "BOOKING_PAID", "OOO_CREATED"],
  ...["BOOKING_NO_SHOW_UPDATED", "AFTER_HOSTS_CAL_VIDEO_NO_SHOW"],
  "AFTER_GUESTS_CAL_VIDEO_NO_SHOW",
]);

/** How one subscription is written. */
export interface Negotiation<T> {
  /** Triggers it has; they are kept. */
  readonly kept: readonly string[];
  readonly wanted: readonly string[];
  /** Whether it has to be written although nothing is to be added. */
  readonly mustSend: boolean;
  readonly send: (triggers: readonly string[]) => Promise<T>;
}

/**
 * Writes a subscription with as many of the wanted triggers as the server takes, in as few requests as
 * possible. Servers refuse all of them for one they do not know (API.md 11.2).
 *
 * @returns what was written last, if anything, and which triggers were refused
 * @throws what `send` throws for another reason, or when no trigger is taken at all
 */
export async function negotiate<T>(
  negotiation: Negotiation<T>,
): Promise<{ readonly written: T | undefined; readonly refused: readonly string[] }> {
  const { kept, wanted, mustSend, send } = negotiation;
  if (!mustSend && isAmong(wanted, kept)) return { written: undefined, refused: [] };
  const whole = await attempt(send, [...kept, ...wanted]);
  if (whole.isTaken) return { written: whole.written, refused: [] };
  const named = namedIn(whole.refusal.message);
  const known = wanted.filter((trigger) => kept.includes(trigger) || named.includes(trigger));
  if (named.length > 0 && known.length > 0) {
    const refused = wanted.filter((trigger) => !known.includes(trigger));
    if (!mustSend && isAmong(known, kept)) return { written: undefined, refused };
    const fewer = await attempt(send, [...kept, ...known]);
    if (fewer.isTaken) return { written: fewer.written, refused };
  }
  return oneByOne(negotiation, whole.refusal);
}

/** Those that are long known at once, where there are others, and then each that is left. */
async function oneByOne<T>(
  { kept, wanted, mustSend, send }: Negotiation<T>,
  refusal: CalcomApiError,
): Promise<{ readonly written: T | undefined; readonly refused: readonly string[] }> {
  const added = wanted.filter((trigger) => !kept.includes(trigger));
  const base = added.filter((trigger) => LONG_KNOWN.has(trigger));
  const taken = [...kept];
  const refused: string[] = [];
  let written: T | undefined;
  const add = async (triggers: readonly string[]) => {
    const tried = await attempt(send, [...taken, ...triggers]);
    if (!tried.isTaken) return false;
    taken.push(...triggers);
    written = tried.written;
    return true;
  };
  const isAtOnce = base.length > 0 && base.length < added.length && (await add(base));
  for (const trigger of isAtOnce ? added.filter((one) => !base.includes(one)) : added) {
    if (!(await add([trigger]))) refused.push(trigger);
  }
  if (written === undefined && mustSend) {
    if (kept.length === 0) throw refusal;
    written = await send(kept);
  }
  return { written, refused };
}

type Attempt<T> =
  | { readonly isTaken: true; readonly written: T }
  | { readonly isTaken: false; readonly refusal: CalcomApiError };

async function attempt<T>(
  send: (triggers: readonly string[]) => Promise<T>,
  triggers: readonly string[],
): Promise<Attempt<T>> {
  try {
    return { isTaken: true, written: await send([...new Set(triggers)]) };
  } catch (error) {
    const isOfTriggers = error instanceof CalcomApiError && error.status === 400;
    if (!isOfTriggers || !/\btriggers?\b/i.test(error.message)) throw error;
    return { isTaken: false, refusal: error };
  }
}

const isAmong = (some: readonly string[], all: readonly string[]) =>
  some.every((one) => all.includes(one));

/** All that the server knows, where its refusal says so (recording 0019). */
function namedIn(message: string): readonly string[] {
  const list = /triggers must be one of the following values: ([A-Z_, ]+)/.exec(message)?.[1];
  // A message that was too long has lost the end of the list.
  if (list === undefined || message.endsWith("<cut>")) return [];
  return list.split(",").map((name) => name.trim());
}
