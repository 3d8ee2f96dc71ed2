import type { CalcomEvents } from "../events.ts";
import type { BookingAction, BookingChange, ChangedBooking } from "./journal.ts";
import { PAGE } from "./matching.ts";

/** What a client said it had orphaned. */
export interface Heard {
  /** As a number of the journal's `tick`. */
  readonly at: number;
  readonly tags: ReadonlySet<string>;
  readonly cause: CalcomEvents["invalidated"]["cause"];
  /** The uids of bookings of which webhooks were telling just then; none of one that was made by hand. */
  readonly told: readonly string[];
}

function covers({ tags }: Heard, { bookings }: BookingChange): boolean {
  if (tags.has("all")) return true;
  return bookings.every(({ eventTypeId, userId }) =>
    eventTypeId === undefined
      ? [...tags].some((tag) => tag.startsWith("event-type:"))
      : tags.has(`event-type:${eventTypeId}`) || tags.has(`host:${userId}`),
  );
}

function latest<T>(items: readonly T[], timeOf: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>(
    (best, item) => (best === undefined || timeOf(item) > timeOf(best) ? item : best),
    undefined,
  );
}

/**
 * The request that a client's write has made: the one that was answered last before the client had
 * orphaned what it touches, or, where the client gave up waiting, the one that came in last. Requests
 * that changed nothing count, or the orphaning of a slot that was taken would hide who took it.
 */
function requestOf(
  heard: Heard,
  actions: readonly BookingAction[],
  accounted: ReadonlySet<BookingAction>,
): BookingAction | undefined {
  const possible = actions.filter(
    (action) =>
      action.by.method !== PAGE &&
      action.began < heard.at &&
      !accounted.has(action) &&
      (action.changes.length === 0 || action.changes.some((change) => covers(heard, change))),
  );
  const endOf = ({ ended = heard.at }: BookingAction) => ended;
  const answered = possible.filter((action) => endOf(action) < heard.at);
  return latest(answered, endOf) ?? latest(possible, ({ began }) => began);
}

/**
 * The change that a webhook has told of. It settles, so it may come before the commit it announces; and
 * it may come twice, so that it is not enough to take the last that nobody has told of yet.
 */
function changeTold(
  { at, told }: Heard,
  covered: readonly BookingChange[],
  known: ReadonlySet<BookingChange>,
): BookingChange | undefined {
  const isTold = ({ uid }: ChangedBooking) => told.length === 0 || told.includes(uid);
  const possible = covered.filter(
    (change) => change.announced < at && !known.has(change) && change.bookings.some(isTold),
  );
  return latest(possible, ({ announced }) => announced);
}

/**
 * The changes that a client was not told of, or told too early. A write accounts for one request and a
 * webhook for one change: else the next write would hide what was done behind the client's back
 * before. What the application or the reconciler says accounts for all that was committed by then.
 */
export function unheardOf(
  actions: readonly BookingAction[],
  heard: readonly Heard[],
): readonly BookingChange[] {
  const all = actions.flatMap(({ changes }) => changes);
  const known = new Set<BookingChange>();
  const written = new Set<BookingAction>();
  const told = new Set<BookingChange>();
  for (const one of heard) {
    const covered = all.filter((change) => covers(one, change));
    if (one.cause === "write") {
      const action = requestOf(one, actions, written);
      if (action === undefined) continue;
      written.add(action);
      for (const change of action.changes) if (covers(one, change)) known.add(change);
    } else if (one.cause === "webhook") {
      const change = changeTold(one, covered, told);
      if (change === undefined) continue;
      told.add(change);
      known.add(change);
    } else if (one.cause !== "topology") {
      for (const change of covered) if (change.committed < one.at) known.add(change);
    }
  }
  return all.filter((change) => !known.has(change));
}
