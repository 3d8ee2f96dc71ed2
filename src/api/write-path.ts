import { SlotTakenError, UnknownOutcomeError } from "../booking-errors.ts";
import { refuseInsideLoad } from "../cache/frame.ts";
import { waitFor } from "../cache/waiting.ts";
import { checkedTimeout } from "../checks.ts";
import type { Clock } from "../clock.ts";
import {
  CalcomApiError,
  CalcomError,
  type Coherence,
  NetworkError,
  TimeoutError,
} from "../errors.ts";
import type { BookingFacts, Change } from "../invalidation/changes.ts";
import type { Fence, Invalidator } from "../invalidation/invalidator.ts";
import type { InvalidationWidth } from "../invalidation/rules.ts";
import type { Topology } from "../invalidation/topology.ts";
import type { Permit, RateGovernor } from "./rate-budget/permits.ts";
import { asMaybeTaken, mayMeanTaken } from "./taken.ts";

/** Per-call options of a write. */
export interface WriteOptions {
  /** Stops waiting. What was sent may still happen: the outcome is then unknown. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds the write may take, body included. @default the client's `timeoutMs` */
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
  readonly fenceMs: number;
  readonly refuseWithoutStore: boolean;
}

/** A share of the deadline that finding an event type's hosts may cost. */
const LOOKUP_SHARE = 0.25;

/** Fence, send once, then bump, release or leave the fence: the order every write keeps. */
export class WritePath {
  readonly #options: WritePathOptions;

  constructor(options: WritePathOptions) {
    this.#options = options;
  }

  async run<T>(
    write: Write<T>,
    options: WriteOptions = {},
  ): Promise<{ answer: T; coherence: Coherence }> {
    refuseInsideLoad(write.name);
    const { clock, fenceMs, governor, invalidator, refuseWithoutStore } = this.#options;
    const { signal } = options;
    const timeoutMs = checkedTimeout(options.timeoutMs) ?? this.#options.timeoutMs;
    signal?.throwIfAborted();
    const until = clock.monotonic() + timeoutMs;
    const leftMs = () => Math.max(1, until - clock.monotonic());
    const { method, path } = write;
    const permit = await governor.pass({ method, path, priority: "booking", signal, until });
    let facts: BookingFacts;
    let fence: Fence;
    try {
      facts = await write.facts();
      await this.#findPools(facts, timeoutMs, signal);
      const times = { deadlineMs: leftMs(), allowanceMs: fenceMs };
      fence = await invalidator.fence(write.expected(facts), times, refuseWithoutStore);
      if (signal?.aborted) {
        await invalidator.release(fence);
        throw signal.reason;
      }
    } catch (error) {
      permit.cancel();
      throw error;
    }
    let answer: T;
    try {
      answer = await write.send({ signal, timeoutMs: leftMs(), permit });
    } catch (error) {
      throw await this.#failed(write, fence, facts, error);
    }
    const change = await changeBy(write, answer, facts);
    const coherence = await invalidator.settle(fence, change, write.endings?.(answer));
    return { answer, coherence };
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
  ): Promise<unknown> {
    const { invalidator } = this.#options;
    const outcome = outcomeOf(error);
    if (outcome === "refused") {
      await invalidator.release(fence);
      return error;
    }
    if (outcome === "taken") {
      const coherence = await invalidator.settle(fence, { kind: "slot-refused", booking: facts });
      return Object.assign(error as CalcomError, { coherence });
    }
    // Taken or booked, nobody knows which: so it is fenced like any other unknown outcome.
    const coherence = await invalidator.keep(fence);
    const isTaken = mayMeanTaken(error) && this.#isOfTeam(write, facts);
    const unknown = isTaken ? asMaybeTaken(error) : unknownOutcome(write.name, error);
    return Object.assign(unknown, { coherence });
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

/** Redirects that ask for the very same request elsewhere: nothing was done here. */
const UNTOUCHED = new Set([307, 308]);

/** What a failed write may have done. When in doubt it may have happened. */
function outcomeOf(error: unknown): "refused" | "taken" | "unknown" {
  if (error instanceof SlotTakenError) return "taken";
  if (error instanceof CalcomApiError) {
    if (error.code === "booking_limit_reached") return "taken";
    const status = error.status ?? 500;
    // A 303, often a 302 too, is how a server says that it has done what was asked.
    const mayHaveHappened =
      status >= 500 || status === 408 || (status < 400 && !UNTOUCHED.has(status));
    return mayHaveHappened ? "unknown" : "refused";
  }
  return error instanceof NetworkError && !error.mayHaveArrived ? "refused" : "unknown";
}

function unknownOutcome(name: string, cause: unknown): UnknownOutcomeError {
  const known = cause instanceof CalcomError ? cause : undefined;
  return new UnknownOutcomeError(
    `Nobody knows whether ${name} happened: ${known?.message ?? "it was called off after it was sent."} Do not send it again; look first whether it is there.`,
    { cause, status: known?.status, requestId: known?.requestId },
  );
}
