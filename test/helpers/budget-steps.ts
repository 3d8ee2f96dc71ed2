import fc from "fast-check";
import type { BudgetCall, EndedRequest } from "../../src/stores/contract.ts";

/** One call on a budget, told by what came before. */
export interface BudgetStep {
  /** Milliseconds since the call before; below 0: the clock goes back. */
  readonly passMs: number;
  readonly wanted: BudgetCall["wanted"];
  readonly ended: readonly (Omit<EndedRequest, "permit"> & {
    /** How many permits ago it was granted; some were never. */
    readonly back: number;
  })[];
}

const limit = fc.integer({ min: 0, max: 6 });
const duration = fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(1_000, 6_000));

const news = limit.chain((most) =>
  fc.record({
    limit: fc.constant(most),
    remaining: fc.integer({ min: 0, max: Math.max(0, most - 1) }),
    resetMs: duration,
    blocked: fc.boolean().map((told) => told && most % 3 === 0),
  }),
);

const ended = fc.record({
  back: fc.integer({ min: 0, max: 5 }),
  outcome: fc.constantFrom("answered", "answered", "answered", "unanswered", "unsent"),
  agoMs: fc.oneof(fc.constant(0), duration),
  tookMs: duration,
  news: fc.option(news, { nil: undefined, freq: 3 }),
});

const wanted = fc.record({
  permit: fc.constant(""),
  share: fc.constantFrom(1, 0.95, 0.85, 0.5),
  paced: fc.boolean(),
  longestMs: duration,
});

/** Any calls, sensible or not. */
export const budgetSteps: fc.Arbitrary<readonly BudgetStep[]> = fc.array(
  fc.record({
    passMs: fc.oneof(
      fc.constant(0),
      duration,
      fc.constantFrom(1, 1_000, 6_000),
      fc.constantFrom(-30_000, 3_600_000),
    ),
    wanted: fc.option(wanted, { nil: undefined, freq: 8 }),
    ended: fc.array(ended, { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 30 },
);

/** The calls themselves, each with its moment. */
export function* callsOf(
  steps: readonly BudgetStep[],
): Iterable<{ readonly at: number; readonly call: BudgetCall }> {
  let at = 0;
  for (const [index, step] of steps.entries()) {
    at += step.passMs;
    const called: BudgetCall = {
      key: "budget",
      assumed: { limit: 4, windowMs: 6_000 },
      wanted: step.wanted && { ...step.wanted, permit: `p${index}` },
      ended: step.ended.map(({ back, ...told }) => ({ ...told, permit: `p${index - 1 - back}` })),
    };
    yield { at, call: called };
  }
}
