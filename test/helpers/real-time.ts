import type { VirtualClock } from "../../src/testing/virtual-clock.ts";

const TICK_MS = 5;

/** Lets a virtual clock go as fast as the platform's. @returns what stops it */
export function inRealTime(clock: Pick<VirtualClock, "advance">): () => Promise<void> {
  let isStopped = false;
  const run = async () => {
    let last = performance.now();
    while (!isStopped) {
      await new Promise((next) => setTimeout(next, TICK_MS));
      const now = performance.now();
      await clock.advance(now - last);
      last = now;
    }
  };
  const ended = run();
  return async () => {
    isStopped = true;
    await ended;
  };
}
