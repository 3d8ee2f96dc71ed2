import { type Clock, cancelTimer } from "../clock.ts";

/** What a platform offers of its own; the `ExecutionContext` of a Worker is one. */
export interface AnswerContext {
  /** Keeps work alive after the answer, as Workers and Vercel do: Cal.com is answered first then. */
  waitUntil?(work: Promise<unknown>): void;
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

/** Lets the platform keep work alive after the answer, where it can. */
export function isHandedOver(
  work: Promise<unknown>,
  context: AnswerContext,
  warn: (message: string, details?: unknown) => void,
): boolean {
  if (context.waitUntil === undefined) return false;
  try {
    context.waitUntil(work);
    return true;
  } catch (error) {
    warn("`waitUntil` threw; Cal.com is answered when the work is done.", error);
    return false;
  }
}
