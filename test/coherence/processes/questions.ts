import { createHash } from "node:crypto";
import { type Question, questionsAbout } from "../histories/questions.ts";
import type { Person } from "../histories/world.ts";

interface Plan {
  readonly slug: string;
  readonly owner: Person | undefined;
  readonly hosts: readonly Person[];
  readonly minutes: number;
  /** Whether Cal.com tells of its bookings. */
  readonly isTold: boolean;
}

/** The event types of a run; Alice and Carol share two. */
export const EVENT_TYPES: readonly Plan[] = [
  { slug: "half", owner: "alice", hosts: ["alice"], minutes: 30, isTold: true },
  { slug: "hour", owner: "alice", hosts: ["alice"], minutes: 60, isTold: true },
  { slug: "carols", owner: "carol", hosts: ["carol"], minutes: 30, isTold: false },
  { slug: "together", owner: undefined, hosts: ["alice", "carol"], minutes: 30, isTold: true },
  { slug: "either", owner: undefined, hosts: ["alice", "carol"], minutes: 30, isTold: true },
  { slug: "bobs", owner: "bob", hosts: ["bob"], minutes: 30, isTold: true },
  { slug: "daves", owner: "dave", hosts: ["dave"], minutes: 30, isTold: false },
];

/** All questions in one order, which gives them their numbers. */
export function questionsOf(ids: Readonly<Record<string, number>>): readonly Question[] {
  const subjects = EVENT_TYPES.map(({ slug, owner, hosts }) => ({
    ...{ id: ids[slug] ?? 0, slug, owner, hosts, isSeated: false },
  }));
  return [...questionsAbout(subjects).values()];
}

/** Answers are compared, never shown. */
export const digestOf = (value: string): string =>
  createHash("sha1").update(value).digest("base64url").slice(0, 12);
