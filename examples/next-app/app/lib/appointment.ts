import "server-only";
import { bookingOf } from "@/shared/booking-of.ts";
import { bookingView } from "@/shared/booking-view.ts";
import type { BookingView } from "@/shared/outcome.ts";
import { answerToError } from "@/shared/outcome-of-error.ts";
import { calcom, clock, eventTypeId } from "./calcom.ts";

/** What the page of an appointment shows; `unknown` while Cal.com cannot be asked. */
export async function appointmentOf(uid: string): Promise<BookingView | "none" | "unknown"> {
  try {
    return bookingView(await bookingOf({ calcom, eventTypeId }, uid), clock.now());
  } catch (error) {
    const { status, outcome } = await answerToError(error);
    if (status < 500) return "none";
    console.warn("No booking can be shown:", outcome.code);
    return "unknown";
  }
}
