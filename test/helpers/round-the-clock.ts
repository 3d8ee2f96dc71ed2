import type { Slot } from "../../src/index.ts";
import type { World } from "./world.ts";

const EVERY_DAY = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

/** Adds an event type whose host works every day in a zone, all day long unless said otherwise. */
export function roundTheClock(
  { fake }: Pick<World, "fake">,
  timeZone: string,
  hours = { startTime: "00:00", endTime: "23:59" },
  settings: { readonly afterEventBuffer?: number; readonly seats?: number } = {},
) {
  const schedule = { timeZone, availability: [{ days: [...EVERY_DAY], ...hours }] };
  const host = fake.users.add({ timeZone, schedule });
  const { seats: seatsPerTimeSlot, ...rest } = settings;
  const shown = { showAttendeeInfo: false, showAvailabilityCount: true };
  const seats = seatsPerTimeSlot === undefined ? null : { seatsPerTimeSlot, ...shown };
  const eventType = fake.eventTypes.add({ ownerId: host.id, lengthInMinutes: 30, ...rest, seats });
  return { eventTypeId: eventType.id, apiKey: host.apiKey };
}

/** The instants at which slots start. */
export const instantsOf = (slots: readonly Slot[]): number[] =>
  slots.map(({ start }) => Date.parse(start));
