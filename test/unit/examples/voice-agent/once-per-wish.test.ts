import { expect, it } from "vitest";
import type { BookArgs, FunctionCall } from "../../../../examples/voice-agent/agent-call.ts";
import type { Outcome } from "../../../../examples/voice-agent/booking-desk.ts";
import { officeTime } from "../../../../examples/voice-agent/office-time.ts";
import { oncePerWish } from "../../../../examples/voice-agent/once-per-wish.ts";

const wish = officeTime("Europe/Berlin").wish("2026-12-07", "08:00");
const BOOKED: Outcome = { kind: "booked", booking: { uid: "a", start: wish.start } };

const callOf = (callId: string): FunctionCall<BookArgs> => {
  return { callId, args: { day: wish.day, hour: wish.time, language: "de", name: "Clara" } };
};

/** Counts what is really taken. */
function open(outcome: () => Outcome) {
  const taken: string[] = [];
  const take = oncePerWish({
    take: async (_wish, { callId }) => {
      taken.push(callId);
      return outcome();
    },
    made: async () => undefined,
  });
  return { taken, take: (callId: string) => take(wish, callOf(callId)) };
}

it("forgets the oldest calls that nobody knows the end of, and no others", async () => {
  const { taken, take } = open(() => ({ kind: "unclear" }));
  for (let count = 0; count <= 1_000; count++) await take(`call-${count}`);
  taken.length = 0;
  await take("call-1");
  await take("call-0");
  expect(taken).toEqual(["call-0"]);
});

it("tries anew after a failure", async () => {
  let fails = true;
  const { taken, take } = open(() => {
    if (fails) throw new Error("A mistake.");
    return BOOKED;
  });
  await expect(take("call-1")).rejects.toThrow("A mistake.");
  fails = false;
  expect(await take("call-1")).toEqual(BOOKED);
  expect(taken).toHaveLength(2);
});
