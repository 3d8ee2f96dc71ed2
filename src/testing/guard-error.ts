import type { BookingAction, BookingChange } from "./journal.ts";
import { PAGE } from "./matching.ts";

/** A change of bookings that a client should have been told of and was not. */
export interface UnheardChange {
  /** Method and path of the API request, or what a visitor did, e.g. `the booking page (/book)`. */
  readonly by: string;
  readonly uids: readonly string[];
  /** Empty where nobody said it. */
  readonly eventTypeIds: readonly number[];
  /** When it was committed, in milliseconds since the epoch. */
  readonly at: number;
}

const ADVICE = `Whatever these clients keep may offer what is taken, or hide what is free. Do one of these:
  - change bookings with calcom.bookings.*, of a client that shares their store and namespace;
  - hand Cal.com's webhooks to calcom.handleWebhook(), or createWebhookHandler(): one that was lost or
    refused, say for a wrong secret, tells nothing;
  - call calcom.invalidate({ eventTypeId }) after a change that nobody announces.`;

export const unheardChange = (
  { by: { method, path } }: BookingAction,
  { at, bookings }: BookingChange,
): UnheardChange => ({
  by: method === PAGE ? `the booking page (${path})` : `${method} ${path}`,
  uids: bookings.map(({ uid }) => uid),
  eventTypeIds: [...new Set(bookings.flatMap(({ eventTypeId }) => eventTypeId ?? []))],
  at,
});

const lineOf = ({ by, uids, eventTypeIds, at }: UnheardChange): string =>
  `  - ${by}: booking ${uids.join(", ")} of event type ${eventTypeIds.join(", ") || "?"}, at ${new Date(at).toISOString()}`;

/** Bookings were changed behind a client's back; thrown by {@link BookingGuard.check}. */
export class UnheardChangesError extends Error {
  override readonly name = "UnheardChangesError";
  /** What was changed, oldest first. */
  readonly changes: readonly UnheardChange[];

  constructor(changes: readonly UnheardChange[]) {
    const what = changes.length === 1 ? "A change" : `${changes.length} changes`;
    const lines = changes.map(lineOf).join("\n");
    super(`${what} of bookings behind the client's back:\n${lines}\n${ADVICE}`);
    this.changes = changes;
  }
}
