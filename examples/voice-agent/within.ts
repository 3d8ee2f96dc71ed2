import type { Clock, TimerHandle } from "calcom-coherent";

/** Stops a timer of a clock, which gives what its platform gives. */
export function stopTimer(handle: TimerHandle): void {
  if (typeof handle === "function") handle();
  else clearTimeout(handle);
}

/** Waits no longer than that; what it waited for goes on. @returns `undefined` when time was over */
export function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const handle = clock.setTimeout(() => resolve(undefined), ms, true);
    work.finally(() => stopTimer(handle)).then(resolve, reject);
  });
}
