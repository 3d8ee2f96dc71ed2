import { type Clock, systemClock } from "../../clock.ts";
import type {
  CacheStore,
  NewMark,
  RegistryStep,
  StoredEntry,
  TagState,
} from "../../stores/contract.ts";
import { randomToken } from "../../tokens.ts";

/** A store to be checked, and what the checks need beside it. */
export interface StoreUnderTest {
  /** As an application makes it. */
  readonly store: CacheStore;
  /** Another one over the same data, as another process makes it. @default `store` itself */
  readonly other?: CacheStore;
  /**
   * Lets so many milliseconds pass by the clock that the store's marks, leases and entries end by.
   * @default waits
   */
  readonly pass?: (ms: number) => Promise<void>;
  /** What the stores are told to go by. @default the platform's clock */
  readonly clock?: Clock;
  /** Called after the check, also after one that failed. */
  readonly end?: () => void | Promise<void>;
}

/** One check's own registry in the store: others may have used the store before. */
export interface Trial {
  readonly store: CacheStore;
  /** What another process has; where there is none, the same store. */
  readonly other: CacheStore;
  readonly rootKey: string;
  /** How long something lives that shall end within the check. */
  readonly shortMs: number;
  pass(ms: number): Promise<void>;
  /** Lets everything end that was to live for {@link shortMs}. */
  passShort(): Promise<void>;
  /** The key of a tag's record. */
  key(tag: string): string;
  entryKey(name: string): string;
  /** A text that no other call gives. */
  fresh(): string;
  /** A step on the record of a tag, `tag` itself unless another is named. */
  step(fields?: Partial<RegistryStep> & { readonly tag?: string }): RegistryStep;
  /** What a reader sees of a tag now. */
  state(tag?: string, store?: CacheStore): Promise<TagState | undefined>;
  /** What a reader sees once it has asked for a version. */
  ensured(tag?: string, store?: CacheStore): Promise<TagState>;
  /** Another namespace in the same stores. */
  neighbour(): Trial;
  /** Takes away from `store` what it keeps its data in. */
  cutOff(): Promise<void>;
}

/** What a store must do, a sentence each. */
export type Checks = Readonly<Record<string, (trial: Trial) => Promise<void>>>;

/** Longer than any check takes. */
export const LONG_MS = 600_000;

export function trialOf(
  under: StoreUnderTest,
  shortMs: number,
  cutOff?: (under: StoreUnderTest) => void | Promise<void>,
): Trial {
  const { store, other = store, clock = systemClock } = under;
  // Of the form that clients give them, so that whatever splits keys splits these; and drawn, because
  // a store may outlive the run.
  const namespace = `${randomToken()}:https%3A%2F%2Fapi.cal.example%2Fv2`;
  const keyPrefix = `calcom:{${namespace}}:tag:`;
  const rootKey = `${keyPrefix}all`;
  let drawn = 0;
  const fresh = () => `${namespace}-${++drawn}`;
  const key = (tag: string) => keyPrefix + tag;
  const pass = under.pass ?? waited;
  for (const one of new Set([store, other])) one.attach?.({ clock, keyPrefix, rootKey });
  return {
    store,
    other,
    rootKey,
    shortMs,
    pass,
    passShort: () => pass(Math.ceil(1.2 * shortMs)),
    key,
    entryKey: (name) => `calcom:${namespace}:entry:anonymous:${name}`,
    fresh,
    step: ({ tag = "tag", ...fields } = {}) => ({
      ...{ key: key(tag), freshVersion: fresh(), bump: false, addMarks: [], removeMarks: [] },
      ...fields,
    }),
    state: async (tag = "tag", by = store) => (await by.read(undefined, [key(tag)])).states[0],
    async ensured(tag = "tag", by = store) {
      const [state] = await by.ensure([key(tag)], fresh());
      if (state === undefined) throw new Error("Expected: a state for each record asked for.");
      return state;
    },
    neighbour: () => trialOf(under, shortMs, cutOff),
    cutOff: async () => cutOff?.(under),
  };
}

// Not through `Clock`, whose timers let a process end that waits for nothing else.
function waited(ms: number): Promise<void> {
  return new Promise((resolve) => globalThis.setTimeout(resolve, ms));
}

export function fence(id: string, durationMs = LONG_MS): NewMark {
  return { id, kind: "fence", durationMs };
}

export function entryOf(value: unknown, versions: StoredEntry["versions"] = {}): StoredEntry {
  return { value, versions, loadBeganAt: 5, expiresAt: 9_000_000_000_000 };
}
