/** After this many new paths, those go that were not asked for since as many before. */
const GENERATION = 500;
/** Longer ones would take more memory than they save time. */
const LONGEST = 40;

interface Branch<Value> {
  value: Value | undefined;
  readonly next: Map<unknown, Branch<Value>>;
}

/**
 * Remembers a value for each path of scalars that was asked for lately. Parts are compared as a `Map`
 * compares keys: quicker than making a text of them, and 5 is not taken for "5".
 */
export class RecentPaths<Value> {
  #young = branch<Value>();
  #old = branch<Value>();
  #size = 0;

  find(path: readonly unknown[]): Value | undefined {
    const value = find(this.#young, path);
    if (value !== undefined) return value;
    const older = find(this.#old, path);
    if (older !== undefined) this.remember(path, older);
    return older;
  }

  /** Objects may change, so that a path with one in it is not remembered. */
  remember(path: readonly unknown[], value: Value): void {
    if (path.length > LONGEST || path.some((part) => typeof part === "object" && part !== null))
      return;
    if (this.#size >= GENERATION) {
      this.#old = this.#young;
      this.#young = branch();
      this.#size = 0;
    }
    let end = this.#young;
    for (const part of path) {
      const next = end.next.get(part) ?? branch();
      end.next.set(part, next);
      end = next;
    }
    if (end.value === undefined) this.#size += 1;
    end.value = value;
  }
}

function branch<Value>(): Branch<Value> {
  return { value: undefined, next: new Map() };
}

function find<Value>(root: Branch<Value>, path: readonly unknown[]): Value | undefined {
  let end: Branch<Value> | undefined = root;
  for (const part of path) {
    end = end.next.get(part);
    if (end === undefined) return undefined;
  }
  return end.value;
}
