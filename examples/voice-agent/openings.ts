import type { CalcomClient, Provenance, ReadOptions } from "calcom-coherent";
import { dayAfter, daysBetween, listed, type Moment, type OfficeTime } from "./office-time.ts";

/** The free times around a day, and how old what is said of them is. */
export interface Openings {
  /** Earliest first. */
  readonly moments: readonly Moment[];
  readonly provenance: Provenance;
}

export interface OpeningsOptions {
  readonly calcom: CalcomClient;
  readonly eventTypeId: number;
  readonly office: OfficeTime;
  readonly today: () => string;
}

/** How many days from today on are one question, so that one answer serves nearly every caller. */
const COMING_DAYS = 14;
/** Days before and after a wish that lies further ahead. */
const AROUND = { before: 3, after: 7 } as const;

/** Reads free times; from the cache, unless something has changed. */
export interface OpeningsReader {
  around(day: string, options?: ReadOptions): Promise<Openings>;
  /** What is kept warm. */
  comingDays(options?: ReadOptions): Promise<Openings>;
}

export function openingsReader(deps: OpeningsOptions): OpeningsReader {
  const { calcom, eventTypeId, office, today } = deps;

  const read = async (start: string, end: string, options?: ReadOptions): Promise<Openings> => {
    const query = { eventTypeId, start, end, timeZone: office.timeZone };
    const { slots, provenance } = await calcom.slots.list(query, options);
    const moments = Object.values(slots)
      .flat()
      .map(({ start }) => listed(start))
      .sort((left, right) => left.at - right.at);
    return { moments, provenance };
  };

  const comingDays = (options?: ReadOptions) =>
    read(today(), dayAfter(today(), COMING_DAYS), options);

  return {
    comingDays,
    around(day, options) {
      if (daysBetween(today(), day) <= COMING_DAYS - AROUND.before) return comingDays(options);
      return read(dayAfter(day, -AROUND.before), dayAfter(day, AROUND.after), options);
    },
  };
}

/** As many as a listener keeps in mind. */
export const MOST_OFFERED = 2;

/** The free times nearest to a wish, in the order in which they come. */
export function nearest(moments: readonly Moment[], wish: Moment): Moment[] {
  const distance = ({ at }: Moment) => Math.abs(at - wish.at);
  return moments
    .filter(({ at }) => at !== wish.at)
    .sort((left, right) => distance(left) - distance(right))
    .slice(0, MOST_OFFERED)
    .sort((left, right) => left.at - right.at);
}

/** Of a day's times the first, and the first of its afternoon; of a full day the next ones. */
export function ofDay(moments: readonly Moment[], day: string): Moment[] {
  const own = moments.filter((moment) => moment.day === day);
  if (own.length === 0) return moments.filter((moment) => moment.day > day).slice(0, MOST_OFFERED);
  const [first, second] = own;
  const later = own.find(({ time }) => time >= "12:00" && time !== first?.time) ?? second;
  return [first, later].filter((moment) => moment !== undefined);
}
