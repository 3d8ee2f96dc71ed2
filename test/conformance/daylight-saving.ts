import { createFakeCalcom } from "../../src/testing/fake-calcom.ts";
import type { AvailabilityRule } from "../../src/testing/model.ts";
import { createVirtualClock } from "../../src/testing/virtual-clock.ts";

/** The slots a half-hour event type of an owner in `timeZone` has, one list for each day. */
export async function slotsOf(
  timeZone: string,
  windows: readonly (readonly [string, string])[],
  rule?: AvailabilityRule,
): Promise<string[][]> {
  const fake = createFakeCalcom({ clock: createVirtualClock("2027-01-04T08:00:00Z") });
  const owner = fake.users.add({ timeZone });
  const eventType = fake.eventTypes.add({ ownerId: owner.id });
  if (rule !== undefined) fake.schedules.update(1, { availability: [rule] });
  const days: string[][] = [];
  for (const [start, end] of windows) {
    const query = new URLSearchParams({
      eventTypeId: String(eventType.id),
      start,
      end: `${end}T23:59:59Z`,
      timeZone,
    });
    const response = await fake.fetch(`${fake.baseUrl}/slots?${query}`, {
      headers: { "cal-api-version": "2024-09-04" },
    });
    const { data }: { data: Record<string, { start: string }[]> } = await response.json();
    for (const slots of Object.values(data)) days.push(slots.map((slot) => slot.start));
  }
  return days;
}
