import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

/** The answer to one question: its number, a digest of its value, and when its load began. */
export type NotedPart = readonly [question: number, digest: string, loadBeganAt: number];

/** What one process has seen; all times are by the clock that all of them share. */
export type Note =
  | {
      readonly kind: "read";
      readonly what: string;
      readonly began: number;
      readonly ended: number;
      readonly source: "cache" | "origin";
      readonly loadBeganAt: number;
      readonly parts: readonly NotedPart[];
    }
  | {
      readonly kind: "failed";
      readonly what: string;
      readonly why: string;
      readonly began: number;
      readonly ended: number;
    }
  /** A change is asked for, by the client's caller. */
  | {
      readonly kind: "begun";
      readonly change: string;
      readonly what: string;
      readonly at: number;
    }
  /** A write leaves; `fenced`: the store has confirmed its fence. */
  | {
      readonly kind: "sent";
      readonly change: string;
      readonly at: number;
      readonly fenced: boolean;
    }
  /**
   * A change was acknowledged at `at`. Its invalidation was not yet sent at `after`, so that what was
   * loaded before then must not be served any more. `said`: questions that it is about, whatever
   * changed.
   */
  | {
      readonly kind: "acknowledged";
      readonly by: "write" | "webhook" | "application" | "landing";
      readonly change: string;
      readonly at: number;
      readonly after: number;
      readonly said: readonly number[];
    }
  /** The store did not confirm. */
  | { readonly kind: "deferred"; readonly change: string; readonly at: number }
  /** What must not happen: a rejection that nobody handles, a warning of the platform. */
  | { readonly kind: "mistake"; readonly what: string }
  /** How much it holds on to. */
  | {
      readonly kind: "state";
      readonly at: number;
      readonly heapBytes: number;
      readonly resources: number;
    };

/** Notes of one process, in a file that outlives it. */
export interface Notebook {
  note(note: Note): void;
  close(): void;
}

/** Reads are many: they are written with what comes after them, or when there are so many. */
const MOST_UNWRITTEN = 50;

export function openNotebook(file: string): Notebook {
  const descriptor = openSync(file, "a");
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 0) writeSync(descriptor, `${lines.join("\n")}\n`);
    lines = [];
  };
  return {
    note(note) {
      lines.push(JSON.stringify(note));
      if (note.kind !== "read" || lines.length >= MOST_UNWRITTEN) flush();
    },
    close() {
      flush();
      closeSync(descriptor);
    },
  };
}

/** What a process has noted; of one that was killed the last line may be torn. */
export function readNotes(file: string): Note[] {
  const lines = readFileSync(file, "utf8").split("\n");
  const last = lines.pop();
  if (last === undefined) return [];
  return lines.map((line) => JSON.parse(line) as Note);
}
