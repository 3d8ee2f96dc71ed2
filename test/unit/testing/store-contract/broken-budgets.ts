import type { BudgetCall, BudgetNews, EndedRequest } from "../../../../src/stores/contract.ts";
import { MemoryBudgets } from "../../../../src/stores/memory-budgets.ts";
import type { Defect, Defects } from "./model-store.ts";

type Wanted = NonNullable<BudgetCall["wanted"]>;

/** A store that hears something else than it is told. */
const hearing = (change: (call: BudgetCall) => BudgetCall): Defect => ({
  methods: ({ budgets }) => ({
    budgets: { call: async (call) => (budgets as MemoryBudgets).call(change(call)) },
  }),
});

const ending = (change: (ended: EndedRequest) => EndedRequest) =>
  hearing((call) => ({ ...call, ended: call.ended.map(change) }));

const news = (change: (told: BudgetNews) => BudgetNews | undefined) =>
  ending((ended) => ({ ...ended, news: ended.news && change(ended.news) }));

const wanting = (change: (wanted: Wanted) => Wanted) =>
  hearing((call) => ({ ...call, wanted: call.wanted && change(call.wanted) }));

const taking = (from: EndedRequest["outcome"], to: EndedRequest["outcome"]) =>
  ending((ended) => (ended.outcome === from ? { ...ended, outcome: to } : ended));

export const brokenBudgets: Defects = {
  "grants as many requests as the limit allows, to all together": {
    methods: (_store, { now }) => ({ budgets: new MemoryBudgets({ monotonic: now }) }),
  },
  "grants no more than the limit allows when many ask at the same time": {
    methods: (_store, { budgets }) => ({
      budgets: {
        async call(call) {
          const verdict = budgets.call(call);
          const permit = call.wanted?.permit ?? "";
          const taken = { permit, outcome: "unsent", agoMs: 0, tookMs: 0 } as const;
          if (verdict.granted) budgets.call({ ...call, ended: [taken], wanted: undefined });
          await Promise.resolve();
          if (verdict.granted) budgets.call({ ...call, ended: [] });
          return verdict;
        },
      },
    }),
  },
  "counts a request until one window after its end": taking("answered", "unsent"),
  "counts a request whose end is never told for a limited time": wanting((wanted) => ({
    ...wanted,
    longestMs: 10 * wanted.longestMs,
  })),
  "counts a request without an answer for one window more": taking("unanswered", "answered"),
  "counts a request that was not sent no more": taking("unsent", "answered"),
  "grants nothing until a block is over, and says so": news((told) =>
    told.blocked ? undefined : told,
  ),
  "goes by the limit that an answer tells": news(() => undefined),
  "keeps no budget where the server keeps none": news((told) =>
    told.limit === 0 ? undefined : told,
  ),
  "learns how long a window is from the first answer in it": news((told) => ({
    ...told,
    resetMs: Math.max(told.resetMs, 600_000),
  })),
  "leaves room for requests of others with the same credential": news((told) => ({
    ...told,
    remaining: told.limit - 1,
  })),
  "grants nobody more than its share": wanting((wanted) => ({ ...wanted, share: 1 })),
  "slows down those who can wait before their share is used up": wanting((wanted) => ({
    ...wanted,
    paced: false,
  })),
  "keeps budgets of other keys apart": hearing((call) => ({ ...call, key: "" })),
};
