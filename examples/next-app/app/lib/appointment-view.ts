import type { Language } from "@/shared/languages.ts";
import type { BookingView } from "@/shared/outcome.ts";

/** What every view of an appointment is given. */
export interface AppointmentProps {
  readonly language: Language;
  readonly appointment: BookingView;
  /** IANA zone of the practice. */
  readonly officeZone: string;
}

/** Whether an address says that something has just been done that is to be told. */
export const isDone = (done: unknown): done is "booked" | "moved" =>
  done === "booked" || done === "moved";
