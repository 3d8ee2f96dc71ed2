import type { Coherence } from "./errors.ts";
import type { Booking } from "./schemas/bookings.ts";

/**
 * Everything the client tells its listeners. Payloads hold no credentials, and no addresses but those
 * of the bookings in `double-booked`.
 */
export interface CalcomEvents {
  /** An answer was served from the cache. */
  hit: { readonly layer: string };
  /** Cal.com had to be asked; `superseded` and `marked` are coherence at work. */
  miss: { readonly layer: string; readonly reason: string };
  /**
   * Tags were bumped: nothing loaded before is served any more. What was `deferred` is told again, as
   * `repeated`, when the store has confirmed it.
   */
  invalidated: {
    readonly tags: readonly string[];
    readonly cause: "write" | "webhook" | "request" | "topology" | "reconciler" | "repeated";
    readonly coherence: Coherence;
  };
  /** The store did not answer in time; Cal.com was asked, or an invalidation is being repeated. */
  "store-failed": { readonly error: unknown };
  /** The store keeps failing and is left alone, but for a probe now and then; or it answers again. */
  "store-breaker": { readonly state: "open" | "closed" };
  /**
   * Two bookings stand that Cal.com should not both have taken: `overlap`, of one host at overlapping
   * times; `moved-twice`, made by two moves of one booking. Told where `detectDoubleBookings` is on.
   */
  "double-booked": {
    readonly kind: "overlap" | "moved-twice";
    /** The one that was just made first. */
    readonly bookings: readonly [Booking, Booking];
  };
  /** A request waits for Cal.com's rate budget, or was refused for want of it. */
  "rate-limited": {
    readonly priority: "booking" | "confirm" | "offer" | "prefetch";
    readonly reason: "budget" | "blocked" | "queue-full";
    readonly waitMs: number;
    readonly refused: boolean;
  };
  /** A pass of the reconciler has ended: how many bookings Cal.com named, and how many were news. */
  reconciled: { readonly found: number; readonly applied: number; readonly tookMs: number };
  /** A pass of the reconciler did not get through; the next one begins where the last one ended. */
  "reconcile-failed": { readonly error: unknown };
  /** The hosts of an event type could not be learned; its answers depend on every change. */
  "pool-unknown": { readonly eventTypeId: number; readonly error: unknown };
}

/** The name of an event. */
export type CalcomEventName = keyof CalcomEvents;

/** A listener; what it throws is reported to the logger and goes no further. */
export type CalcomListener<Name extends CalcomEventName> = (event: CalcomEvents[Name]) => void;

type AnyListener = (event: never) => void;

/** Hands events to listeners. Costs nothing where nobody listens. */
export class EventHub {
  readonly #listeners = new Map<CalcomEventName, Set<AnyListener>>();
  readonly #onListenerError: (error: unknown) => void;

  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError;
  }

  /** @returns a function that takes the listener off again */
  on<Name extends CalcomEventName>(name: Name, listener: CalcomListener<Name>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Whether anybody listens; for events too frequent to be made for nobody. */
  hears(name: CalcomEventName): boolean {
    return this.#listeners.has(name);
  }

  emit<Name extends CalcomEventName>(name: Name, event: CalcomEvents[Name]): void {
    const listeners = this.#listeners.get(name);
    if (listeners === undefined) return;
    for (const listener of [...listeners]) {
      try {
        (listener as CalcomListener<Name>)(event);
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }
}
