import type { SlotsQuery } from "../../../src/index.ts";
import type { Wish } from "./wishes.ts";
import type { Person } from "./world.ts";

/** The days everything happens on; within every host's working hours. */
export const DAYS = ["2026-12-07", "2026-12-08", "2026-12-09"] as const;

/** An event type of the world. */
export interface Subject {
  readonly id: number;
  readonly slug: string;
  /** Whose it is; a team's is nobody's own. */
  readonly owner: Person | undefined;
  readonly hosts: readonly Person[];
  readonly isSeated: boolean;
}

/** A question that has a true answer at every moment. */
export interface Question {
  readonly name: string;
  readonly query: SlotsQuery;
  /** The event types it is about: of several people together none. */
  readonly eventTypeIds: readonly number[];
  readonly hosts: readonly Person[];
  /** What is asked of the slots. @default all of them */
  readonly wish?: Wish;
}

/** Every question that is asked, by name: of each event type by id, of some by slug, of several people. */
export function questionsAbout(subjects: readonly Subject[]): ReadonlyMap<string, Question> {
  const [monday, , wednesday] = DAYS;
  const windows = [
    ...DAYS.slice(0, 2).map((day) => ({ start: day, end: day })),
    { start: monday, end: wednesday, timeZone: "Europe/Berlin" },
  ];
  const asked: Question[] = subjects.flatMap(({ id, slug, hosts }) =>
    windows.map((window) => ({
      name: `${slug} ${window.start} to ${window.end}`,
      query: { eventTypeId: id, ...window },
      ...{ eventTypeIds: [id], hosts },
    })),
  );
  const [window] = windows;
  if (window === undefined) return new Map();
  for (const { id, slug, owner, hosts } of subjects) {
    if (slug !== "half" && slug !== "together") continue;
    const whose = owner === undefined ? { teamSlug: "crew" } : { username: owner };
    const query = { eventTypeSlug: slug, ...whose, ...window } as SlotsQuery;
    asked.push({ name: `${slug} by slug`, query, eventTypeIds: [id], hosts });
  }
  asked.push({
    name: "alice and carol",
    query: { usernames: ["alice", "carol"], organizationSlug: "firm", ...window },
    eventTypeIds: [],
    hosts: ["alice", "carol"],
  });
  return new Map(asked.map((question) => [question.name, question]));
}
