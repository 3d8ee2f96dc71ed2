import { type Clock, cancelTimer } from "../clock.ts";

/** What a platform offers of its own; the `ExecutionContext` of a Worker is one. */
export interface AnswerContext {
  /** Keeps work alive after the answer, as Workers and Vercel do: Cal.com is answered first then. */
  waitUntil?(work: Promise<unknown>): void;
  /** Begins work only after the answer, as `after` of Next does; goes before `waitUntil`. */
  after?(begin: () => Promise<unknown>): void;
}

/** @returns `undefined` when it takes longer; it goes on then */
export async function within<T>(
  ms: number,
  work: Promise<T>,
  clock: Clock,
): Promise<T | undefined> {
  if (ms === 0) return undefined;
  let stop = () => {};
  const isOver = new Promise<undefined>((resolve) => {
    const timer = clock.setTimeout(() => resolve(undefined), ms, true);
    stop = () => cancelTimer(timer);
  });
  try {
    return await Promise.race([work, isOver]);
  } finally {
    stop();
  }
}

/**
 * Leaves work to the platform, where it lets work go on after the answer.
 *
 * @returns the work where it does not, begun; `undefined`: it is no longer waited for
 */
export function begunHere<T>(
  begin: () => Promise<T>,
  context: AnswerContext,
  warn: (message: string, details?: unknown) => void,
): Promise<T> | undefined {
  let work: Promise<T> | undefined;
  const beginOnce = () => {
    work ??= begin();
    return work;
  };
  try {
    if (context.after !== undefined) context.after(beginOnce);
    else if (context.waitUntil !== undefined) context.waitUntil(beginOnce());
    else return beginOnce();
    return undefined;
  } catch (error) {
    const name = context.after === undefined ? "waitUntil" : "after";
    warn(`\`${name}\` threw; Cal.com is answered when the work is done.`, error);
    return beginOnce();
  }
}
