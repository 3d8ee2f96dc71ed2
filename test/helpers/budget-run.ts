import type { BudgetCall, BudgetNews, RateBudgets } from "../../src/stores/contract.ts";
import { createRateLimiter, type RateLimitOptions } from "../../src/testing/rate-limit.ts";

/** What becomes of a request that may leave. */
export type Fate =
  | "answered"
  /** It arrives, and its answer is not heard. */
  | "reply lost"
  /** Whoever sent it gives up before it arrives. */
  | "late"
  /** Whoever sent it dies, before or after it arrives. */
  | "died"
  | "unsent";

export interface PlannedRequest {
  readonly askMs: number;
  readonly share: number;
  readonly paced: boolean;
  readonly fate: Fate;
  /** From the permit to the sending, to the server, back, and until its end is told. */
  readonly sendMs: number;
  readonly thereMs: number;
  readonly backMs: number;
  readonly tellMs: number;
}

export interface BudgetRun {
  readonly limit: number;
  readonly windowMs: number;
  readonly assumed: BudgetCall["assumed"];
  readonly requests: readonly PlannedRequest[];
}

/** Something to happen, and when. */
type Happening = readonly [at: number, happen: () => void];

const MOST_HAPPENINGS = 20_000;

/** A model of Cal.com's limiter, which tells what it tells in headers. */
export function limiterAt(now: () => number, options: RateLimitOptions): { hit(): BudgetNews } {
  const clock = { now, monotonic: now, setTimeout: () => () => undefined };
  const limiter = createRateLimiter(clock, options);
  return {
    hit() {
      const { blocked, headers } = limiter.hit({ rateKey: "key", isToken: false }, undefined);
      return {
        blocked,
        limit: Number(headers["x-ratelimit-limit-default"]),
        remaining: Number(headers["x-ratelimit-remaining-default"]),
        resetMs: 1_000 * Number(headers["x-ratelimit-reset-default"]),
      };
    },
  };
}

/**
 * Lets the requests of any number of processes meet Cal.com's limiter.
 *
 * @param budgetsAt makes what they share, by the clock given
 * @returns how many the limiter blocked, and how many never left
 */
export function runBudget(
  { limit, windowMs, assumed, requests }: BudgetRun,
  budgetsAt: (monotonic: () => number) => Pick<RateBudgets, "call">,
): { readonly blocked: number; readonly waiting: number } {
  let now = 0;
  const limiter = limiterAt(() => now, { limit, windowMs });
  const budgets = budgetsAt(() => now);
  const happenings: Happening[] = [];
  const result = { blocked: 0, waiting: requests.length };

  const after = (ms: number, happen: () => void) => {
    happenings.push([now + ms, happen]);
  };
  const call = (fields: Partial<BudgetCall>) => {
    const verdict = budgets.call({ key: "budget", assumed, ended: [], ...fields });
    if (verdict instanceof Promise) throw new Error("The run does not wait.");
    return verdict;
  };
  const arrive = (): BudgetNews => {
    const news = limiter.hit();
    if (news.blocked) result.blocked += 1;
    return news;
  };

  const ask = (request: PlannedRequest, permit: string): void => {
    const { share, paced, sendMs, thereMs } = request;
    const wanted = { permit, share, paced, longestMs: sendMs + thereMs };
    const { granted, waitMs } = call({ wanted });
    if (!granted) {
      after(waitMs, () => ask(request, permit));
      return;
    }
    result.waiting -= 1;
    meet(request, permit);
  };

  const meet = ({ fate, sendMs, thereMs, backMs, tellMs }: PlannedRequest, permit: string) => {
    const tell = (outcome: "answered" | "unanswered" | "unsent", news?: BudgetNews) => {
      const endedAt = now;
      after(tellMs, () => {
        const told = { permit, outcome, agoMs: now - endedAt, tookMs: thereMs + backMs };
        call({ ended: [{ ...told, news }] });
      });
    };
    if (fate === "unsent") {
      after(sendMs, () => tell("unsent"));
      return;
    }
    if (fate === "late") after(sendMs + thereMs, () => tell("unanswered"));
    // Nothing comes later than a window after it was given up.
    const lateMs = fate === "late" || fate === "died" ? Math.min(windowMs, backMs) : 0;
    after(sendMs + thereMs + lateMs, () => {
      const news = arrive();
      if (fate === "answered") after(backMs, () => tell("answered", news));
      if (fate === "reply lost") after(backMs, () => tell("unanswered"));
    });
  };

  for (const [index, request] of requests.entries()) {
    after(request.askMs, () => ask(request, `p${index}`));
  }
  for (let count = 0; happenings.length > 0 && count < MOST_HAPPENINGS; count++) {
    happenings.sort(([one], [other]) => one - other);
    const [at, happen] = happenings.shift() as Happening;
    now = at;
    happen();
  }
  return result;
}
