import type { Faults, RequestMatch } from "../../../src/testing/index.ts";
import { SEARCH_MS, TIMEOUT_MS } from "./table-world.ts";

/** One column of the table. */
export interface FaultColumn {
  readonly name: string;
  /** Whether Cal.com carries the request out, and when, seen from the search for its outcome. */
  readonly happens: "never" | "before it is over" | "after it is over";
  /** What the caller is told. */
  readonly says: "nothing" | "500" | "late replica" | "replay" | "pretend" | "429";
  readonly arm: (faults: Faults, match: RequestMatch, earlierUid: string) => void;
  /** When the caller gives up, in milliseconds. */
  readonly abortsAfterMs?: number;
  /** Whether the caller has no key. */
  readonly isAnonymous?: boolean;
  /** Whether whatever is looked for fails. */
  readonly hidesAll?: boolean;
  /** Who has made the booking that comes back, where one does. */
  readonly earlier?: "a client" | "a visitor";
}

/** Early enough for the search to look again once a late replica knows of it. */
const DURING_MS = SEARCH_MS / 5;
/** The search is over then, whether it began at once or with the timeout. */
const AFTER_MS = TIMEOUT_MS + SEARCH_MS + 2_000;
const SOON_MS = 200;
const GIVES_UP_MS = 500;
export const BLOCK_MS = 1_000;

/** What a search reads. */
const LOOKS = { method: "GET", path: /^\/v2\/bookings/ } as const;

const lost = { says: "nothing" } as const;
const soon = { happens: "before it is over" } as const;
const never = { happens: "never" } as const;

/** Everything that can become of a write and its answer. */
export const FAULTS: readonly FaultColumn[] = [
  {
    ...{ name: "the request is lost", ...lost, ...never },
    arm: (faults, match) => faults.dropRequest(match),
  },
  {
    ...{ name: "the reply is lost", ...lost, ...soon },
    arm: (faults, match) => faults.dropReply(match),
  },
  {
    ...{ name: "the reply is lost, and the first looks fail", ...lost, ...soon },
    arm(faults, match) {
      faults.dropReply(match);
      faults.error500Before({ ...LOOKS, times: 4 });
    },
  },
  {
    ...{ name: "the reply is lost, and every look fails", ...lost, ...soon },
    hidesAll: true,
    arm(faults, match) {
      faults.dropReply(match);
      faults.error500Before({ ...LOOKS, times: Number.POSITIVE_INFINITY });
    },
  },
  {
    ...{ name: "the reply is lost, and the key is blocked for the next second", ...lost, ...soon },
    arm(faults, match) {
      faults.dropReply(match);
      faults.block({ ...LOOKS, ms: BLOCK_MS });
    },
  },
  {
    ...{ name: "the request of somebody without a key is lost", ...lost, ...never },
    isAnonymous: true,
    arm: (faults, match) => faults.dropRequest(match),
  },
  {
    ...{ name: "the reply to somebody without a key is lost", ...lost, ...soon },
    isAnonymous: true,
    arm: (faults, match) => faults.dropReply(match),
  },
  {
    ...{ name: "it is carried out during the search", ...lost, ...soon },
    arm: (faults, match) => void faults.commitLater({ ...match, afterMs: DURING_MS }),
  },
  {
    ...{ name: "it is carried out after the search", ...lost, happens: "after it is over" },
    arm: (faults, match) => void faults.commitLater({ ...match, afterMs: AFTER_MS }),
  },
  {
    ...{ name: "it times out, and is never carried out", ...lost, ...never },
    arm: (faults, match) => void faults.hang(match),
  },
  {
    ...{ name: "it times out, and was carried out", ...lost, ...soon },
    arm: (faults, match) => void faults.commitLater({ ...match, afterMs: SOON_MS, reply: "hang" }),
  },
  {
    ...{ name: "it times out, and is carried out during the search", ...lost, ...soon },
    arm: (faults, match) =>
      void faults.commitLater({ ...match, afterMs: TIMEOUT_MS + DURING_MS, reply: "hang" }),
  },
  {
    ...{ name: "it times out, and is carried out after the search", ...lost },
    happens: "after it is over",
    arm: (faults, match) => void faults.commitLater({ ...match, afterMs: AFTER_MS, reply: "hang" }),
  },
  {
    ...{ name: "the caller gives up, and it is never carried out", ...lost, ...never },
    abortsAfterMs: GIVES_UP_MS,
    arm: (faults, match) => void faults.hang(match),
  },
  {
    ...{ name: "the caller gives up, and it was carried out", ...lost, ...soon },
    abortsAfterMs: GIVES_UP_MS,
    arm: (faults, match) => void faults.commitLater({ ...match, afterMs: SOON_MS, reply: "hang" }),
  },
  {
    ...{ name: "500, and it is not carried out", says: "500", ...never },
    arm: (faults, match) => faults.error500Before(match),
  },
  {
    ...{ name: "500, and it was carried out", says: "500", ...soon },
    arm: (faults, match) => faults.error500After(match),
  },
  {
    ...{ name: "the replica misses it", says: "late replica", ...soon },
    arm: (faults, match) => faults.replicaMissesReadBack(match),
  },
  {
    ...{ name: "another client's booking comes back", says: "replay", ...never },
    earlier: "a client",
    arm: (faults, match, uid) => faults.replay({ ...match, uid }),
  },
  {
    ...{ name: "a visitor's booking comes back", says: "replay", ...never },
    earlier: "a visitor",
    arm: (faults, match, uid) => faults.replay({ ...match, uid }),
  },
  {
    ...{ name: "a booking that is nowhere comes back", says: "pretend", ...never },
    arm: (faults, match) => faults.pretend(match),
  },
  {
    ...{ name: "the key is blocked", says: "429", ...never },
    arm: (faults, match) => faults.block({ ...match, ms: BLOCK_MS }),
  },
];
