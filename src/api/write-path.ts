import { refuseInsideLoad } from "../cache/frame.ts";
import { waitFor } from "../cache/waiting.ts";
import { checkedTimeout } from "../checks.ts";
import type { Clock } from "../clock.ts";
import { type CalcomError, type Coherence, TimeoutError } from "../errors.ts";
import type { BookingFacts, Change } from "../invalidation/changes.ts";
import type { Fence, Invalidator } from "../invalidation/invalidator.ts";
import type { InvalidationWidth } from "../invalidation/rules.ts";
import type { Topology } from "../invalidation/topology.ts";
import { type Clues, outcomeOf, unknownOutcome } from "./outcome-error.ts";
import { type Look, searchOutcome, UNSEEN } from "./outcome-search.ts";
import type { Permit, RateGovernor } from "./rate-budget/permits.ts";
import { asMaybeTaken, mayMeanTaken } from "./taken.ts";

/** Per-call options of a write. */
export interface WriteOptions {
  /**
   * Calls the request off. What was sent may still happen, so the outcome of a booking change is
   * looked for all the same, for as long as the client's `reconcileTimeoutMs`.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds the request may take, body included; finding out what became of it comes on top.
   * @default the client's `timeoutMs`
   */
  readonly timeoutMs?: number | undefined;
}

/** One write: what it may touch, how it is sent, and what its answer says it did. */
export interface Write<T> {
  /** As the caller knows it, such as `bookings.create`. */
  readonly name: string;
  readonly method: "POST" | "PATCH" | "DELETE";
  /** Below the base URL, without a leading slash. */
  readonly path: string;
  /** What the write may change, as far as is known before it is sent. */
  readonly expected: (booking: BookingFacts) => Change;
  readonly facts: () => Promise<BookingFacts>;
  readonly send: (options: {
    signal: AbortSignal | undefined;
    timeoutMs: number;
    permit?: Permit | undefined;
  }) => Promise<T>;
  readonly changed: (answer: T, expected: BookingFacts) => Promise<Change>;
  /** Milliseconds after which what was done is over by itself. */
  readonly endings?: (answer: T) => readonly number[];
  /** Whether the input itself says that the event type is a team's. */
  readonly ofTeam?: boolean;
  /** Looks whether it has happened. @default nobody can tell */
  readonly look?: Look<T> | undefined;
  readonly clues?: Clues;
}

/** What a write has come to. */
export interface Written<T> {
  readonly answer: T;
  readonly coherence: Coherence;
  /** Whether it was found out by reading. */
  readonly reconciled: boolean;
}

export interface WritePathOptions {
  readonly invalidator: Invalidator;
  readonly topology: Topology;
  readonly governor: RateGovernor;
  /** Makes sure that no hosts are believed that an edit anywhere may have changed. Never rejects. */
  readonly heedEdits: () => Promise<void>;
  readonly clock: Clock;
  readonly width: InvalidationWidth;
  readonly timeoutMs: number;
  readonly reconcileTimeoutMs: number;
  readonly fenceMs: number;
  readonly refuseWithoutStore: boolean;
}

/** A share of the deadline that finding an event type's hosts may cost. */
const LOOKUP_SHARE = 0.25;
/** A share that may pass before it leaves: without time for an answer its outcome would be unknown. */
const WAITING_SHARE = 0.75;

/**
 * Fence, send once, then bump or release; or leave the fence and look what has become of it: the order
 * every write keeps.
 */
export class WritePath {
  readonly #options: WritePathOptions;

  constructor(options: WritePathOptions) {
    this.#options = options;
  }

  async run<T>(write: Write<T>, options: WriteOptions = {}): Promise<Written<T>> {
    refuseInsideLoad(write.name);
    const { clock, fenceMs, governor, invalidator, refuseWithoutStore } = this.#options;
    const { signal } = options;
    const timeoutMs = checkedTimeout(options.timeoutMs) ?? this.#options.timeoutMs;
    signal?.throwIfAborted();
    const until = clock.monotonic() + timeoutMs;
    const leftMs = () => Math.max(1, until - clock.monotonic());
    const { method, path } = write;
    const leaveBy = until - timeoutMs * (1 - WAITING_SHARE);
    const wish = { method, path, priority: "booking", signal, until, leaveBy } as const;
    const permit = await governor.pass(wish);
    let facts: BookingFacts;
    let fence: Fence;
    try {
      facts = await write.facts();
      await this.#findPools(facts, timeoutMs, signal);
      const times = { deadlineMs: leftMs(), allowanceMs: fenceMs };
      const expected = write.expected(facts);
      fence = await invalidator.fence(expected, times, refuseWithoutStore);
      const isLate = clock.monotonic() >= until;
      if (isLate || signal?.aborted) {
        await invalidator.release(fence);
        if (signal?.aborted) throw signal.reason;
        // The store took its time. Sent now, no answer could come, and nobody knew what has happened.
        const what = `Getting ready for ${method} /${path}, which was not sent,`;
        throw new TimeoutError(what, timeoutMs);
      }
    } catch (error) {
      permit.cancel();
      throw error;
    }
    let answer: T;
    try {
      answer = await write.send({ signal, timeoutMs: leftMs(), permit });
    } catch (error) {
      return await this.#failed(write, fence, facts, error);
    }
    return this.#done(write, fence, facts, answer);
  }

  async #done<T>(
    write: Write<T>,
    fence: Fence,
    facts: BookingFacts,
    answer: T,
  ): Promise<Written<T>> {
    const change = await changeBy(write, answer, facts);
    const { invalidator } = this.#options;
    const coherence = await invalidator.settle(fence, change, write.endings?.(answer));
    return { answer, coherence, reconciled: false };
  }

  async #findPools(
    facts: BookingFacts,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { clock, heedEdits, topology, width } = this.#options;
    if (width !== "hosts") return;
    const { eventTypeIds } = facts;
    if (eventTypeIds.every((id) => topology.find(id)?.isTeam === false)) return;
    await heedEdits();
    const unknown = eventTypeIds.filter((id) => topology.find(id) === undefined);
    if (unknown.length === 0) return;
    const patience = { what: "Finding the hosts", timeoutMs: timeoutMs * LOOKUP_SHARE, signal };
    const lookups = Promise.all(unknown.map((id) => topology.learnFirst(id)));
    try {
      await waitFor(lookups, patience, clock);
    } catch (error) {
      // Too late means not known, and then the fence is as wide as it can be.
      if (!(error instanceof TimeoutError)) throw error;
    }
  }

  async #failed<T>(
    write: Write<T>,
    fence: Fence,
    facts: BookingFacts,
    error: unknown,
  ): Promise<Written<T>> {
    const { invalidator } = this.#options;
    const outcome = outcomeOf(error);
    if (outcome === "unknown") return this.#findOut(write, fence, facts, error);
    if (outcome === "refused") {
      await invalidator.release(fence);
      throw error;
    }
    const coherence = await invalidator.settle(fence, { kind: "slot-refused", booking: facts });
    throw Object.assign(error as CalcomError, { coherence });
  }

  /** The caller's signal has no say here: what was sent may have happened, wanted or not. */
  async #findOut<T>(
    write: Write<T>,
    fence: Fence,
    facts: BookingFacts,
    error: unknown,
  ): Promise<Written<T>> {
    const { clock, invalidator, reconcileTimeoutMs } = this.#options;
    const { clues = {}, look, name } = write;
    const lookMs = look === undefined ? 0 : reconcileTimeoutMs;
    const coherence = await invalidator.keep(fence, lookMs);
    const seen = look && lookMs > 0 ? await searchOutcome(look, lookMs, clock) : UNSEEN;
    if (seen.looked === "found") {
      return { ...(await this.#done(write, fence, facts, seen.answer)), reconciled: true };
    }
    const isTaken =
      mayMeanTaken(error) && seen.looked !== "unclear" && this.#isOfTeam(write, facts);
    const unknown = unknownOutcome(name, error, seen, clues);
    throw Object.assign(isTaken ? asMaybeTaken(error, unknown) : unknown, { coherence });
  }

  #isOfTeam<T>({ ofTeam = false }: Write<T>, { eventTypeIds }: BookingFacts): boolean {
    const { topology } = this.#options;
    const areOfTeam = eventTypeIds.every((id) => topology.isTeam(id));
    return ofTeam || (eventTypeIds.length > 0 && areOfTeam);
  }
}

// It has happened, so whatever keeps its consequences from being worked out, everything is bumped.
async function changeBy<T>(write: Write<T>, answer: T, facts: BookingFacts): Promise<Change> {
  try {
    return await write.changed(answer, facts);
  } catch {
    return { kind: "unrecognised" };
  }
}
