import { beforeAll, describe, expect, it } from "vitest";
import { dialogue, summary } from "../../examples/voice-agent/transcript/dialogue.ts";
import { dialoguePage } from "../../examples/voice-agent/transcript/dialogue-page.ts";
import { type Played, replay } from "../../examples/voice-agent/transcript/replay.ts";
import { SCENES } from "../../examples/voice-agent/transcript/scenes.ts";

let played: readonly Played[];
beforeAll(async () => {
  played = await replay();
}, 60_000);

const callsOf = ({ lines }: Played) => lines.filter((line) => line.kind === "call");
const statusesOf = (scene: Played) => callsOf(scene).map(({ came }) => came.answer.status);

describe("the origin's call, replayed", () => {
  it("promises nobody a time that is taken, and offers none", () => {
    expect(played).toHaveLength(SCENES.length);
    for (const scene of played) {
      expect(scene.falseOffers).toBe(0);
      expect(scene.promised).toBe(1);
      expect(scene.kept).toBe(1);
    }
  });

  it("answers at 20:38 from the cache that 8:00 is gone, whether or not its webhook came", () => {
    for (const scene of played.slice(0, 2)) {
      const [before, later] = callsOf(scene);
      expect(before?.came.offers.map(({ hour }) => hour)).toEqual(["08:00"]);
      expect(later?.came.asked).toBe(0);
      expect(later?.came.offers.map(({ hour }) => hour)).toEqual(["08:30", "10:00"]);
    }
  });

  it("notices before it promises that somebody was faster", () => {
    for (const scene of played.slice(2))
      expect(statusesOf(scene)).toEqual(["free", "taken", "booked"]);
  });
});

describe("the dialogue", () => {
  it("holds what was said, what was called and what it came to", () => {
    const text = dialogue(played);
    const page = `${dialoguePage(played)}`;
    for (const { scene, lines } of played) {
      expect(text).toContain(scene.title);
      for (const line of lines.filter((one) => one.kind === "call")) {
        expect(text).toContain(line.came.answer.say);
        expect(page).toContain(line.came.answer.say.replaceAll("'", "&#39;"));
      }
    }
    expect(summary(played)).toContain("promised: 4, of which Cal.com has 4.");
  });

  it("is a page that needs nothing else", () => {
    const page = `${dialoguePage(played)}`;
    expect(page).not.toMatch(/<script|<link|src=|url\(/);
    expect(page).toContain('<span lang="de">');
  });
});
