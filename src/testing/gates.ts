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
  /** Opens all gates and forgets them. */
  clear(): void;
}

// Enough turns for requests that came in together to have all read before one of them commits.
const TURNS_TO_COMMIT = 12;

/** The steps of one request: each waits at the gates, and a commit lets others read first. */
export function stepsOf(gates: Gates, request: RequestInfo): (phase: Phase) => Promise<void> {
  return async (phase) => {
    await gates.pass(request, phase);
    if (phase !== "beforeCommit") return;
    for (let turn = 0; turn < TURNS_TO_COMMIT; turn++) await undefined;
  };
}

export function createGates(): Gates {
  const arming = createArming<Stop>();
  const open = new Set<() => void>();
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
      arming.clear();
      for (const release of [...open]) release();
    },
  };
}
