import { nearestSlots } from "../../../src/booking-flow/nearest.ts";
import type { Slot } from "../../../src/index.ts";
import { wishOf } from "../../../src/schemas/alternatives.ts";
import { DAY_MS } from "../../../src/schemas/days.ts";
import { comparable } from "./comparable.ts";
import { DAYS, type Question, type Subject } from "./questions.ts";

/** What is asked about one time of an event type. */
export interface Wish {
  readonly kind: "confirm" | "alternatives";
  readonly eventTypeId: number;
  /** ISO 8601. */
  readonly start: string;
}

const MAX = 4;
const WITHIN = { days: 1 };
const TIMES = ["10:00", "13:30"];

/** Of each event type whether some times can be booked, and what is free near them. */
export function wishesAbout(subjects: readonly Subject[]): ReadonlyMap<string, Question> {
  const asked = subjects.flatMap(({ id, slug, hosts }) =>
    TIMES.flatMap((time, index) =>
      (["confirm", "alternatives"] as const).map((kind) => {
        const start = `${DAYS[index]}T${time}:00.000Z`;
        const wish = { kind, eventTypeId: id, start };
        const query = { eventTypeId: id, ...daysAround(start) };
        return { name: `${kind} of ${slug} at ${start}`, query, eventTypeIds: [id], hosts, wish };
      }),
    ),
  );
  return new Map(asked.map((question) => [question.name, question]));
}

// A day more at either end than is looked at: at its edges a window lists what a booking outside
// forbids (API.md 6.4).
function daysAround(start: string) {
  const day = (daysOff: number) =>
    new Date(Date.parse(start) + daysOff * DAY_MS).toISOString().slice(0, 10);
  return { start: day(-2), end: day(2) };
}

/** How a wish for other times is put. */
export const nearOf = ({ eventTypeId, start }: Wish) => ({
  ...{ eventTypeId, near: start, max: MAX, within: WITHIN },
});

/** What a wish is answered where these slots are free. */
export function wishAnswer(wish: Wish, free: readonly Slot[], now: number): string {
  if (wish.kind === "alternatives") {
    return comparable({ near: nearestSlots(free, wishOf(nearOf(wish), now)) });
  }
  const isFree = free.some(
    ({ start, seatsRemaining }) => start === wish.start && seatsRemaining !== 0,
  );
  return isFree ? "free" : "gone";
}
