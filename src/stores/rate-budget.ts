import type { BudgetCall, BudgetVerdict, EndedRequest } from "./contract.ts";
import { type Heard, hearNews, NOTHING_HEARD, othersIn, shiftedNews } from "./rate-budget-news.ts";

/** What is known of one budget. All moments are milliseconds by one clock. */
export interface BudgetState extends Heard {
  /** When it was last called. */
  readonly at: number;
  /** Every request that may count: its permit, and the moment by which it has reached the server. */
  readonly permits: ReadonlyMap<string, number>;
  /** When a request that slows down left last. */
  readonly pacedAt: number;
}

/** An end that is not told may come any time, and with it room. */
export const LOOK_AGAIN_MS = 1_000;
/** Answers tell whole seconds, so that shorter windows of a server cannot be told apart. */
export const TOLD_APART_MS = 5_000;

/**
 * The rules of a rate budget (decision 0013): state and call in, state and verdict out. A request
 * counts from its permit until one window after the moment by which it has reached the server; so
 * all that the server counts in one window count here at the moment the last of them gets its permit.
 *
 * @param before `undefined`: nothing is known
 * @param call as {@link tidyCall} leaves it
 * @param now by the clock of `before`; where it has gone back, no time has passed
 */
export function callBudget(
  before: BudgetState | undefined,
  call: BudgetCall,
  now: number,
): { readonly state: BudgetState; readonly verdict: BudgetVerdict } {
  const { permits: counted, pacedAt, ...known } = shifted(before ?? fresh(now), now);
  const permits = new Map(counted);
  let heard: Heard = known;
  for (const ended of call.ended) heard = endRequest(heard, permits, ended, call, now);
  const windowMs = heard.windowMs ?? call.assumed.windowMs;
  for (const [permit, arrivedBy] of permits) {
    if (arrivedBy + windowMs <= now) permits.delete(permit);
  }
  const state = { ...heard, at: now, permits, pacedAt };
  const verdict = judge(state, call, now);
  const { wanted } = call;
  if (wanted === undefined || !verdict.granted || verdict.limit === 0) return { state, verdict };
  // Whoever never tells an end may have died with the request on its way.
  permits.set(wanted.permit, now + wanted.longestMs + windowMs);
  return { state: wanted.paced ? { ...state, pacedAt: now } : state, verdict };
}

function fresh(now: number): BudgetState {
  return { ...NOTHING_HEARD, at: now, permits: new Map(), pacedAt: Number.NEGATIVE_INFINITY };
}

function shifted(state: BudgetState, now: number): BudgetState {
  const by = state.at - now;
  if (by <= 0) return state;
  const permits = new Map(
    [...state.permits].map(([permit, arrivedBy]) => [permit, arrivedBy - by]),
  );
  return { ...state, ...shiftedNews(state, by), at: now, permits, pacedAt: state.pacedAt - by };
}

function endRequest(
  heard: Heard,
  permits: Map<string, number>,
  { permit, outcome, agoMs, tookMs, news }: EndedRequest,
  { assumed }: BudgetCall,
  now: number,
): Heard {
  if (outcome === "unsent") {
    permits.delete(permit);
    return heard;
  }
  const endedAt = now - agoMs;
  const lateMs = outcome === "unanswered" ? (heard.windowMs ?? assumed.windowMs) : 0;
  const known = permits.get(permit);
  const isTold = known !== undefined && known <= now;
  // Also a permit that is not known any more counts from here on: what is kept may have been lost.
  permits.set(permit, Math.max(endedAt + lateMs, isTold ? known : Number.NEGATIVE_INFINITY));
  if (news === undefined || isTold) return heard;
  return hearNews(heard, news, { sentAt: endedAt - tookMs, endedAt, now }, assumed.windowMs);
}

function judge(state: BudgetState, { assumed, wanted }: BudgetCall, now: number): BudgetVerdict {
  const { limit = assumed.limit, windowMs = assumed.windowMs } = state;
  const blocked = state.blockedUntil > now;
  const verdict = (waitMs: number, granted = false) => ({ granted, waitMs, blocked, limit });
  if (wanted === undefined) return verdict(0);
  if (blocked) return verdict(Math.ceil(state.blockedUntil - now));
  if (limit === 0) return verdict(0, true);
  const ceiling = Math.max(1, Math.floor(limit * wanted.share));
  const others = othersOf(state, wanted.paced, windowMs, now);
  const used = state.permits.size + others;
  if (used >= ceiling) return verdict(roomIn(state, used - ceiling + 1, others, windowMs, now));
  // From nothing at half the ceiling to the pace of the limit itself at all of it.
  const gapMs = wanted.paced ? (windowMs * (2 * used - ceiling)) / (limit * ceiling) : 0;
  if (state.pacedAt + gapMs > now) return verdict(Math.ceil(state.pacedAt + gapMs - now));
  return verdict(0, true);
}

/**
 * Requests of others with the same credential. What they did in one window they may do in the next;
 * for that those leave room who can wait.
 */
function othersOf({ window }: BudgetState, paced: boolean, windowMs: number, now: number): number {
  if (window === undefined || windowMs < TOLD_APART_MS) return 0;
  const known = othersIn(window);
  if (now < window.endsBy) return paced ? Math.max(known, window.othersBefore) : known;
  return paced && now < window.endsBy + windowMs ? known : 0;
}

/** Milliseconds until so many have stopped counting, if nobody takes their place before. */
function roomIn(
  { permits, window }: BudgetState,
  wanted: number,
  others: number,
  windowMs: number,
  now: number,
): number {
  const ends = [...permits.values()].sort((one, other) => one - other);
  const freeAt = (count: number) =>
    count > 0 ? (ends[count - 1] ?? Number.POSITIVE_INFINITY) + windowMs : now;
  const endsBy = window?.endsBy ?? now;
  const othersUntil = endsBy > now ? endsBy : endsBy + windowMs;
  const at =
    others > 0
      ? Math.min(freeAt(wanted), Math.max(othersUntil, freeAt(wanted - others)))
      : freeAt(wanted);
  const isUnderWay = (ends.at(-1) ?? now) > now;
  return Math.ceil(isUnderWay ? Math.min(at - now, LOOK_AGAIN_MS) : at - now);
}
