import { BookingReplayedError, SlotTakenError, UnknownOutcomeError } from "../booking-errors.ts";
import { CalcomApiError, CalcomError, NetworkError } from "../errors.ts";
import type { Unresolved } from "./outcome-search.ts";

/** Redirects that ask for the very same request elsewhere: nothing was done here. */
const UNTOUCHED = new Set([307, 308]);

/** What a failed write may have done. When in doubt it may have happened. */
export function outcomeOf(error: unknown): "refused" | "taken" | "unknown" {
  if (error instanceof SlotTakenError || error instanceof BookingReplayedError) return "taken";
  if (error instanceof CalcomApiError) {
    if (error.code === "booking_limit_reached") return "taken";
    const status = error.status ?? 500;
    // A 303, often a 302 too, is how a server says that it has done what was asked.
    const mayHaveHappened =
      status >= 500 || status === 408 || (status < 400 && !UNTOUCHED.has(status));
    return mayHaveHappened ? "unknown" : "refused";
  }
  return error instanceof NetworkError && !error.mayHaveArrived ? "refused" : "unknown";
}

/** By what a write's outcome is to be recognised. */
export interface Clues {
  readonly nonce?: string;
  readonly bookingUid?: string;
}

export function unknownOutcome(
  name: string,
  cause: unknown,
  { looked, found, trouble }: Unresolved,
  clues: Clues,
): UnknownOutcomeError {
  const known = cause instanceof CalcomError ? cause : undefined;
  const why = sentence(known?.message ?? "it was called off after it was sent");
  const failed =
    trouble instanceof CalcomError ? ` Looking for it failed: ${sentence(trouble.message)}` : "";
  return new UnknownOutcomeError(
    `Nobody knows whether ${name} happened: ${why}${looked === "unclear" ? "" : failed} ${ADVICE[looked]} ${clueIn(clues)}`.trim(),
    { cause, status: known?.status, requestId: known?.requestId, looked, found, ...clues },
  );
}

// What Cal.com says ends as it likes.
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

const ADVICE: Readonly<Record<Unresolved["looked"], string>> = {
  "not-at-all": "Do not send it again; look first whether it is there.",
  "not-found":
    "What this credential sees shows nothing of it up to now, but it may still come about. Do not send it again; look for it later.",
  "not-possible":
    "This credential cannot see what would show it. Do not send it again; look for it with another, or ask the host.",
  unclear:
    "What was found (`found`) may be of something else, or is not all of it. Do not send it again; compare them with what was asked for.",
};

function clueIn({ bookingUid, nonce }: Clues): string {
  if (nonce !== undefined) return "Its `metadata.calcomCoherentNonce` is this error's `nonce`.";
  return bookingUid === undefined ? "" : "Read the booking that this error's `bookingUid` names.";
}
