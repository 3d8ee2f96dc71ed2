export type Role =
  | "writer"
  /** Looks for what has become of its booking where no answer comes. */
  | "searching writer"
  | "reader"
  | "layer reader"
  | "nested reader"
  /** Has Cal.com asked, whatever is stored; what it is told is stored (`ask`). */
  | "asking reader"
  /** The same of a question of which nothing is stored, as `slots.confirm` does. */
  | "confirming reader"
  | "webhook"
  /** Somebody changes something, and the application says so: a bump without a mark. */
  | "invalidation"
  /**
   * Trusts versions for a time. Its messages may come late, in any order, or never. Several in one
   * process read one after the other.
   */
  | "bounded reader";
export type Fault =
  | "none"
  | "crash"
  | "lost record"
  | "late commit"
  | "lost reply"
  /** A process stands still for longer than its lease lasts. */
  | "lease ends"
  | "reader dies";

/** Who takes part, process by process, and what may go wrong once. */
export interface Cast {
  readonly name: string;
  readonly processes: readonly (readonly Role[])[];
  readonly fault: Fault;
  /** Whether the store has leases, so that processes load one after another. */
  readonly inTurn?: true;
}

/** Whether a process trusts versions for a time. */
export function isBounded(roles: readonly Role[] | undefined): boolean {
  return roles?.includes("bounded reader") === true;
}

/** Something that can happen next. */
export interface Step {
  readonly label: string;
  /** Whose step it is; faults and Cal.com are nobody's. */
  readonly process: number | undefined;
  readonly run: () => void;
  /** @default always */
  readonly isDue?: (() => boolean) | undefined;
}
