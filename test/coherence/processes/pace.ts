/** Real time: what is tried here cannot be told when to happen. */
export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => void globalThis.setTimeout(resolve, ms));

/** The end of somebody's patience. Nothing is kept alive for it. */
export const tooLate = (ms: number): Promise<"too late"> =>
  new Promise((resolve) => void globalThis.setTimeout(() => resolve("too late"), ms).unref());

export const between = (random: () => number, from: number, to: number): number =>
  from + random() * (to - from);

/** Something that goes on by itself. */
export interface Going {
  /** Resolves when it has come to its end. */
  stop(): Promise<void>;
}

/** Does the same again and again, with pauses between. What it throws is nobody's to handle. */
export function again(
  act: () => Promise<unknown>,
  random: () => number,
  [shortest, longest]: readonly [shortestMs: number, longestMs: number],
): Going {
  let isStopped = false;
  const loop = (async () => {
    while (!isStopped) {
      await act();
      await sleep(between(random, shortest, longest));
    }
  })();
  return {
    stop() {
      isStopped = true;
      return loop;
    },
  };
}
