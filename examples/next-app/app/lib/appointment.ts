import "server-only";
import { CalcomError } from "calcom-coherent";
import { bookingOf } from "@/shared/booking-of.ts";
import { bookingView } from "@/shared/booking-view.ts";
import type { BookingView } from "@/shared/outcome.ts";
import { calcom, clock, eventTypeId } from "./calcom.ts";

/** What the page of an appointment shows; `undefined` where there is none of that uid. */
export async function appointmentOf(uid: string): Promise<BookingView | undefined> {
  try {
    return bookingView(await bookingOf({ calcom, eventTypeId }, uid), clock.now());
  } catch (error) {
    const isNone =
      error instanceof CalcomError && (error.status === 404 || error.code === "invalid_input");
    if (isNone) return undefined;
    throw error;
  }
}
