import { createArming, defer, type RequestInfo, type RequestMatch } from "./matching.ts";

/**
 * Where a request can be stopped:
 * - `before`: nothing was read yet;
 * - `beforeCommit`: a write has checked availability and is about to commit;
 * - `afterCommit`: a write has committed, its webhooks are not sent yet (a cancellation's are,
 *   unless they go out from a queue);
 * - `beforeReply`: everything is done, the answer is fixed and about to leave.
 *
 * Reads pass `before` and `beforeReply` only.
 */
export type Phase = "before" | "beforeCommit" | "afterCommit" | "beforeReply";

/** A gate that requests wait at. */
export interface Gate {
  /** Resolves when the first request has arrived at the gate. */
  readonly reached: Promise<RequestInfo>;
  /** How many requests stand at the gate now. */
  readonly waiting: number;
  /** Lets all of them go on, and everyone who comes later. */
  release(): void;
}

/** Which requests a gate stops, and where. */
export interface PauseOptions extends RequestMatch {
  readonly phase: Phase;
}

interface Stop {
  readonly phase: Phase;
  readonly arrive: (request: RequestInfo) => Promise<void>;
}

export interface Gates {
  pause(options: PauseOptions): Gate;
  /** Waits at the oldest gate that is closed for this request at this phase. */
  pass(request: RequestInfo, phase: Phase): Promise<void>;
  /** Opens all gates and forgets them; what is under way goes no further than its next step. */
  clear(): void;
  /** Says, of now, whether everything has been cleared since. */
  watch(): () => boolean;
}

// Enough turns for requests that came in together to have all read before one of them commits.
const TURNS_TO_COMMIT = 12;

/**
 * The steps of one request: each waits at the gates, and a commit lets others read first.
 *
 * @param isForgotten whether the world it began in is gone; a step of it throws, so that nothing of
 * one test is written into the next
 */
export function stepsOf(
  gates: Gates,
  request: RequestInfo,
  isForgotten = gates.watch(),
): (phase: Phase) => Promise<void> {
  return async (phase) => {
    await gates.pass(request, phase);
    const turns = phase === "beforeCommit" ? TURNS_TO_COMMIT : 0;
    for (let turn = 0; turn < turns; turn++) await undefined;
    if (isForgotten()) throw new Error("The fake was reset while this was under way.");
  };
}

export function createGates(): Gates {
  const arming = createArming<Stop>();
  const open = new Set<() => void>();
  let clearings = 0;
  return {
    pause(options) {
      const reached = defer<RequestInfo>();
      const opened = defer<void>();
      let waiting = 0;
      const release = (): void => {
        waiting = 0;
        open.delete(release);
        opened.resolve();
      };
      open.add(release);
      arming.add(options, {
        phase: options.phase,
        arrive(request) {
          if (open.has(release)) waiting += 1;
          reached.resolve(request);
          return opened.promise;
        },
      });
      return {
        reached: reached.promise,
        get waiting() {
          return waiting;
        },
        release,
      };
    },
    async pass(request, phase) {
      await arming.take(request, (armed) => armed.phase === phase)?.arrive(request);
    },
    clear() {
      clearings += 1;
      arming.clear();
      for (const release of [...open]) release();
    },
    watch() {
      const before = clearings;
      return () => clearings > before;
    },
  };
}
