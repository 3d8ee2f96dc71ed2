import { expect, onTestFinished } from "vitest";
import type {
  CalcomClient,
  InvalidationTarget,
  VersionNews,
  WatchOptions,
} from "../../src/index.ts";

type Targets = InvalidationTarget | readonly InvalidationTarget[];

/** Somebody who watches, and keeps what it is told. */
export function watching(client: CalcomClient, targets: Targets, options: WatchOptions = {}) {
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
    /** How many news have come that nobody has asked for. */
    get left(): number {
      return told.length - seen;
    },
  };
}
