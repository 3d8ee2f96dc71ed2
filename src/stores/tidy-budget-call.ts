import type { BudgetCall, BudgetNews } from "./contract.ts";

/** Nothing that is told may bind for longer, whatever a server says. */
export const LONGEST_MS = 24 * 3_600_000;

/**
 * A call in whole numbers that all stores reckon with alike, rounded so that rather too much is
 * counted, for rather too long.
 */
export function tidyCall({ key, assumed, ended, wanted }: BudgetCall): BudgetCall {
  return {
    key,
    assumed: { limit: whole(assumed.limit, 1), windowMs: upwards(assumed.windowMs, 1) },
    ended: ended.map(({ permit, outcome, agoMs, tookMs, news }) => ({
      permit,
      outcome,
      agoMs: Math.floor(within(agoMs)),
      tookMs: upwards(tookMs),
      news: news && tidyNews(news),
    })),
    wanted: wanted && { ...wanted, longestMs: upwards(wanted.longestMs) },
  };
}

function tidyNews({ limit, remaining, resetMs, blocked }: BudgetNews): BudgetNews {
  return {
    limit: whole(limit),
    remaining: whole(remaining),
    resetMs: upwards(resetMs),
    blocked,
  };
}

function whole(value: number, least = 0): number {
  return Number.isFinite(value) ? Math.max(least, Math.floor(value)) : least;
}

function upwards(ms: number, least = 0): number {
  return Math.max(least, Math.ceil(within(ms)));
}

function within(ms: number): number {
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(0, ms), LONGEST_MS);
}
