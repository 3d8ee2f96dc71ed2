/** When something was seen: its place in the order of all that was seen, and the clock's time. */
export interface Moment {
  readonly order: number;
  /** Epoch milliseconds. */
  readonly ms: number;
}

/** Cal.com's state has changed, and with it the true answers of some questions. */
export interface Commit extends Moment {
  readonly altered: ReadonlySet<string>;
}

/**
 * Who has changed something: a client, and then it was fenced; a visitor of the booking page, who is
 * heard of by webhook; a time that a client held and that ran out; or the application, which says
 * so by `invalidate()`. What nobody tells of (`silence`) is bounded by the time to live alone.
 */
export type ChangedBy = "client" | "visitor" | "end of a reservation" | "application" | "silence";

/** Something that has happened, and who was told of it. */
export interface Change {
  readonly what: string;
  by: ChangedBy;
  readonly commits: Commit[];
  /** Questions that the application says have changed. */
  readonly said: Set<string>;
  readonly acknowledged: Moment[];
}

/** The answer to one question, as a reader was given it: alone, or as a part of a layer's. */
export interface Part {
  readonly question: string;
  /** The answer in a form that can be compared. */
  readonly value: string;
  /** Epoch milliseconds. */
  readonly loadBeganAt: number;
}

/** One read of one client. */
export interface Read {
  readonly what: string;
  readonly began: Moment;
  readonly ended: Moment;
  readonly source: "cache" | "origin";
  /** What the answer as a whole says, in epoch milliseconds. */
  readonly loadBeganAt: number;
  readonly parts: readonly Part[];
}

/** The true answer of a question from a moment on. */
export interface Truth extends Moment {
  readonly value: string;
}

/** All that was seen in one run. */
export interface History {
  readonly changes: readonly Change[];
  readonly reads: readonly Read[];
  /** By question, oldest first. */
  readonly truths: ReadonlyMap<string, readonly Truth[]>;
}
