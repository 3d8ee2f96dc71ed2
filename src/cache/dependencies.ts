import type { TagStates } from "./tag-states.ts";

/** What an answer rests on, handed outward to every layer that used it. */
export interface Dependencies {
  /** Versions of all tags, as read before the load that the answer comes from. */
  readonly versions: Readonly<Record<string, string>>;
  /** `false`: whatever is built on it may be served, but not kept. */
  readonly storable: boolean;
  /** Epoch milliseconds; of several loads the earliest. */
  readonly loadBeganAt: number;
  /** Epoch milliseconds up to which something built on it may live. */
  readonly expiresAt: number;
  /** Cal.com's `x-request-id`, where a single request is behind it all. */
  readonly requestId: string | undefined;
}

/** The dependencies of a load by the states captured before it; `undefined`: the store was away. */
export function capturedDependencies(
  captured: TagStates | undefined,
  times: { readonly loadBeganAt: number; readonly expiresAt: number },
  requestId?: string,
): Dependencies {
  const versions: Record<string, string> = {};
  let storable = captured !== undefined;
  for (const [tag, state] of captured?.entries() ?? []) {
    if (state === undefined || state.marked) storable = false;
    if (state !== undefined) versions[tag] = state.version;
  }
  // Callers see them beside the answer, and entries are judged by them.
  return { versions: Object.freeze(versions), storable, ...times, requestId };
}

const NEVER = { loadBeganAt: Number.POSITIVE_INFINITY, expiresAt: Number.POSITIVE_INFINITY };

/**
 * The dependencies of a read that failed: its tags, and no bounds of its own. Of a layer's, what its
 * load had read by then.
 */
export function failedDependencies(
  states: TagStates | undefined,
  collector: Collector | undefined,
): Dependencies {
  return collector?.gathered(NEVER) ?? capturedDependencies(states, NEVER);
}

/** Gathers what the reads inside one load of a layer depended on. */
export class Collector {
  readonly #versions = new Map<string, string>();
  readonly #requestIds = new Set<string | undefined>();
  #storable = true;
  #open = 0;
  #closed = false;
  #loadBeganAt = Number.POSITIVE_INFINITY;
  #expiresAt = Number.POSITIVE_INFINITY;

  /** A read has begun; until it is recorded nobody knows what the load depends on. */
  begin(): void {
    this.#open += 1;
  }

  /** The read that began has ended, one way or the other. */
  end(dependencies: Dependencies): void {
    this.#open -= 1;
    this.#record(dependencies);
  }

  /** The load has ended; what it gathered is all. */
  close(): void {
    this.#closed = true;
  }

  #record(dependencies: Dependencies): void {
    for (const [tag, version] of Object.entries(dependencies.versions)) {
      const known = this.#versions.get(tag);
      // Two versions of one tag: the reads straddle a change, and no single state explains both.
      if (known !== undefined && known !== version) this.#storable = false;
      this.#versions.set(tag, version);
    }
    if (!dependencies.storable) this.#storable = false;
    this.#loadBeganAt = Math.min(this.#loadBeganAt, dependencies.loadBeganAt);
    this.#expiresAt = Math.min(this.#expiresAt, dependencies.expiresAt);
    this.#requestIds.add(dependencies.requestId);
  }

  /** What was recorded up to now; while the load runs there may be more to come. */
  get versions(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#versions);
  }

  /**
   * The union. A load that recorded nothing, is still running, or leaves reads running behind it
   * has no known dependencies and is not storable.
   *
   * @param times those of the load itself: when it began, unless it read something, and its end
   */
  gathered(times: { readonly loadBeganAt: number; readonly expiresAt: number }): Dependencies {
    const [requestId, ...others] = this.#requestIds;
    return {
      versions: Object.freeze(this.versions),
      storable: this.#storable && this.#closed && this.#open === 0 && this.#versions.size > 0,
      loadBeganAt: Number.isFinite(this.#loadBeganAt) ? this.#loadBeganAt : times.loadBeganAt,
      expiresAt: Math.min(this.#expiresAt, times.expiresAt),
      requestId: others.length === 0 ? requestId : undefined,
    };
  }
}
