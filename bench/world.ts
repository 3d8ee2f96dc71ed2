import { systemClock } from "../src/clock.ts";
import { CalcomClient, type CalcomClientOptions } from "../src/index.ts";
import { createFakeCalcom } from "../src/testing/fake-calcom.ts";

const DAY_MS = 24 * 3_600_000;
const MONDAY = 1;

/** The next such day of the week that is a week away or more, as `2026-12-07`. */
function dayAhead(weekday: number): string {
  const date = new Date(Date.now() + 7 * DAY_MS);
  date.setUTCDate(date.getUTCDate() + ((7 + weekday - date.getUTCDay()) % 7));
  return date.toISOString().slice(0, 10);
}

/** One event type of one host, whose Mondays have about 2 KB of slots and whose Sundays have none. */
export function createWorld() {
  const fake = createFakeCalcom({ clock: systemClock, rateLimit: false });
  const owner = fake.users.add({ username: "alice" });
  const { id: eventTypeId } = fake.eventTypes.add({
    ownerId: owner.id,
    slug: "quarter",
    lengthInMinutes: 15,
  });
  const host = { id: owner.id, email: owner.email };
  const monday = dayAhead(MONDAY);
  const sunday = dayAhead(0);

  /** Windows that begin a millisecond after one another: different entries with the same slots. */
  const windowOn = (day: string) => {
    const dayStart = Date.parse(`${day}T00:00:00Z`);
    const end = `${day}T23:59:00.000Z`;
    return (index: number) => ({
      eventTypeId,
      start: new Date(dayStart + index).toISOString(),
      end,
      timeZone: "Europe/London",
    });
  };

  const client = (options: CalcomClientOptions) =>
    new CalcomClient({
      ...{ baseUrl: fake.baseUrl, fetch: fake.fetch, principal: "bench" },
      // A machine that does other things too is slow at times, and this is not about that.
      storeTimeoutMs: 10_000,
      ttl: { emptyMs: DAY_MS, nearMs: DAY_MS, farMs: DAY_MS },
      invalidation: { pools: { [eventTypeId]: [host] } },
      ...options,
    });

  return { fake, owner, eventTypeId, host, monday, windowOn, sunday, client };
}

export type World = ReturnType<typeof createWorld>;

/** Questions made once, to be asked in turn by objects of their own, as request handlers make them. */
export function questionsOf(world: World, count: number) {
  const windows = Array.from({ length: count }, (_none, index) =>
    world.windowOn(world.monday)(index),
  );
  return (index: number) => ({ ...(windows[index % count] as (typeof windows)[number]) });
}
