import type { LoadLease, LoadLeases } from "../../../src/stores/contract.ts";

/** A lease as the server keeps it. */
export interface HeldLease {
  readonly lease: LoadLease;
  readonly endsAt: number;
}

type Ask = <T>(
  what: "take" | "isTaken" | "release",
  run: () => T,
  isDue?: () => boolean,
) => Promise<T>;

/** Who may load what, for all processes. */
export class SharedLeases {
  readonly held = new Map<string, HeldLease>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  release(lease: LoadLease | undefined): void {
    if (lease === undefined || this.#holderOf(lease) !== lease.holder) return;
    this.held.delete(keyOf(lease));
  }

  #holderOf(lease: LoadLease): string | undefined {
    const held = this.held.get(keyOf(lease));
    return held !== undefined && held.endsAt > this.#now() ? held.lease.holder : undefined;
  }

  #take(lease: LoadLease, durationMs: number): boolean {
    if ((this.#holderOf(lease) ?? lease.holder) !== lease.holder) return false;
    this.held.set(keyOf(lease), { lease, endsAt: this.#now() + durationMs });
    return true;
  }

  /**
   * As one process sees them. Whoever waits asks again and again; what it is told matters only once
   * it has changed, so that is when the question is due.
   */
  seenBy(ask: Ask): LoadLeases {
    const isTaken = (lease: LoadLease) => this.#holderOf(lease) !== undefined;
    return {
      take: (lease, durationMs) => ask("take", () => this.#take(lease, durationMs)),
      isTaken: (lease) =>
        ask(
          "isTaken",
          () => isTaken(lease),
          () => !isTaken(lease),
        ),
      release: (lease) => ask("release", () => this.release(lease)),
    };
  }
}

const keyOf = ({ entryKey, stamp }: LoadLease) => `${entryKey} ${stamp}`;
