import { expect, onTestFinished } from "vitest";
import type {
  CalcomClient,
  InvalidationTarget,
  VersionNews,
  WatchOptions,
} from "../../src/index.ts";
import type { VirtualClock } from "../../src/testing/virtual-clock.ts";

type Targets = InvalidationTarget | readonly InvalidationTarget[];

/** Somebody who watches, and keeps what it is told. */
export function watching(
  client: Pick<CalcomClient, "watch">,
  targets: Targets,
  options: WatchOptions = {},
) {
  const told: VersionNews[] = [];
  let seen = 0;
  const stop = client.watch(targets, (news) => told.push(news), options);
  onTestFinished(stop);
  return {
    told,
    stop,
    /** The next news that was not asked for yet. */
    async next(): Promise<VersionNews> {
      await expect.poll(() => told.length, { interval: 1 }).toBeGreaterThan(seen);
      return told[seen++] as VersionNews;
    },
    /** Takes what has been told until now for asked for. */
    skip() {
      seen = told.length;
    },
    /** Whether there are no news that were not asked for. */
    get isUpToDate(): boolean {
      return told.length === seen;
    },
  };
}

const STEP_MS = 500;

/** Lets time pass step by step, so that looks come to their end on a clock that would overtake them. */
export async function passSlowly(
  { clock }: { readonly clock: Pick<VirtualClock, "advance"> },
  quiet: () => Promise<void>,
  ms: number,
): Promise<void> {
  for (let left = ms; left > 0; left -= STEP_MS) {
    await quiet();
    await clock.advance(Math.min(left, STEP_MS));
  }
  await quiet();
}
