import {
  BookingReplayedError,
  BookingRescheduledError,
  CalcomApiError,
  CalcomError,
  RateLimitError,
  SchemaError,
  SlotTakenError,
  UnknownOutcomeError,
} from "calcom-coherent";
import type { Outcome } from "./outcome.ts";

/** An outcome, and the status it is answered with. */
export interface Answer {
  readonly status: number;
  readonly outcome: Outcome;
}

const HOW_MANY = 4;

/** What a failed change is answered with. Whatever nobody expected is thrown again. */
export async function answerToError(error: unknown): Promise<Answer> {
  if (!(error instanceof CalcomError)) throw error;
  // "Maybe taken" may be booked all the same: to offer other times would invite a second booking.
  const isUnknown = error instanceof SlotTakenError && error.certainty === "maybe";
  if (isUnknown || error instanceof UnknownOutcomeError) {
    return { status: 504, outcome: { code: "unknown" } };
  }
  if (error instanceof SlotTakenError) {
    return { status: 409, outcome: { code: "taken", alternatives: await leftOver(error) } };
  }
  return plainAnswer(error);
}

function plainAnswer(error: CalcomError): Answer {
  if (error instanceof BookingReplayedError)
    return { status: 502, outcome: { code: "not_booked" } };
  if (error instanceof BookingRescheduledError) {
    return { status: 409, outcome: { code: "not_possible" } };
  }
  if (error instanceof RateLimitError) return { status: 429, outcome: { code: "too_many" } };
  if (error instanceof SchemaError)
    return { status: 422, outcome: { code: "invalid", fields: {} } };
  const refused = error instanceof CalcomApiError ? (error.status ?? 500) : 500;
  if (refused === 404) return { status: 404, outcome: { code: "not_found" } };
  if (refused < 500) return { status: 422, outcome: { code: "refused" } };
  return { status: 503, outcome: { code: "unreachable" } };
}

/** Without alternatives it is still true that the time is taken. */
async function leftOver(error: SlotTakenError): Promise<string[]> {
  try {
    const { slots } = await error.alternatives({ max: HOW_MANY });
    return slots.map(({ start }) => start);
  } catch (failure) {
    if (!(failure instanceof CalcomError)) throw failure;
    console.warn("No alternatives could be had:", failure.code);
    return [];
  }
}
