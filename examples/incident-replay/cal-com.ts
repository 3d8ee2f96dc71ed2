import type { FakeCalcom } from "calcom-coherent/testing/server";
import { wallTimes, ZONE } from "./offers.ts";
import type { RawDelivery } from "./scheme.ts";

/** Gives Cal.com a host who works on Mondays, with event types of 30 and 60 minutes. */
export function furnish(fake: FakeCalcom) {
  const host = fake.users.add({ username: "berta", timeZone: ZONE });
  const { id: scheduleId } = fake.schedules.add({
    ownerId: host.id,
    timeZone: ZONE,
    availability: [{ days: ["Monday"], startTime: "08:00", endTime: "18:00" }],
  });
  const add = (lengthInMinutes: number): number =>
    fake.eventTypes.add({ ownerId: host.id, scheduleId, lengthInMinutes }).id;
  return { apiKey: host.apiKey, eventTypes: { short: add(30), long: add(60) } };
}

/** The free times as Cal.com has them now, asked over HTTP and past every cache. */
export async function askCalcom(
  baseUrl: string,
  eventTypeId: number,
  date: string,
): Promise<string[]> {
  const query = { eventTypeId: String(eventTypeId), start: date, end: date, timeZone: ZONE };
  const response = await fetch(`${baseUrl}/slots?${new URLSearchParams(query)}`, {
    headers: { "cal-api-version": "2024-09-04" },
  });
  const { data } = (await response.json()) as { data: Record<string, { start: string }[]> };
  return wallTimes(data[date] ?? []);
}

/** What a delivery says about the time of its booking. */
export function newsIn({ body }: RawDelivery): { time: string; free: boolean } {
  const { triggerEvent, payload } = JSON.parse(body) as {
    triggerEvent: string;
    payload: { startTime: string };
  };
  const time = new Date(payload.startTime).toLocaleTimeString("en-GB", {
    timeZone: ZONE,
    hour: "2-digit",
    minute: "2-digit",
  });
  return { time, free: triggerEvent === "BOOKING_CANCELLED" };
}
