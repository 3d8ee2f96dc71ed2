import "server-only";
import type { BookingResult } from "calcom-coherent";
import { answerToError } from "@/shared/outcome-of-error.ts";
import type { Tried } from "./tried.ts";

/** The booking that a change has led to, or what has become of it instead. */
export type Attempt =
  | { readonly uid: string; readonly outcome?: undefined }
  | { readonly uid?: undefined; readonly outcome: Tried["outcome"] };

/** Makes a change; whatever Cal.com says of it is an outcome, and other errors are thrown. */
export async function tryTo(change: () => Promise<BookingResult>): Promise<Attempt> {
  try {
    const { booking } = await change();
    return { uid: booking.uid };
  } catch (error) {
    const { outcome } = await answerToError(error);
    if (outcome.code === "done") throw error;
    return { outcome };
  }
}
