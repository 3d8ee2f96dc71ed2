import type { Clock } from "../clock.ts";
import { createState, type State } from "./state.ts";

/** A copy of the state that hears of every change late, and of all changes in their order. */
export interface Replica {
  /** The copy as it is now. Whoever changes it changes nothing. */
  read(): State;
  clear(): void;
}

type Ship = (change: () => void) => void;

/** Tells of every change of a table; all of them go through these three methods. */
function follow<K, V>(table: Map<K, V>, copy: Map<K, V>, ship: Ship): void {
  const { set, delete: remove, clear } = table;
  table.set = (key, value) => {
    ship(() => copy.set(key, value));
    return set.call(table, key, value) as Map<K, V>;
  };
  table.delete = (key) => {
    ship(() => copy.delete(key));
    return remove.call(table, key);
  };
  table.clear = () => {
    ship(() => copy.clear());
    clear.call(table);
  };
}

/**
 * Follows a state at a distance.
 *
 * @param lagMs how late the copy is; 0 needs no copy
 */
export function createReplica(state: State, clock: Clock, lagMs: number): Replica {
  if (lagMs === 0) return { read: () => state, clear: () => {} };
  const copy = createState();
  let shipped: { readonly at: number; readonly change: () => void }[] = [];

  const catchUp = (): void => {
    const seen = clock.monotonic() - lagMs;
    const late = shipped.findIndex(({ at }) => at > seen);
    const due = shipped.splice(0, late < 0 ? shipped.length : late);
    for (const { change } of due) change();
  };

  const copies = new Map<string, unknown>(Object.entries(copy));
  for (const [name, table] of Object.entries(state)) {
    const target = copies.get(name);
    if (!(table instanceof Map) || !(target instanceof Map)) continue;
    follow(table, target, (change) => {
      catchUp();
      shipped.push({ at: clock.monotonic(), change });
    });
  }
  return {
    read() {
      catchUp();
      return copy;
    },
    clear() {
      for (const { change } of shipped) change();
      shipped = [];
    },
  };
}
