import type { Keyv } from "keyv";
import * as z from "zod/mini";
import { type Clock, systemClock } from "../clock.ts";
import type { CacheStore, RegistryStep, StoredEntry, StoreRead, TagState } from "./contract.ts";
import { decodeEntry, encodeEntry } from "./entry-codec.ts";
import { allEnded, InTurn } from "./in-turn.ts";
import { applyStep, ensureRecord, type Mark, stateOf, type TagRecord } from "./tag-record.ts";

/** Longer than any mark, and renewed whenever one is set; losing a version only makes things colder. */
const RECORD_TTL_MS = 30 * 24 * 3_600_000;
const versionKey = (key: string) => `${key}#version`;
const marksKey = (key: string) => `${key}#marks`;

const markSchema = z.object({
  id: z.string(),
  kind: z.enum(["fence", "settling", "caution", "ending"]),
  endsAt: z.number(),
});
const marksSchema = z.array(markSchema);

/**
 * A registry over any Keyv. Version and marks have a key each: a version is only ever replaced by
 * a fresh one, never written back as it was read, so no race between processes can revive it.
 */
export class KeyvRecordStore implements CacheStore {
  readonly name = "keyv";
  readonly #keyv: Keyv;
  readonly #turns: InTurn;
  #known: Clock | undefined;

  /** @param identity what all stores over the same data have in common */
  constructor(keyv: Keyv, identity: object) {
    this.#keyv = keyv;
    this.#turns = InTurn.of(identity);
  }

  attach(context: { readonly clock: Clock }): void {
    this.#known ??= context.clock;
  }

  get #clock(): Clock {
    return this.#known ?? systemClock;
  }

  async read(entryKey: string | undefined, recordKeys: readonly string[]): Promise<StoreRead> {
    const entryKeys = entryKey === undefined ? [] : [entryKey];
    const keys = [...entryKeys, ...recordKeys.flatMap((key) => [versionKey(key), marksKey(key)])];
    const values = await this.#getMany(keys);
    const now = this.#clock.now();
    const states = recordKeys.map((_key, index) => {
      const at = entryKeys.length + 2 * index;
      return stateOf(recordOf(values[at], values[at + 1]), now);
    });
    return { entry: entryKey === undefined ? undefined : decodeEntry(values[0]), states };
  }

  async ensure(recordKeys: readonly string[], freshVersion: string): Promise<readonly TagState[]> {
    const ensure = async (key: string) => {
      const before = await this.#record(key);
      const now = this.#clock.now();
      const after = ensureRecord(before, freshVersion, now);
      await this.#replace(key, before, after);
      return stateOf(after, now) as TagState;
    };
    return this.#turns.run(() => allEnded(recordKeys.map(ensure)), this.#clock);
  }

  async apply(steps: readonly RegistryStep[]): Promise<void> {
    const apply = async (step: RegistryStep) => {
      const before = await this.#record(step.key);
      // Read back is better evidence than a delete, which says `false` for "failed" as well.
      const gone = { version: step.freshVersion, marks: [] };
      const after = applyStep(before, step, this.#clock.now()) ?? gone;
      await this.#replace(step.key, before, after);
    };
    await this.#turns.run(() => allEnded(steps.map(apply)), this.#clock);
  }

  // Marks that are added come before the version, marks that go come after it: whoever reads or
  // crashes in between finds too much protection, never too little.
  async #replace(key: string, before: TagRecord | undefined, after: TagRecord): Promise<void> {
    const kept = (before?.marks ?? []).filter((mark) => mark !== LOST);
    const isKept = ({ id, endsAt }: Mark) =>
      kept.some((mark) => mark.id === id && mark.endsAt === endsAt);
    const added = after.marks.filter((mark) => !isKept(mark));
    if (added.length > 0) await this.#confirm(marksKey(key), JSON.stringify([...kept, ...added]));
    if (after.version !== before?.version) await this.#confirm(versionKey(key), after.version);
    const wanted = JSON.stringify(after.marks);
    const found = JSON.stringify([...kept, ...added]);
    if (wanted !== found) await this.#confirm(marksKey(key), wanted);
  }

  /** Writes and reads back, because an adapter may call a failed write a success. */
  async #confirm(key: string, text: string): Promise<void> {
    await this.#keyv.set(key, text, RECORD_TTL_MS);
    if ((await this.#keyv.get(key)) === text) return;
    throw new Error("The store did not keep what was written to it.");
  }

  async #record(key: string): Promise<TagRecord | undefined> {
    const [version, marks] = await this.#getMany([versionKey(key), marksKey(key)]);
    return recordOf(version, marks);
  }

  // One round trip where the adapter can; elsewhere one by one, because Keyv's own detour hides errors.
  async #getMany(keys: readonly string[]): Promise<readonly unknown[]> {
    if (typeof this.#keyv.store.getMany === "function") return this.#keyv.getMany([...keys]);
    return Promise.all(keys.map((key) => this.#keyv.get<unknown>(key)));
  }

  async write(entryKey: string, entry: StoredEntry, ttlMs: number): Promise<void> {
    await this.#keyv.set(entryKey, encodeEntry(entry), Math.max(1, Math.floor(ttlMs)));
  }

  async close(): Promise<void> {
    await this.#keyv.disconnect();
  }
}

// Stands for a version that was lost while its marks were not: an ended mark has ended it.
const LOST: Mark = { id: "lost", kind: "caution", endsAt: Number.NEGATIVE_INFINITY };

function recordOf(version: unknown, marks: unknown): TagRecord | undefined {
  const found = marksOf(marks);
  if (typeof version === "string") return { version, marks: found };
  return found.length === 0 ? undefined : { version: "", marks: [...found, LOST] };
}

function marksOf(text: unknown): readonly Mark[] {
  if (typeof text !== "string") return [];
  try {
    return marksSchema.parse(JSON.parse(text));
  } catch {
    // Whatever stood there may have been a fence: the version is not believed any more.
    return [LOST];
  }
}
