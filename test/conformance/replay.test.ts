import { describe, expect, it } from "vitest";
import { createPeople } from "./recorded-world.ts";
import {
  learnUid,
  normalise,
  type Recording,
  recording,
  recordings,
  toRequest,
  type Uids,
} from "./recordings.ts";
import { elsewhere, notReproduced, story } from "./stories.ts";

const ORIGIN = "https://api.cal.example";
const { fake, clock } = createPeople();
const uids: Uids = new Map();

async function answer(recorded: Recording) {
  const response = await fake.handle(toRequest(recorded, ORIGIN, uids));
  const text = await response.text();
  const body: unknown = text === "" ? null : JSON.parse(text);
  return { status: response.status, body, headers: [...response.headers.keys()].sort() };
}

const asRecorded = ({ response }: Recording) => ({
  status: response.status,
  body: normalise(response.body, uids),
  headers: Object.keys(response.headers).sort(),
});

async function replay(recorded: Recording): Promise<void> {
  clock.set(recorded.recordedAt);
  const given = await answer(recorded);
  learnUid(recorded.response.body, given.body, uids);
  expect({ ...given, body: normalise(given.body, uids) }).toEqual(asRecorded(recorded));
}

/** Which of the requests wins a race is nobody's promise; how many do, and what the rest get, is. */
async function replayTogether(group: readonly Recording[]): Promise<void> {
  clock.set(group[0]?.recordedAt ?? 0);
  const given = await Promise.all(group.map(answer));
  const outcome = (answers: readonly { status: number; body: unknown }[]) =>
    answers
      .map(({ status, body }) => (status < 400 ? String(status) : JSON.stringify({ status, body })))
      .sort();
  expect(outcome(given)).toEqual(outcome(group.map(({ response }) => response)));
  group.forEach((recorded, index) => {
    learnUid(recorded.response.body, given[index]?.body, uids);
  });
}

describe("the fake answers as the recorded server did", () => {
  for (const step of story) {
    if (typeof step === "string") {
      const recorded = recording(step);
      it(`answers ${recorded.name}`, () => replay(recorded));
    } else if ("change" in step) {
      it(`goes through: ${step.change}`, () => void step.apply(fake));
    } else {
      const group = step.map(recording);
      it(`answers ${group.map(({ name }) => name).join(", ")} together`, () =>
        replayTogether(group));
    }
  }
});

describe("the recordings", () => {
  it("are each replayed, or named as not reproduced", () => {
    const replayed = story.flatMap((step) =>
      typeof step === "object" && "change" in step ? [] : step,
    );
    const covered = [...replayed, ...elsewhere, ...Object.keys(notReproduced)];
    expect(covered.sort()).toEqual([...recordings.keys()].sort());
  });
});
