import { expect, it } from "vitest";
import type { Answer } from "../../../../examples/voice-agent/answers.ts";
import { patient } from "../../../../examples/voice-agent/patience.ts";

const HOLD: Answer = { say: "One moment.", retry: true, offers: [] };
const FREE: Answer = { say: "It is free.", offers: [] };

function open() {
  let given = HOLD;
  const ask = patient(async () => given);
  return {
    ask: async (callId: string, answer: Answer) => {
      given = answer;
      return (await ask({ callId, args: { language: "en" } })).say;
    },
  };
}

it("counts anew after an answer, and each phone call for itself", async () => {
  const { ask } = open();
  const said: string[] = [];
  for (const answer of [HOLD, HOLD, FREE, HOLD, HOLD]) said.push(await ask("call-1", answer));
  said.push(await ask("call-2", HOLD));
  expect(said).toEqual([HOLD.say, HOLD.say, FREE.say, HOLD.say, HOLD.say, HOLD.say]);
  expect(await ask("call-1", HOLD)).toContain("I cannot reach the calendar");
});
