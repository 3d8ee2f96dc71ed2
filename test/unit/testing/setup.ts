import { createFakeCalcom, type FakeCalcomOptions } from "../../../src/testing/fake-calcom.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";

export const DAY = "2026-12-07";

/** A fake with one owner and two event types of hers, 30 and 60 minutes long. */
export function createSalon(options: Omit<FakeCalcomOptions, "clock"> = {}) {
  const clock = createVirtualClock();
  const received: { trigger: string; uid: string }[] = [];
  const deliver = async (request: Request): Promise<Response> => {
    const { triggerEvent, payload } = await request.json();
    received.push({ trigger: triggerEvent, uid: payload.uid });
    return new Response("ok");
  };
  const fake = createFakeCalcom({ clock, deliver, ...options });
  const owner = fake.users.add({ username: "alice" });
  const short = fake.eventTypes.add({ ownerId: owner.id, slug: "short", lengthInMinutes: 30 });
  const long = fake.eventTypes.add({ ownerId: owner.id, slug: "long", lengthInMinutes: 60 });
  return { clock, fake, owner, short, long, received };
}

export type Salon = ReturnType<typeof createSalon>;

export const at = (time: string): string => `${DAY}T${time}:00.000Z`;

/** A request of the salon's API, ready for any front. */
export function slotsRequest(baseUrl: string, eventTypeId: number): Request {
  const query = new URLSearchParams({ eventTypeId: String(eventTypeId), start: DAY, end: DAY });
  return new Request(`${baseUrl}/slots?${query}`, { headers: { "cal-api-version": "2024-09-04" } });
}

export function bookRequest(baseUrl: string, eventTypeId: number, start: string): Request {
  const attendee = { name: "Ann", email: "ann@example.test", timeZone: "UTC" };
  return postRequest(`${baseUrl}/bookings`, { eventTypeId, start, attendee });
}

export function postRequest(url: string, body: object): Request {
  return new Request(url, {
    method: "POST",
    headers: { "cal-api-version": "2024-08-13", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** The free starts of an event type on the salon's day, as `HH:mm`. */
export async function freeTimes({ fake }: Salon, eventTypeId: number): Promise<string[]> {
  const response = await fake.fetch(slotsRequest(fake.baseUrl, eventTypeId));
  return timesIn(response);
}

export async function timesIn(response: Response): Promise<string[]> {
  const { data }: { data: Record<string, { start: string }[]> } = await response.json();
  return (data[DAY] ?? []).map(({ start }) => start.slice(11, 16));
}

export const book = ({ fake }: Salon, eventTypeId: number, time: string): Promise<Response> =>
  fake.fetch(bookRequest(fake.baseUrl, eventTypeId, at(time)));

export const cancel = ({ fake }: Salon, uid: string): Promise<Response> =>
  fake.fetch(postRequest(`${fake.baseUrl}/bookings/${uid}/cancel`, {}));
