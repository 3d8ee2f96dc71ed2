import { CalcomClient } from "calcom-coherent";
import { createWebhookHandler } from "calcom-coherent/webhooks";

/** The appointments of a practice, kept on Cal.com: `appointments.ts` without its types. */
export function createAppointments({ eventTypeId, ...options }) {
  const calcom = new CalcomClient(options);
  const diary = [];
  const mornings = calcom.layer("mornings", {
    key: (day) => [day],
    load: async (day, context) => {
      const { slots } = await context.slots.list({ eventTypeId, start: day, end: day });
      return (slots[day] ?? []).map(({ start }) => start.slice(11, 16)).filter((at) => at < "12");
    },
    ttlMs: 60_000,
  });
  const wish = (start, name) => {
    const attendee = { name, email: `${name.toLowerCase()}@example.test`, timeZone: "UTC" };
    return { eventTypeId, start, attendee };
  };
  return {
    calcom,
    /** What happened on Cal.com, as its webhooks told. */
    diary,
    /** The free times of a morning. */
    offers: (day) => mornings.get(day),
    book: async (start, name) => {
      const { booking } = await calcom.bookings.create(wish(start, name));
      return booking.uid;
    },
    /** The route that Cal.com's webhooks arrive at. */
    webhook: createWebhookHandler(calcom, {
      onAny: ({ triggerEvent }) => {
        diary.push(triggerEvent ?? "?");
      },
    }),
    /** The eighth way to book, which nobody remembered: past the client, so no cache is cleared. */
    bookByFax: (start, name) =>
      (options.fetch ?? fetch)(`${options.baseUrl}/bookings`, {
        method: "POST",
        headers: { "cal-api-version": "2024-08-13", "content-type": "application/json" },
        body: JSON.stringify(wish(start, name)),
      }),
  };
}
