import {
  type Clock,
  type Provenance,
  RateLimitError,
  type ReadOptions,
  type TimerHandle,
} from "calcom-coherent";
import { stopTimer } from "./within.ts";

/** What has to be known of an answer. */
export interface Kept {
  readonly provenance: Pick<Provenance, "storable" | "expiresAt">;
}

export interface KeepWarmDeps {
  readonly clock: Clock;
  /** Tells of changes, whoever makes them. @returns what stops it */
  readonly watch: (changed: () => void) => () => void;
  readonly read: (options: ReadOptions) => Promise<Kept>;
  readonly report: (error: unknown) => void;
}

/** Changes that come together are one read. */
const GATHER_MS = 300;
/** So long before its end an answer is replaced. */
const AHEAD_MS = 10_000;
const AGAIN_MS = 5_000;

/**
 * Reads an answer again after every change and before it ends: one read at a time, each at least
 * {@link GATHER_MS} after the one before, of what the rate budget has to spare.
 */
export function keepWarm({ clock, watch, read, report }: KeepWarmDeps): { close(): void } {
  let timer: TimerHandle | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let isReading = false;
  let isClosed = false;

  const schedule = (delayMs: number, cache: ReadOptions["cache"]): void => {
    const at = clock.monotonic() + delayMs;
    if (isClosed || at >= dueAt) return;
    if (timer !== undefined) stopTimer(timer);
    dueAt = at;
    timer = clock.setTimeout(() => void run(cache), delayMs);
  };

  const run = async (cache: ReadOptions["cache"]): Promise<void> => {
    dueAt = Number.POSITIVE_INFINITY;
    if (isReading) return schedule(GATHER_MS, cache);
    isReading = true;
    const againMs = await once(cache);
    isReading = false;
    schedule(againMs, "refresh");
  };

  const once = async (cache: ReadOptions["cache"]): Promise<number> => {
    try {
      const { provenance } = await read({ cache, priority: "prefetch" });
      // The watch tells when Cal.com's answers may be kept again.
      if (!provenance.storable) return AGAIN_MS;
      const leftMs = provenance.expiresAt - clock.now();
      return Math.max(leftMs - AHEAD_MS, leftMs / 2, GATHER_MS);
    } catch (error) {
      report(error);
      const saidMs = error instanceof RateLimitError ? (error.retryAfterMs ?? 0) : 0;
      return Math.max(saidMs, AGAIN_MS);
    }
  };

  const unwatch = watch(() => schedule(GATHER_MS, "use"));
  schedule(0, "use");
  return {
    close() {
      isClosed = true;
      unwatch();
      if (timer !== undefined) stopTimer(timer);
    },
  };
}
