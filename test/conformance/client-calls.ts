import type { CalcomClient } from "../../src/index.ts";
import { BOOKING_CALLS } from "./client-calls-bookings.ts";
import { RESOURCE_CALLS } from "./client-calls-resources.ts";

/** What was sent, taken apart. */
export interface Asked {
  /** What the pattern captured of the path, such as a uid. */
  readonly of: readonly string[];
  readonly query: Readonly<Record<string, string | number>>;
  readonly body: unknown;
}

/** The client's method for a call, and what a success is read into. */
export interface ClientCall {
  readonly method: string;
  /** Of what follows `/v2`. */
  readonly path: RegExp;
  readonly call: (client: CalcomClient, asked: Asked) => Promise<unknown>;
  /** What the method gives for the recorded `data`; by itself when absent. */
  readonly gives?: (data: unknown) => unknown;
  /** A valid input, for recordings whose own the client refuses before it sends anything. */
  readonly standIn?: Partial<Asked>;
}

/** Every call that was recorded, and how the client makes it. */
export const CLIENT_CALLS: readonly ClientCall[] = [...BOOKING_CALLS, ...RESOURCE_CALLS];
