import type { Clock } from "../clock.ts";
import type { FalseAnswer } from "./false-answers.ts";
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
  /** The connection breaks before the request arrives: nothing is carried out. */
  dropRequest(match?: RequestMatch): void;
  /** The request is carried out, webhooks and all; then the connection breaks. */
  dropReply(match?: RequestMatch): void;
  /** The request is answered 500 and not carried out. */
  error500Before(match?: RequestMatch): void;
  /** The request is carried out, webhooks and all, and answered 500. */
  error500After(match?: RequestMatch): void;
  /**
   * The booking is made or changed, webhooks and all, but the answer is read from a replica that does
   * not know of it yet: 500 for a new booking, the old state of one that was there before.
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
  /**
   * A new booking is answered 201 with the booking `uid`, which was there before, and nothing is
   * made. Requests that book nothing are left alone.
   */
  replay(match: RequestMatch & { readonly uid: string }): void;
  /**
   * A new booking is answered 201 with an id of 0 and a host who does not exist, and nothing is made:
   * so Cal.com treats bookers on its watchlist. Requests that book nothing are left alone.
   */
  pretend(match?: RequestMatch): void;
  /**
   * The request is answered 429, and so is whatever its caller asks in the next `ms` milliseconds;
   * default: as long as the rate limit blocks, which is 60,000.
   */
  block(match?: RequestMatch & { readonly ms?: number }): void;
  /** What can go wrong with webhooks. */
  readonly webhooks: WebhookFaults;
}

interface Wait {
  readonly kind: "delay" | "hang" | "commitLater";
  readonly reply: "drop" | "hang" | undefined;
  readonly start: (request: RequestInfo) => Promise<void>;
}

interface Spoil {
  readonly kind:
    | "dropRequest"
    | "dropReply"
    | "error500Before"
    | "error500After"
    | "replicaMissesReadBack";
}

export interface FaultControl {
  readonly faults: Faults;
  takeWait(kind: Wait["kind"], request: RequestInfo): Wait | undefined;
  takeSpoil(kind: Spoil["kind"], request: RequestInfo): boolean;
  /** What a create is answered with in place of being carried out. */
  takeFalseAnswer(request: RequestInfo): FalseAnswer | undefined;
  /** For how long the caller is blocked from now on; `ms: undefined` is the limit's own time. */
  takeBlock(request: RequestInfo): { readonly ms: number | undefined } | undefined;
  /** Disarms everything and releases what waits. */
  clear(): void;
}

const isCreate = ({ method, path }: RequestInfo): boolean =>
  method === "POST" && path === "/v2/bookings";

export function createFaults(clock: Clock, webhooks: WebhookFaults): FaultControl {
  const waits = createArming<Wait>();
  const spoils = createArming<Spoil>();
  const falseAnswers = createArming<FalseAnswer>();
  const blocks = createArming<{ readonly ms: number | undefined }>();
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
      dropRequest: (match = {}) => spoils.add(match, { kind: "dropRequest" }),
      dropReply: (match = {}) => spoils.add(match, { kind: "dropReply" }),
      error500Before: (match = {}) => spoils.add(match, { kind: "error500Before" }),
      error500After: (match = {}) => spoils.add(match, { kind: "error500After" }),
      replicaMissesReadBack: (match = {}) => spoils.add(match, { kind: "replicaMissesReadBack" }),
      commitLater: (match = {}) => hold("commitLater", match, match.reply ?? "drop", match.afterMs),
      replay: ({ uid, ...match }) => falseAnswers.add(match, { kind: "replay", uid }),
      pretend: (match = {}) => falseAnswers.add(match, { kind: "pretend" }),
      block: ({ ms, ...match } = {}) => blocks.add(match, { ms }),
      webhooks,
    },
    takeWait: (kind, request) => waits.take(request, (wait) => wait.kind === kind),
    takeSpoil: (kind, request) =>
      spoils.take(request, (spoil) => spoil.kind === kind) !== undefined,
    takeFalseAnswer: (request) => (isCreate(request) ? falseAnswers.take(request) : undefined),
    takeBlock: (request) => blocks.take(request),
    clear() {
      for (const armed of [waits, spoils, falseAnswers, blocks]) armed.clear();
      for (const release of [...held]) release();
    },
  };
}
