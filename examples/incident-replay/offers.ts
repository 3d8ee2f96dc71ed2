import type { Ask, LayerNumber } from "./scheme.ts";

export const ZONE = "Europe/Berlin";
export const HOURS = { from: "08", to: "18" } as const;
/** The hosts' zone stands at this offset throughout the replay. */
const OFFSET = "+01:00";
/** How many times a caller is told. */
export const OFFERED = 3;

export const instant = (date: string, time: string): string => `${date}T${time}:00${OFFSET}`;

/** `HH:mm` of starts that Cal.com gave in the hosts' zone. */
export const wallTimes = (slots: readonly { readonly start: string }[]): string[] =>
  slots.map(({ start }) => start.slice(11, 16));

/** Layer 2's work: what lies within the hours of the question. */
export const withinHours = (times: readonly string[]): string[] =>
  times.filter((time) => time >= `${HOURS.from}:00` && time < `${HOURS.to}:00`);

/** Layer 3's work: the few times nearest to the wish, as an agent would read them out. */
export function nearest(times: readonly string[], wish: string): string[] {
  const distance = (time: string): number => Math.abs(minutes(time) - minutes(wish));
  return [...times]
    .sort((left, right) => distance(left) - distance(right) || left.localeCompare(right))
    .slice(0, OFFERED);
}

/** What a layer would say if it had just been computed from these times. */
export function viewOf(layer: LayerNumber, times: readonly string[], ask: Ask): string[] {
  if (layer === 1) return [...times];
  const within = withinHours(times);
  return layer === 2 ? within : nearest(within, ask.wish);
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(":").map(Number);
  return hours * 60 + rest;
}
