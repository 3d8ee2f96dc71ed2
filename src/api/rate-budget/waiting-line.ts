import { PRIORITIES } from "../../cache/priorities.ts";
import type { Priority } from "../../cache/question.ts";
import type { Permit } from "./permits.ts";

/** A request that waits to be sent. */
export interface Waiting {
  readonly method: string;
  readonly path: string;
  readonly priority: Priority;
  /** All by the monotonic clock. */
  readonly since: number;
  readonly leaveBy: number;
  readonly until: number;
  readonly let: (permit: Permit) => void;
  readonly refuse: (error: unknown) => void;
  /** Whether listeners have heard that it waits. */
  isTold: boolean;
}

/** Requests in the order in which they may leave: the most urgent first, then the oldest. */
export class WaitingLine {
  readonly #lines = new Map<Priority, Set<Waiting>>(
    PRIORITIES.map((priority) => [priority, new Set<Waiting>()]),
  );

  add(waiting: Waiting): void {
    this.#lines.get(waiting.priority)?.add(waiting);
  }

  /** @returns whether it was there */
  remove(waiting: Waiting): boolean {
    return this.#lines.get(waiting.priority)?.delete(waiting) ?? false;
  }

  first(): Waiting | undefined {
    for (const waiting of this) return waiting;
    return undefined;
  }

  count(priority: Priority): number {
    return this.#lines.get(priority)?.size ?? 0;
  }

  *[Symbol.iterator](): Iterator<Waiting> {
    for (const line of this.#lines.values()) yield* line;
  }
}
