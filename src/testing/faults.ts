import type { Clock } from "../clock.ts";
import { createArming, defer, type RequestInfo, type RequestMatch } from "./matching.ts";
import type { WebhookFaults } from "./webhook-faults.ts";

/** A fault that lasts until it is released. */
export interface HeldFault {
  /** Resolves when the first matching request has run into it. */
  readonly reached: Promise<RequestInfo>;
  /** Ends it; the request goes on as if nothing had happened. */
  release(): void;
}

/** What can go wrong, each for the next matching request (or the next `times`). */
export interface Faults {
  /** The request is looked at `ms` milliseconds later, on the fake's clock. */
  delay(ms: number, match?: RequestMatch): void;
  /** The request is neither looked at nor answered until it is released. */
  hang(match?: RequestMatch): HeldFault;
  /** The request is carried out, webhooks and all; then the connection breaks. */
  dropReply(match?: RequestMatch): void;
  /** The request is answered 500 and not carried out. */
  error500Before(match?: RequestMatch): void;
  /** The request is carried out, webhooks and all, and answered 500. */
  error500After(match?: RequestMatch): void;
  /**
   * The booking is made, moved or cancelled, webhooks and all, but the answer is read from a replica
   * that does not know of it yet: 500 for a new booking, the old status for a cancelled one.
   */
  replicaMissesReadBack(match?: RequestMatch): void;
  /**
   * The caller gets no answer, and the request is carried out only later: when it is released, or
   * `afterMs` milliseconds later on the fake's clock. `reply` is what the caller sees meanwhile:
   * a broken connection (`drop`, the default) or silence (`hang`).
   */
  commitLater(
    match?: RequestMatch & { readonly afterMs?: number; readonly reply?: "drop" | "hang" },
  ): HeldFault;
  /** What can go wrong with webhooks. */
  readonly webhooks: WebhookFaults;
}

interface Wait {
  readonly kind: "delay" | "hang" | "commitLater";
  readonly reply: "drop" | "hang" | undefined;
  readonly start: (request: RequestInfo) => Promise<void>;
}

interface Spoil {
  readonly kind: "dropReply" | "error500Before" | "error500After" | "replicaMissesReadBack";
}

export interface FaultControl {
  readonly faults: Faults;
  takeWait(kind: Wait["kind"], request: RequestInfo): Wait | undefined;
  takeSpoil(kind: Spoil["kind"], request: RequestInfo): boolean;
  /** Disarms everything and releases what waits. */
  clear(): void;
}

export function createFaults(clock: Clock, webhooks: WebhookFaults): FaultControl {
  const waits = createArming<Wait>();
  const spoils = createArming<Spoil>();
  const held = new Set<() => void>();

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.setTimeout(resolve, ms);
    });

  const hold = (
    kind: "hang" | "commitLater",
    match: RequestMatch,
    reply?: "drop" | "hang",
    afterMs?: number,
  ): HeldFault => {
    const reached = defer<RequestInfo>();
    const released = defer<void>();
    const release = (): void => {
      held.delete(release);
      released.resolve();
    };
    held.add(release);
    waits.add(match, {
      kind,
      reply,
      async start(request) {
        reached.resolve(request);
        await (afterMs === undefined
          ? released.promise
          : Promise.race([released.promise, sleep(afterMs)]));
      },
    });
    return { reached: reached.promise, release };
  };

  return {
    faults: {
      delay: (ms, match = {}) =>
        waits.add(match, { kind: "delay", reply: undefined, start: () => sleep(ms) }),
      hang: (match = {}) => hold("hang", match),
      dropReply: (match = {}) => spoils.add(match, { kind: "dropReply" }),
      error500Before: (match = {}) => spoils.add(match, { kind: "error500Before" }),
      error500After: (match = {}) => spoils.add(match, { kind: "error500After" }),
      replicaMissesReadBack: (match = {}) => spoils.add(match, { kind: "replicaMissesReadBack" }),
      commitLater: (match = {}) => hold("commitLater", match, match.reply ?? "drop", match.afterMs),
      webhooks,
    },
    takeWait: (kind, request) => waits.take(request, (wait) => wait.kind === kind),
    takeSpoil: (kind, request) =>
      spoils.take(request, (spoil) => spoil.kind === kind) !== undefined,
    clear() {
      waits.clear();
      spoils.clear();
      for (const release of [...held]) release();
    },
  };
}
