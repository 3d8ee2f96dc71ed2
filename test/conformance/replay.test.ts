import { describe, expect, it } from "vitest";
import { recording, recordings } from "./recordings.ts";
import { createReplay } from "./replaying.ts";
import { SPECIAL_REPLAYS } from "./special-replays.ts";
import { elsewhere, notReproduced, type Step, story } from "./stories.ts";

const replay = createReplay();

function titleOf(step: Step): string {
  if (typeof step === "string") return `answers ${recording(step).name}`;
  if ("change" in step) return `goes through: ${step.change}`;
  return `answers ${step.map((number) => recording(number).name).join(", ")} together`;
}

describe("the fake answers as the recorded server did", () => {
  for (const step of story) {
    it(titleOf(step), async () => {
      const compared = await replay.take(step);
      expect(compared?.given).toEqual(compared?.expected);
    });
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

  it("that are replayed elsewhere have a replay of their own", () => {
    expect(Object.keys(SPECIAL_REPLAYS).sort()).toEqual([...elsewhere].sort());
  });
});
