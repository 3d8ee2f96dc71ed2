import { isMoreUrgent } from "../../cache/priorities.ts";
import { isPromise } from "../../cache/waiting.ts";
import { type Clock, cancelTimer, type TimerHandle } from "../../clock.ts";
import { TimeoutError } from "../../errors.ts";
import type {
  BudgetNews,
  BudgetVerdict,
  EndedRequest,
  MaybePromise,
} from "../../stores/contract.ts";
import { randomToken } from "../../tokens.ts";
import { newsOf } from "./budget-headers.ts";
import type { Permit, PermitWish } from "./permits.ts";
import { budgetRefusal, type Limited, type LimitedBy } from "./refusal.ts";
import type { SharedBudget } from "./shared-budget.ts";
import { SHARES } from "./shares.ts";
import { type Waiting, WaitingLine } from "./waiting-line.ts";

export interface BudgetLineOptions {
  readonly budget: Pick<SharedBudget, "take" | "ended" | "tell">;
  readonly clock: Clock;
  /** Requests in a window, until Cal.com tells. */
  readonly assumedLimit: number;
  /** Of each priority. */
  readonly maxQueued: number;
  readonly onLimited: (limited: Limited) => void;
}

/** Requests without a deadline are believed to be over after this. */
const LONGEST_REQUEST_MS = 60_000;
/** So that no wait is longer than a timer can hold, and none is nothing. */
const LONGEST_PAUSE_MS = 60_000;
const SHORTEST_PAUSE_MS = 1;

/**
 * Those of this process who wait for one budget. Only the first of them asks for it: nobody behind
 * could be let in where the first is not.
 */
export class BudgetLine {
  readonly #options: BudgetLineOptions;
  readonly #line = new WaitingLine();
  #limit: number;
  #isAsking = false;
  #pause: { readonly reason: LimitedBy; readonly endsAt: number } | undefined;
  #timer: TimerHandle | undefined;

  constructor(options: BudgetLineOptions) {
    this.#options = options;
    this.#limit = options.assumedLimit;
  }

  /** @throws RateLimitError, the signal's reason */
  async pass(wish: PermitWish): Promise<Permit> {
    const { method, path, priority, signal, until, leaveBy = until } = wish;
    signal?.throwIfAborted();
    if (this.#limit === 0) return this.#permit(randomToken());
    if (this.#line.count(priority) >= this.#options.maxQueued)
      throw this.#refusal(wish, "queue-full");
    return new Promise<Permit>((resolve, reject) => {
      const end = (settle: () => void) => {
        signal?.removeEventListener("abort", onAbort);
        settle();
      };
      const waiting: Waiting = {
        ...{ method, path, priority, leaveBy, until, isTold: false },
        since: this.#options.clock.monotonic(),
        let: (permit) => end(() => resolve(permit)),
        refuse: (error) => end(() => reject(error)),
      };
      const onAbort = () => {
        if (!this.#line.remove(waiting)) return;
        // The process may end when nobody waits any more.
        if (this.#line.first() === undefined) this.#endPause();
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#line.add(waiting);
      this.#arrived(waiting);
    });
  }

  #arrived(waiting: Waiting): void {
    if (this.#pause === undefined || this.#line.first() === waiting) this.#serve();
    else this.#hold(waiting, this.#pause);
  }

  /** Asks for one after the other, until one has to wait or nobody is left. */
  #serve(): void {
    if (this.#isAsking) return;
    this.#endPause();
    for (let first = this.#next(); first !== undefined; first = this.#next()) {
      const asked = first;
      const permit = randomToken();
      const verdict = this.#ask(asked, permit);
      if (isPromise(verdict)) {
        this.#isAsking = true;
        void verdict.then((late) => {
          this.#isAsking = false;
          if (this.#judge(asked, permit, late)) this.#serve();
        });
        return;
      }
      if (!this.#judge(asked, permit, verdict)) return;
    }
  }

  // One after the other may take longer than the last of many has, where the store is slow.
  #next(): Waiting | undefined {
    const now = this.#options.clock.monotonic();
    for (const waiting of [...this.#line]) {
      if (waiting.leaveBy > now) continue;
      this.#line.remove(waiting);
      waiting.refuse(this.#tooLate(waiting));
    }
    return this.#line.first();
  }

  #ask({ priority, until }: Waiting, permit: string): MaybePromise<BudgetVerdict> {
    const { budget, clock } = this.#options;
    const leftMs = Number.isFinite(until) ? until - clock.monotonic() : LONGEST_REQUEST_MS;
    return budget.take({ permit, ...SHARES[priority], longestMs: Math.max(1, leftMs) });
  }

  /** @returns whether to ask for the next */
  #judge(asked: Waiting, permit: string, verdict: BudgetVerdict): boolean {
    const { clock } = this.#options;
    this.#limit = verdict.limit;
    if (verdict.granted) {
      const isThere = this.#line.remove(asked);
      if (isThere && clock.monotonic() < asked.leaveBy) asked.let(this.#permit(permit));
      else {
        this.#options.budget.ended({ permit, outcome: "unsent", tookMs: 0 });
        if (isThere) asked.refuse(this.#tooLate(asked));
      }
      if (verdict.limit === 0) this.#letAll();
      return true;
    }
    const first = this.#line.first();
    // Somebody more urgent has come meanwhile.
    if (first !== undefined && isMoreUrgent(first.priority, asked.priority)) return true;
    const pauseMs = Math.min(Math.max(verdict.waitMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
    this.#startPause(verdict.blocked ? "blocked" : "budget", verdict.waitMs, pauseMs);
    return false;
  }

  #startPause(reason: LimitedBy, waitMs: number, pauseMs: number): void {
    const { clock } = this.#options;
    const pause = { reason, endsAt: clock.monotonic() + waitMs };
    for (const waiting of [...this.#line]) this.#hold(waiting, pause);
    if (this.#line.first() === undefined) return;
    this.#pause = pause;
    this.#timer = clock.setTimeout(() => this.#serve(), pauseMs, true);
  }

  #endPause(): void {
    if (this.#timer !== undefined) cancelTimer(this.#timer);
    this.#timer = undefined;
    this.#pause = undefined;
  }

  /** Keeps it waiting, unless it could not leave in time. */
  #hold(
    waiting: Waiting,
    { reason, endsAt }: { readonly reason: LimitedBy; readonly endsAt: number },
  ) {
    const { clock, onLimited } = this.#options;
    const waitMs = Math.max(0, endsAt - clock.monotonic());
    if (waiting.leaveBy <= endsAt) {
      this.#line.remove(waiting);
      waiting.refuse(this.#refusal(waiting, reason, waitMs));
      return;
    }
    if (waiting.isTold) return;
    waiting.isTold = true;
    onLimited({ priority: waiting.priority, reason, waitMs, refused: false });
  }

  #refusal(
    request: Pick<Waiting, "method" | "path" | "priority">,
    reason: LimitedBy,
    waitMs?: number,
  ) {
    const { clock, onLimited } = this.#options;
    const { endsAt } = this.#pause ?? {};
    const leftMs = waitMs ?? Math.max(0, (endsAt ?? 0) - clock.monotonic());
    onLimited({ priority: request.priority, reason, waitMs: leftMs, refused: true });
    return budgetRefusal(request, reason, leftMs > 0 ? leftMs : undefined);
  }

  // Where there is budget, it was the store that took its time.
  #tooLate(waiting: Waiting): Error {
    if (waiting.isTold) return this.#refusal(waiting, "budget");
    const what = `Waiting to send ${waiting.method} /${waiting.path}, which was not sent,`;
    return new TimeoutError(what, Math.round(waiting.leaveBy - waiting.since));
  }

  #letAll(): void {
    this.#endPause();
    for (const waiting of [...this.#line]) {
      this.#line.remove(waiting);
      waiting.let(this.#permit(randomToken()));
    }
  }

  #permit(permit: string): Permit {
    const { assumedLimit, clock } = this.#options;
    const grantedAt = clock.monotonic();
    let isOver = false;
    const end = (outcome: EndedRequest["outcome"], news?: BudgetNews) => {
      if (isOver) return;
      isOver = true;
      this.#ended({ permit, outcome, tookMs: clock.monotonic() - grantedAt, news });
    };
    return {
      cancel: () => end("unsent"),
      ended: (answer) => {
        if (answer === undefined) end("unanswered");
        else end("answered", newsOf(answer, clock.now(), this.#limit || assumedLimit));
      },
    };
  }

  #ended(request: Omit<EndedRequest, "agoMs">): void {
    const { news, outcome } = request;
    // Where nothing is counted, nobody has to hear of it.
    if (this.#limit === 0 && (news === undefined || news.limit === 0)) return;
    const { budget } = this.#options;
    budget.ended(request);
    if (news?.blocked || news?.limit === 0) void this.#tell();
    const isOther = news !== undefined && news.limit !== this.#limit;
    if (isOther && news.limit > 0) this.#limit = news.limit;
    if (isOther || outcome === "unsent") this.#serve();
  }

  // Others must not ask a server that refuses, and need not ask for one that counts nothing; which it
  // is, answers of others say as well.
  async #tell(): Promise<void> {
    const verdict = await this.#options.budget.tell();
    if (verdict?.limit !== 0) return;
    this.#limit = 0;
    this.#letAll();
  }
}
