import type { PoolHost } from "../../../src/index.ts";
import type { Person } from "../histories/world.ts";
import type { Origin } from "./clock.ts";

/** Milliseconds a call to Cal.com may take. */
export const TIMEOUT_MS = 1_500;
/** Milliseconds after that in which a write may still be carried out. */
export const FENCE_MS = 1_000;
/** Milliseconds the store gets for one answer; more than by default, for everything shares a few CPUs. */
export const STORE_TIMEOUT_MS = 400;
/** Milliseconds that Cal.com is given after a webhook; short, so that caches are soon warm again. */
export const SETTLE_MS = 250;

/** What one of the processes does all the time. */
export interface Role {
  readonly name: string;
  readonly principal: Person;
  /** Whether it is told the hosts of every event type, or learns what it can. */
  readonly pools: "table" | "auto";
  readonly values: "store" | "local";
  /** How many reads it has under way at most. */
  readonly reads: number;
  readonly writes: boolean;
  readonly hears: boolean;
}

/**
 * @param isBounded then whoever changes things knows all hosts: of a cancel whose hosts are not known
 * everything bears a mark for minutes, and what is marked is never trusted
 */
export const rolesFor = (isBounded: boolean): readonly Role[] => [
  {
    ...{ name: "reader", principal: "alice", pools: "table", values: "store" },
    ...{ reads: 8, writes: false, hears: false },
  },
  {
    ...{ name: "local reader", principal: "alice", pools: "auto", values: "local" },
    ...{ reads: 8, writes: false, hears: false },
  },
  {
    ...{ name: "writer", principal: "alice", pools: "table", values: "store" },
    ...{ reads: 4, writes: true, hears: false },
  },
  {
    ...{ name: "receiver", principal: "alice", pools: "table", values: "local" },
    ...{ reads: 4, writes: false, hears: true },
  },
  {
    ...{ name: "all in one", principal: "carol", pools: isBounded ? "table" : "auto" },
    values: "store",
    ...{ reads: 4, writes: true, hears: true },
  },
];

/** All that a process is told when it starts. */
export interface ChildSettings {
  /** Of the role and the life, such as `writer 1`: who is killed comes back as another. */
  readonly name: string;
  readonly role: Role;
  readonly seed: number;
  /** The same for all. */
  readonly runSeed: number;
  readonly origin: Origin;
  readonly calUrl: string;
  readonly apiKey: string;
  readonly redisUrl: string;
  /** Bounded mode with this bound; strict without. */
  readonly maxStalenessMs: number | undefined;
  /** Ids of the event types by slug. */
  readonly eventTypeIds: Readonly<Record<string, number>>;
  readonly pools: Readonly<Record<number, readonly PoolHost[]>>;
  /** The file that it writes its notes to. */
  readonly notes: string;
}

/** What a process tells the driver. */
export type FromChild =
  | { readonly kind: "ready"; readonly webhookPort: number | undefined }
  /** A read that was begun after `calm` was a hit. */
  | { readonly kind: "warm" };
/** `calm`: nothing goes wrong any more, and nothing is to be changed; `end`: nothing is to be done. */
export type ToChild = "calm" | "end";

export const SECRET = "whsec-processes";

/** Which change a request or a delivery belongs to, and who sent it. */
export const CHANGE_HEADER = "x-history-change";
export const PROCESS_HEADER = "x-history-process";
