import type {
  BudgetCall,
  BudgetNews,
  BudgetVerdict,
  EndedRequest,
  RateBudgets,
} from "../../stores/contract.ts";
import { expectSame, expectThat } from "./expecting.ts";
import { type Checks, LONG_MS, type Trial } from "./trial.ts";

const CALLERS = 20;

interface Wish {
  readonly share?: number;
  readonly paced?: boolean;
  readonly longestMs?: number;
}

/** One budget in the store, of the check's own. */
function budgetOf(trial: Trial, assumed: Partial<BudgetCall["assumed"]> = {}) {
  const { store, other } = trial;
  if (store.budgets === undefined || other.budgets === undefined) {
    throw new Error("Expected: the store has `budgets`.");
  }
  const [mine, theirs] = [store.budgets, other.budgets];
  const key = `calcom:budget:${trial.fresh()}`;
  const limits = { limit: 1, windowMs: LONG_MS, ...assumed };
  const call = async (fields: Partial<BudgetCall>, by: RateBudgets = mine) =>
    by.call({ key, assumed: limits, ended: [], ...fields });
  return {
    mine,
    theirs,
    async take({ share = 1, paced = false, longestMs = LONG_MS }: Wish = {}, by?: RateBudgets) {
      const permit = trial.fresh();
      const verdict = await call({ wanted: { permit, share, paced, longestMs } }, by);
      return { permit, ...verdict };
    },
    async end(permit: string, fields: Partial<EndedRequest> = {}): Promise<BudgetVerdict> {
      const outcome = "answered" as const;
      return call({ ended: [{ permit, outcome, agoMs: 0, tookMs: 0, ...fields }] });
    },
  };
}

type Budget = ReturnType<typeof budgetOf>;

async function granted(budget: Budget, count: number, wish?: Wish): Promise<readonly boolean[]> {
  const found: boolean[] = [];
  for (let index = 0; index < count; index++) found.push((await budget.take(wish)).granted);
  return found;
}

/** A request that is answered at once, with these news. */
async function hear(budget: Budget, news: Partial<BudgetNews>): Promise<BudgetVerdict> {
  const { permit } = await budget.take();
  const told = { limit: 1, remaining: 0, resetMs: LONG_MS, blocked: false, ...news };
  return budget.end(permit, { news: told });
}

function expectRefusal(what: string, { granted: isGranted, waitMs }: BudgetVerdict): void {
  expectSame(`whether ${what} was granted`, isGranted, false);
  expectThat(`to hear how long ${what} should wait`, waitMs > 0);
}

export const budgetChecks: Checks = {
  async "grants as many requests as the limit allows, to all together"(trial) {
    const budget = budgetOf(trial, { limit: 3 });
    const { mine, theirs } = budget;
    const first = await budget.take({}, mine);
    const { permit: _permit, ...verdict } = first;
    const told = { granted: true, waitMs: 0, blocked: false, limit: 3 };
    expectSame("the first verdict", verdict, told);
    expectSame("the second request", (await budget.take({}, theirs)).granted, true);
    expectSame("the third request", (await budget.take({}, mine)).granted, true);
    expectRefusal("the fourth request", await budget.take({}, theirs));
    expectRefusal("the fifth request", await budget.take({}, mine));
  },

  async "grants no more than the limit allows when many ask at the same time"(trial) {
    const budget = budgetOf(trial, { limit: 5 });
    const { mine, theirs } = budget;
    const verdicts = await Promise.all(
      Array.from({ length: CALLERS }, (_none, index) =>
        budget.take({}, index % 2 === 0 ? mine : theirs),
      ),
    );
    expectSame("the number granted", verdicts.filter((one) => one.granted).length, 5);
  },

  async "counts a request until one window after its end"(trial) {
    const budget = budgetOf(trial, { windowMs: trial.shortMs });
    const { permit } = await budget.take();
    await trial.passShort();
    expectRefusal("a request beside one that is under way", await budget.take());
    await budget.end(permit);
    await trial.passShort();
    expectSame("whether there is room a window later", await granted(budget, 2), [true, false]);

    const other = budgetOf(trial);
    await other.end((await other.take()).permit);
    expectRefusal("a request right after another's end", await other.take());
  },

  async "counts a request whose end is never told for a limited time"(trial) {
    const { shortMs } = trial;
    const budget = budgetOf(trial, { windowMs: shortMs });
    await budget.take({ longestMs: shortMs });
    await trial.pass(4 * shortMs);
    expectSame("whether there is room at last", (await budget.take()).granted, true);
  },

  async "counts a request without an answer for one window more"(trial) {
    const ended = async (outcome: EndedRequest["outcome"], agoMs: number) => {
      const budget = budgetOf(trial);
      await budget.end((await budget.take()).permit, { outcome, agoMs });
      return (await budget.take()).granted;
    };
    expectSame("room after an answer", await ended("answered", LONG_MS), true);
    expectSame("room without one", await ended("unanswered", LONG_MS), false);
    expectSame("room without one, in the end", await ended("unanswered", 2 * LONG_MS), true);
  },

  async "counts a request that was not sent no more"(trial) {
    const budget = budgetOf(trial);
    await budget.end((await budget.take()).permit, { outcome: "unsent" });
    expectSame("whether there is room", (await budget.take()).granted, true);
  },

  async "grants nothing until a block is over, and says so"(trial) {
    const budget = budgetOf(trial, { limit: 9 });
    await hear(budget, { limit: 9, blocked: true });
    for (const by of [budget.mine, budget.theirs]) {
      const verdict = await budget.take({}, by);
      expectRefusal("a request during the block", verdict);
      expectSame("`blocked`", verdict.blocked, true);
    }
    const brief = budgetOf(trial, { limit: 9 });
    await hear(brief, { limit: 9, blocked: true, resetMs: trial.shortMs });
    await trial.passShort();
    const { granted: isGranted, blocked } = await brief.take();
    expectSame(
      "the verdict after the block",
      { isGranted, blocked },
      {
        isGranted: true,
        blocked: false,
      },
    );
  },

  async "goes by the limit that an answer tells"(trial) {
    const budget = budgetOf(trial);
    const { limit } = await hear(budget, { limit: 3, remaining: 2 });
    expectSame("`limit`", limit, 3);
    expectSame("what is granted beside it", await granted(budget, 3), [true, true, false]);
  },

  async "keeps no budget where the server keeps none"(trial) {
    const budget = budgetOf(trial);
    expectSame("`limit`", (await hear(budget, { limit: 0, resetMs: 0 })).limit, 0);
    expectSame("what is granted", await granted(budget, 3), [true, true, true]);
  },

  async "learns how long a window is from the first answer in it"(trial) {
    const resetMs = trial.shortMs;
    const budget = budgetOf(trial, { limit: 2 });
    await hear(budget, { limit: 2, remaining: 1, resetMs });
    await trial.passShort();
    expectSame("what is granted a window later", await granted(budget, 3), [true, true, false]);

    const other = budgetOf(trial, { limit: 2 });
    await hear(other, { limit: 2, remaining: 0, resetMs });
    await trial.passShort();
    expectSame("what is granted after the rest of one", await granted(other, 2), [true, false]);
  },

  async "leaves room for requests of others with the same credential"(trial) {
    const budget = budgetOf(trial, { limit: 10 });
    await hear(budget, { limit: 10, remaining: 2 });
    expectSame("what is granted", await granted(budget, 3), [true, true, false]);
  },

  async "grants nobody more than its share"(trial) {
    const budget = budgetOf(trial, { limit: 4 });
    const wish = { share: 0.5 };
    expectSame("what half may have", await granted(budget, 3, wish), [true, true, false]);
    expectSame("what all may have", await granted(budget, 3), [true, true, false]);
  },

  async "slows down those who can wait before their share is used up"(trial) {
    const budget = budgetOf(trial, { limit: 10 });
    await granted(budget, 6);
    const wish = { paced: true };
    expectSame("the first who can wait", (await budget.take(wish)).granted, true);
    expectRefusal("the second", await budget.take(wish));
    expectSame("one who cannot wait", (await budget.take()).granted, true);
  },

  async "keeps budgets of other keys apart"(trial) {
    const [one, two] = [budgetOf(trial), budgetOf(trial)];
    expectSame("the one", await granted(one, 2), [true, false]);
    expectSame("the other", await granted(two, 2), [true, false]);
  },
};
