import type { BudgetNews } from "./contract.ts";

/** A window of the server, as the answers to requests in it have told of it. */
export interface ServerWindow {
  /** It ends at this moment or later. */
  readonly endsFrom: number;
  /** It has ended by this moment. */
  readonly endsBy: number;
  /** The most requests of anybody that it was told to have. */
  readonly used: number;
  /** How many of them were ours, and have told so. */
  readonly answered: number;
  /** Requests of others in the window before. */
  readonly othersBefore: number;
}

/** What answers have told of a budget. */
export interface Heard {
  /** Requests in a window; 0: the server keeps no budget; `undefined`: not heard yet. */
  readonly limit: number | undefined;
  /** When a limit above 0 was last told. */
  readonly limitToldAt: number;
  readonly windowMs: number | undefined;
  /** The latest. */
  readonly window: ServerWindow | undefined;
  readonly blockedUntil: number;
}

/** When a request was under way, and when its news are heard. */
export interface NewsTimes {
  readonly sentAt: number;
  readonly endedAt: number;
  readonly now: number;
}

export const NOTHING_HEARD: Heard = {
  limit: undefined,
  limitToldAt: Number.NEGATIVE_INFINITY,
  windowMs: undefined,
  window: undefined,
  blockedUntil: Number.NEGATIVE_INFINITY,
};

/** Some paths have no budget, and answers of theirs say nothing about the others (API.md 4: 1 h). */
export const LIMIT_BELIEVED_MS = 3_600_000;
/** A reset is rounded up to a second; another one for the way of the news. */
export const SLACK_MS = 2_000;

/** What is known once the news of an answer are heard; in whatever order they come. */
export function hearNews(
  heard: Heard,
  { limit, remaining, resetMs, blocked }: BudgetNews,
  { sentAt, endedAt, now }: NewsTimes,
  assumedWindowMs: number,
): Heard {
  const told = limit > 0 ? { ...heard, limit, limitToldAt: now } : heard;
  const windowMs = heard.windowMs ?? assumedWindowMs;
  if (blocked) {
    const until = endedAt + (resetMs > 0 ? resetMs : windowMs);
    return { ...told, blockedUntil: Math.max(heard.blockedUntil, until) };
  }
  if (limit === 0) {
    return heard.limitToldAt + LIMIT_BELIEVED_MS > now ? heard : { ...heard, limit: 0 };
  }
  const used = limit - remaining;
  if (used <= 0 || resetMs <= 0) return told;
  const window = windowAfter(heard.window, {
    endsFrom: sentAt + resetMs - SLACK_MS,
    endsBy: endedAt + resetMs,
    used,
    answered: 1,
    othersBefore: 0,
  });
  // The first request of a window is told its whole length. Others can only tell of a longer one.
  return used === 1 || resetMs > windowMs
    ? { ...told, window, windowMs: resetMs }
    : { ...told, window };
}

/** Requests in a window that none of ours accounts for. Of ours, some may not have been answered yet. */
export function othersIn({ used, answered }: ServerWindow): number {
  return Math.max(0, used - answered);
}

function windowAfter(known: ServerWindow | undefined, told: ServerWindow): ServerWindow {
  if (known === undefined) return told;
  if (told.endsFrom > known.endsBy) return { ...told, othersBefore: othersIn(known) };
  if (told.endsBy < known.endsFrom) return known;
  return {
    endsFrom: Math.max(known.endsFrom, told.endsFrom),
    endsBy: Math.min(known.endsBy, told.endsBy),
    used: Math.max(known.used, told.used),
    answered: known.answered + 1,
    othersBefore: known.othersBefore,
  };
}

/** The same, for a clock that has gone back. */
export function shiftedNews(heard: Heard, byMs: number): Heard {
  const { window } = heard;
  return {
    ...heard,
    limitToldAt: heard.limitToldAt - byMs,
    blockedUntil: heard.blockedUntil - byMs,
    window: window && {
      ...window,
      endsFrom: window.endsFrom - byMs,
      endsBy: window.endsBy - byMs,
    },
  };
}
