import type { TagChange } from "../cache/tag-change.ts";
import type { TagStates } from "../cache/tag-states.ts";
import type { VersionRegistry } from "../cache/version-registry.ts";
import type { Clock } from "../clock.ts";
import type { Coherence } from "../errors.ts";
import { FloodMinute } from "./flood-minute.ts";

/** A store that never shows the mark is written to by each delivery, and none waits for all the others. */
const LOOKS = 2;
const EVERYTHING: readonly TagChange[] = [{ tag: "all", bump: true }];

export interface FloodGuardOptions {
  readonly registry: VersionRegistry;
  readonly clock: Clock;
  /** Deliveries in a minute that may bump one tag. */
  readonly bumpsPerMinute: number;
  /** Milliseconds for which a delivery settles its tags. */
  readonly settleMs: number;
  /** Milliseconds for which a delivery may make what is loaded short-lived. */
  readonly cautionMs: number;
  /** Told once a minute, and once more when it comes to everything. */
  readonly onFlood: (reach: "tags" | "everything") => void;
}

/**
 * Writes down what webhooks bump, as long as there are few. A tag that is bumped too often gets settling
 * for the rest of the minute instead: a version that bears it ends with it, so that a further delivery
 * has nothing to add, once it has seen that the mark stands.
 */
export class FloodGuard {
  readonly #options: FloodGuardOptions;
  #minute: FloodMinute | undefined;
  #told: "tags" | "everything" | undefined;

  constructor(options: FloodGuardOptions) {
    this.#options = options;
  }

  /** Whether deliveries come in such numbers that they are not told apart any more. */
  get reachesAll(): boolean {
    return this.#thisMinute().reachesAll;
  }

  /** Sees to it that the store has confirmed what a delivery bumps, or keeps it until it does. */
  async applySurely(changes: readonly TagChange[]): Promise<Coherence> {
    const minute = this.#thisMinute();
    const wanted = minute.reachesAll ? EVERYTHING : changes;
    const frequent = minute.count(wanted.map(({ tag }) => tag));
    if (frequent.length === 0) return this.#write(minute, wanted, frequent);
    const { registry } = this.#options;
    for (let look = 1; ; look++) {
      const { marking } = minute;
      let states: TagStates;
      try {
        await marking;
        // What is remembered proves nothing, for records get lost: the store has to show the mark.
        ({ states } = await registry.read(undefined, frequent));
      } catch (error) {
        // Trying all the same would have a store in trouble asked as often as there are deliveries.
        return registry.keep(this.#marked(minute, wanted, frequent), error);
      }
      if (this.#thisMinute() !== minute) return this.applySurely(changes);
      const { settling } = minute.lasting;
      const missing = frequent.filter((tag) => !states.get(tag)?.settling?.includes(settling));
      // Of those who look together the first one sets the mark, and the others see it then.
      if (missing.length > 0 && minute.marking !== marking && look < LOOKS) continue;
      const standing = frequent.filter((tag) => !missing.includes(tag));
      const open = wanted.filter(({ tag }) => !standing.includes(tag));
      return this.#write(minute, open, missing);
    }
  }

  #write(
    minute: FloodMinute,
    changes: readonly TagChange[],
    frequent: readonly string[],
  ): Promise<Coherence> | Coherence {
    if (changes.length === 0) return "confirmed";
    minute.countWrite();
    const written = this.#options.registry.applySurely(this.#marked(minute, changes, frequent));
    if (frequent.length > 0) {
      minute.marking = written;
      this.#tell(minute);
    }
    return written;
  }

  #marked(
    minute: FloodMinute,
    changes: readonly TagChange[],
    frequent: readonly string[],
  ): readonly TagChange[] {
    const { cautionMs, settleMs } = this.#options;
    const { brief, lasting } = minute;
    const leftMs = Math.max(0, minute.leftMs());
    const removeMarks = Object.values(brief);
    const marks = [
      { id: lasting.settling, kind: "settling", durationMs: leftMs + settleMs },
      // Any of those that come in the meantime may be a cancel.
      { id: lasting.caution, kind: "caution", durationMs: leftMs + cautionMs },
    ] as const;
    return changes.map((change) =>
      frequent.includes(change.tag)
        ? { tag: change.tag, bump: true, marks, removeMarks }
        : {
            ...change,
            marks:
              change.marks?.map((mark) => ({ ...mark, id: brief[mark.kind] ?? mark.id })) ?? [],
          },
    );
  }

  #thisMinute(): FloodMinute {
    if (this.#minute === undefined || this.#minute.leftMs() <= 0) {
      const { bumpsPerMinute, clock } = this.#options;
      this.#minute = new FloodMinute(clock, bumpsPerMinute);
      this.#told = undefined;
    }
    return this.#minute;
  }

  #tell(minute: FloodMinute): void {
    const reach = minute.reachesAll ? "everything" : "tags";
    if (this.#told === reach) return;
    this.#told = reach;
    this.#options.onFlood(reach);
  }
}
