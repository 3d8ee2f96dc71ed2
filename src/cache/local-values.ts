import type { StoredEntry } from "../stores/contract.ts";

/** An answer in this process's memory. */
export interface LocalValue {
  readonly entry: StoredEntry;
  /** The revision of what is trusted at which its versions were last found to be current. */
  currentAt: number;
}

const CAPACITY = 5_000;
const NEVER = -1;

/**
 * Answers kept in this process, by entry key; beyond their capacity those go that nobody has asked
 * for of late. What they are worth is for their versions to say.
 */
export class LocalValues {
  readonly #half: number;
  // Two halves, so that being asked for costs one look-up and no reordering.
  #recent = new Map<string, LocalValue>();
  #older = new Map<string, LocalValue>();

  constructor(capacity = CAPACITY) {
    this.#half = Math.ceil(capacity / 2);
  }

  get(entryKey: string): LocalValue | undefined {
    const recent = this.#recent.get(entryKey);
    if (recent !== undefined) return recent;
    const older = this.#older.get(entryKey);
    if (older !== undefined) this.#put(entryKey, older);
    return older;
  }

  keep(entryKey: string, entry: StoredEntry): void {
    if (this.get(entryKey)?.entry === entry) return;
    this.#put(entryKey, { entry, currentAt: NEVER });
  }

  drop(entryKey: string): void {
    this.#recent.delete(entryKey);
    this.#older.delete(entryKey);
  }

  #put(entryKey: string, value: LocalValue): void {
    this.#older.delete(entryKey);
    this.#recent.set(entryKey, value);
    if (this.#recent.size < this.#half) return;
    this.#older = this.#recent;
    this.#recent = new Map();
  }
}
