import { hashOf } from "../cache/entry-namespace.ts";
import type { JsonValue } from "../cache/json.ts";
import { questionKey } from "../cache/key.ts";
import type { Notes } from "../cache/notes.ts";
import type { Change } from "./changes.ts";
import type { Invalidator } from "./invalidator.ts";
import { refuseDeferred } from "./reconciler-pass.ts";

/** What can be compared with how it was, because nobody tells when it is edited. */
export type ComparedSetting = "schedules" | "eventTypes" | "outOfOffice";

export interface CompareDeps {
  readonly notes: Notes;
  readonly invalidator: Invalidator;
  /** Reads all there is of a kind that the credential may see. */
  readonly readSettings: (
    setting: ComparedSetting,
    signal: AbortSignal,
  ) => Promise<readonly unknown[]>;
}

const KEPT_FOR_MS = 30 * 24 * 3_600_000;

const CHANGES: Readonly<Record<ComparedSetting, Change>> = {
  schedules: { kind: "schedule-changed" },
  eventTypes: { kind: "event-type-changed" },
  // Whose absence has gone is not to be seen any more.
  outOfOffice: { kind: "absence-changed", hostIds: [] },
};

/**
 * Compares settings with how they were, and orphans what depends on them where they differ or where
 * nobody knows how they were. One kind after another, because they spend what is left over; one that
 * fails does not keep the others from being compared.
 *
 * @returns those that differ
 * @throws StoreError when the store did not confirm it, and what reads throw
 */
export async function compareSettings(
  deps: CompareDeps,
  settings: readonly ComparedSetting[],
  signal: AbortSignal,
): Promise<readonly ComparedSetting[]> {
  const changed: ComparedSetting[] = [];
  const errors: unknown[] = [];
  for (const setting of settings) {
    try {
      if (await differs(deps, setting, signal)) changed.push(setting);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return changed;
}

async function differs(
  { notes, invalidator, readSettings }: CompareDeps,
  setting: ComparedSetting,
  signal: AbortSignal,
): Promise<boolean> {
  const before = await notes.findSurely(setting);
  const hash = await hashOfAll(await readSettings(setting, signal));
  signal.throwIfAborted();
  if (before === hash) return false;
  refuseDeferred(await invalidator.catchUp([CHANGES[setting]]));
  await notes.putSurely(setting, hash, KEPT_FOR_MS);
  return true;
}

// In an order of its own, because no server promises one.
function hashOfAll(items: readonly unknown[]): Promise<string> {
  return hashOf(
    items
      .map((item) => questionKey([item as JsonValue]))
      .sort()
      .join(),
  );
}
