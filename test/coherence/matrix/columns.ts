import type { SlotsQuery } from "../../../src/index.ts";
import { DAY, onDay } from "../../helpers/world.ts";
import type { Cast } from "./cast.ts";

/** One observed question. */
export interface Column {
  readonly name: string;
  readonly question: SlotsQuery;
}

/** The last day of a weekly series that begins on the day. */
export const LATER_DAY = "2026-12-21";
const WINDOW = { start: DAY, end: DAY };
const LAST_WEEK = { start: LATER_DAY, end: LATER_DAY };
const DAYS_AFTER = { start: "2026-12-08", end: "2026-12-10" };
const ALL_WEEK = { start: DAY, end: "2026-12-11" };

const together = (...usernames: string[]) => ({ ...WINDOW, usernames, organizationSlug: "acme" });

/** Every event type, and what else can be asked: other days, by slug, of several people. */
export function columnsOf({ alice: { username }, team, types }: Cast): readonly Column[] {
  const { lengths, limited, limitedToo, own, rolling, soon, weekly } = types;
  return [
    ...Object.entries(types).map(([name, { id }]) => ({ name, question: onDay(id) })),
    { name: "own, weeks later", question: { ...onDay(own.id), ...LAST_WEEK } },
    { name: "of dave, weeks later", question: { ...onDay(types.ofDave.id), ...LAST_WEEK } },
    { name: "weekly, all week", question: { ...onDay(weekly.id), ...ALL_WEEK } },
    { name: "limited, all week", question: { ...onDay(limited.id), ...ALL_WEEK } },
    { name: "limited too, all week", question: { ...onDay(limitedToo.id), ...ALL_WEEK } },
    { name: "soon, to its end", question: { ...onDay(soon.id), ...ALL_WEEK } },
    { name: "rolling, from its end on", question: { ...onDay(rolling.id), ...DAYS_AFTER } },
    { name: "lengths, an hour", question: { ...onDay(lengths.id), duration: 60 } },
    { name: "hidden, by slug", question: { ...WINDOW, username, eventTypeSlug: "hidden" } },
    { name: "own, by slug", question: { ...WINDOW, username, eventTypeSlug: own.slug } },
    {
      name: "any, by team and slug",
      question: { ...WINDOW, teamSlug: team.slug, eventTypeSlug: types.anyOf.slug },
    },
    { name: "alice and dave", question: together("alice", "dave") },
    { name: "erin and frank", question: together("erin", "frank") },
  ];
}
