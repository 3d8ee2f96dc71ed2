import { createPeople } from "./recorded-world.ts";
import {
  learnUid,
  normalise,
  type Recording,
  recording,
  toRequest,
  type Uids,
} from "./recordings.ts";
import type { Step } from "./stories.ts";

/** What the fake answered, beside what the recorded server did. */
export interface Comparison {
  readonly given: unknown;
  readonly expected: unknown;
}

export const ORIGIN = "https://api.cal.example";

// Of the others it counts whether they are there: they name one request, or count requests.
const STEADY = ["content-type", "x-ratelimit-limit-default"];

const steady = (headers: Iterable<readonly [string, string]>): Record<string, string> =>
  Object.fromEntries(
    [...headers].map(([name, value]) => [name, STEADY.includes(name) ? value : ""]),
  );

/** A rebuilt world through which the recordings are sent once more, in their order. */
export function createReplay() {
  const { fake, clock } = createPeople();
  const uids: Uids = new Map();

  async function answer(recorded: Recording) {
    const response = await fake.handle(toRequest(recorded, ORIGIN, uids));
    const text = await response.text();
    const body: unknown = text === "" ? null : JSON.parse(text);
    return { status: response.status, body, headers: steady(response.headers) };
  }

  async function single(recorded: Recording): Promise<Comparison> {
    clock.set(recorded.recordedAt);
    const given = await answer(recorded);
    const { response } = recorded;
    learnUid(response.body, given.body, uids);
    const expected = {
      status: response.status,
      body: normalise(response.body, uids),
      headers: steady(Object.entries(response.headers)),
    };
    return { given: { ...given, body: normalise(given.body, uids) }, expected };
  }

  // Which of the requests wins a race is nobody's promise; how many do, and what the rest get, is.
  async function together(group: readonly Recording[]): Promise<Comparison> {
    clock.set(group[0]?.recordedAt ?? 0);
    const given = await Promise.all(group.map(answer));
    const outcome = (answers: readonly { status: number; body: unknown }[]) =>
      answers
        .map(({ status, body }) =>
          status < 400 ? String(status) : JSON.stringify({ status, body }),
        )
        .sort();
    group.forEach((recorded, index) => {
      learnUid(recorded.response.body, given[index]?.body, uids);
    });
    return { given: outcome(given), expected: outcome(group.map(({ response }) => response)) };
  }

  return {
    /** @returns nothing for a change, which is not compared with anything */
    async take(step: Step): Promise<Comparison | undefined> {
      if (typeof step === "string") return single(recording(step));
      if (!("change" in step)) return together(step.map(recording));
      await step.apply(fake);
      return undefined;
    },
  };
}
