import type { FakeAttendee, FakeBooking, FakeUser } from "./model.ts";
import { offsetAt } from "./zone.ts";

const MINUTE_MS = 60_000;
export const BOOKER_URL = "https://cal.example";
export const iso = (instant: number): string => new Date(instant).toISOString();
export const withoutMillis = (instant: number): string => iso(instant).replace(".000Z", "Z");
export const withOffset = (instant: number): string => iso(instant).replace(".000Z", "+00:00");
const utcOffset = (zone: string, instant: number): number => offsetAt(zone, instant) / MINUTE_MS;

export function organizer(user: FakeUser, at: number, withId: boolean): object {
  return {
    ...(withId ? { id: user.id } : {}),
    name: user.name,
    email: user.email,
    username: user.username,
    timeZone: user.timeZone,
    language: { locale: "en" },
    timeFormat: "HH:mm",
    utcOffset: utcOffset(user.timeZone, at),
  };
}

export function attendee(person: FakeAttendee, at: number, fresh: boolean): object {
  return {
    email: person.email,
    name: person.name,
    ...(fresh ? { firstName: "", lastName: "" } : { phoneNumber: null }),
    timeZone: person.timeZone,
    language: { locale: person.language },
    utcOffset: utcOffset(person.timeZone, at),
  };
}

export function responses(booking: FakeBooking, fresh: boolean): object {
  const answer = (label: string, value?: unknown, isHidden = false) => ({
    label,
    ...(value === undefined ? {} : { value }),
    isHidden,
  });
  const location = fresh ? { value: booking.location, optionValue: "" } : undefined;
  return {
    ...(fresh ? { attendeePhoneNumber: answer("phone_number", undefined, true) } : {}),
    name: answer("your_name", booking.responses.name),
    email: answer("email_address", booking.responses.email),
    location: answer("location", location),
    title: answer("what_is_this_meeting_about", undefined, true),
    notes: answer("additional_notes", booking.responses.notes),
    guests: answer("additional_guests", booking.responses.guests),
    rescheduleReason: answer("reason_for_reschedule", booking.responses.rescheduledReason),
  };
}
