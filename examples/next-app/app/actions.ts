"use server";
import { RedirectType, redirect } from "next/navigation";
import { bookingOf } from "@/shared/booking-of.ts";
import { problemsOf, tidy } from "@/shared/contact.ts";
import { isZone } from "@/shared/zones.ts";
import { calcom, eventTypeId, officeZone } from "./lib/calcom.ts";
import { languageIn, textIn } from "./lib/form.ts";
import type { Tried } from "./lib/tried.ts";
import { tryTo } from "./lib/try-to.ts";

/** Books the time that a form names, and leads to its page. */
export async function book(_before: Tried | undefined, form: FormData): Promise<Tried> {
  const language = languageIn(form);
  const wish = wishIn(form);
  const fields = problemsOf(wish.contact);
  if (Object.keys(fields).length > 0) return { ...wish, outcome: { code: "invalid", fields } };
  const zone = textIn(form, "zone");
  const attendee = { ...tidy(wish.contact), language, timeZone: isZone(zone) ? zone : officeZone };
  const { uid, outcome } = await tryTo(() =>
    calcom.bookings.create({ eventTypeId, start: wish.start, attendee }),
  );
  if (outcome !== undefined) return { ...wish, outcome };
  redirect(`/${language}/appointments/${uid}?done=booked`);
}

/** Moves a booking to the time that a form names, and leads to the page of the new one. */
export async function move(_before: Tried | undefined, form: FormData): Promise<Tried> {
  const wish = wishIn(form);
  const { uid, outcome } = await tryTo(async () => {
    const booking = await bookingOf({ calcom, eventTypeId }, textIn(form, "uid"));
    return calcom.bookings.reschedule(booking.uid, { start: wish.start });
  });
  if (outcome !== undefined) return { ...wish, outcome };
  redirect(`/${languageIn(form)}/appointments/${uid}?done=moved`, RedirectType.replace);
}

/** Calls a booking off. */
export async function cancel(_before: Tried | undefined, form: FormData): Promise<Tried> {
  const { uid, outcome } = await tryTo(async () => {
    const booking = await bookingOf({ calcom, eventTypeId }, textIn(form, "uid"));
    return calcom.bookings.cancel(booking.uid);
  });
  if (outcome !== undefined) return { ...wishIn(form), outcome };
  redirect(`/${languageIn(form)}/appointments/${uid}?done=cancelled`, RedirectType.replace);
}

function wishIn(form: FormData): Omit<Tried, "outcome"> {
  return {
    start: textIn(form, "instead") || textIn(form, "start"),
    contact: { name: textIn(form, "name"), email: textIn(form, "email") },
  };
}
