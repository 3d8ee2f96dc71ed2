import { expect, it, vi } from "vitest";
import { Questions } from "../../../src/slots-http/questions.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";

const ADDRESS = "https://host.example/?eventTypeId=1&start=2026-12-07&end=2026-12-08";

function createQuestions() {
  const clock = createVirtualClock("2026-12-07T12:00:00Z");
  return {
    clock,
    questions: new Questions({ eventTypeIds: [1], maxDays: 2, maxDaysAhead: 1, clock }),
  };
}

it("reads an address once while it is asked again and again", () => {
  const { questions } = createQuestions();
  expect(questions.of(ADDRESS)).toBe(questions.of(ADDRESS));
});

it("forgets what may be asked no more", async () => {
  const { clock, questions } = createQuestions();
  questions.of(ADDRESS);
  await clock.advance(3 * 24 * 3_600_000);
  expect(() => questions.of(ADDRESS)).toThrow("2 days ago");
});

it("holds no more addresses than visitors ask for in earnest", () => {
  const { questions } = createQuestions();
  const first = questions.of(ADDRESS);
  for (let host = 0; host < 1_000; host++) {
    questions.of(ADDRESS.replace("host", `host-${host}`));
  }
  expect(questions.of(ADDRESS)).not.toBe(first);
  expect(questions.of(ADDRESS)).toEqual(first);
});

it("remembers no address that is longer than any page's", () => {
  const { questions } = createQuestions();
  const padded = `${ADDRESS}${"&".repeat(500)}`;
  expect(questions.of(padded)).not.toBe(questions.of(padded));
  expect(questions.of(padded)).toEqual(questions.of(ADDRESS));
});

it("remembers nothing of what it has refused", () => {
  const { clock, questions } = createQuestions();
  const now = vi.spyOn(clock, "now").mockReturnValue(Date.parse("2026-12-01"));
  expect(() => questions.of(ADDRESS)).toThrow("1 days ahead");
  now.mockRestore();
  expect(questions.of(ADDRESS).first).toBe("2026-12-07");
});
