export type Role = "writer" | "reader" | "layer reader" | "nested reader" | "webhook";
export type Fault = "none" | "crash" | "lost record" | "late commit" | "lost reply";

/** Who takes part, process by process, and what may go wrong once. */
export interface Cast {
  readonly name: string;
  readonly processes: readonly (readonly Role[])[];
  readonly fault: Fault;
}

/** Something that can happen next. */
export interface Step {
  readonly label: string;
  /** Whose step it is; faults and Cal.com are nobody's. */
  readonly process: number | undefined;
  readonly run: () => void;
}
