import type { Clock } from "../../src/clock.ts";
import type { CacheStore, RegistryStep, StepNews, StoredEntry } from "../../src/index.ts";
import { applyStep, ensureRecord, stateOf, type TagRecord } from "../../src/stores/tag-record.ts";

type What = "read" | "ensure" | "apply" | "write" | "generation";

/** One command held back by a test: carried out and answered when it says so. */
export interface HeldCommand {
  execute(): void;
  answer(): void;
}

/** One process's way to the server, and what is wrong with it. */
export interface ServerLink {
  readonly store: CacheStore;
  /** What was sent over it. */
  readonly sent: What[];
  /** The keys of entries that were asked for, read by read. */
  readonly entriesAsked: (string | undefined)[];
  /** `lost`: nothing arrives; `unanswered`: it arrives; `frozen`: it waits for `thaw`. */
  commands: "up" | "lost" | "unanswered" | "frozen" | "refused";
  /** `kept`: not delivered before a test takes them out of `mail`. */
  messages: "delivered" | "lost" | "kept";
  readonly mail: (() => void)[];
  thaw(): void;
  /** Holds the next command of a kind back. */
  hold(what: What): Promise<HeldCommand>;
}

/** A server with records by the library's own rules, whose commands and messages a test schedules. */
export function createScheduledServer(clock: Clock) {
  let drawn = 0;
  const state = {
    records: new Map<string, TagRecord>(),
    entries: new Map<string, StoredEntry>(),
    generation: undefined as string | undefined,
  };
  const readers = new Set<(news: StepNews) => void>();
  const now = () => clock.monotonic();
  const stateAt = (key: string) => stateOf(state.records.get(key), now());
  const commands = {
    read: (entryKey: string | undefined, keys: readonly string[]) => ({
      entry: entryKey === undefined ? undefined : state.entries.get(entryKey),
      states: keys.map(stateAt),
    }),
    ensure: (keys: readonly string[], fresh: string) =>
      keys.map((key) => {
        const record = ensureRecord(state.records.get(key), fresh, now());
        state.records.set(key, record);
        return stateOf(record, now());
      }),
    apply(steps: readonly RegistryStep[]) {
      for (const step of steps) {
        const record = applyStep(state.records.get(step.key), step, now());
        if (record === undefined) state.records.delete(step.key);
        else state.records.set(step.key, record);
      }
      const told = steps.filter(({ bump, addMarks }) => bump || addMarks.length > 0);
      if (told.length === 0) return;
      const previous = state.generation ?? "";
      state.generation = `generation-${++drawn}`;
      const recordKeys = told.map(({ key }) => key);
      for (const hear of readers)
        hear({ kind: "message", previous, next: state.generation, recordKeys });
    },
    write: (key: string, entry: StoredEntry) => void state.entries.set(key, entry),
    generation() {
      state.generation ??= `generation-${++drawn}`;
      return state.generation;
    },
  };

  function connect(options: { readonly values?: "store" | "local" } = {}): ServerLink {
    const frozen: (() => void)[] = [];
    const holds = new Map<What, (command: HeldCommand) => void>();
    const listeners = new Set<(news: StepNews) => void>();
    const send = <T>(what: What, run: () => T): Promise<T> => {
      link.sent.push(what);
      return new Promise((resolve, reject) => {
        let result: T | undefined;
        const execute = () => {
          result = run();
        };
        const answer = () => resolve(result as T);
        const both = () => {
          execute();
          answer();
        };
        const held = holds.get(what);
        holds.delete(what);
        if (held !== undefined) held({ execute, answer });
        else if (link.commands === "up") both();
        else if (link.commands === "unanswered") execute();
        else if (link.commands === "frozen") frozen.push(both);
        else if (link.commands === "refused") reject(new Error("connection refused"));
      });
    };
    const tell = (news: StepNews) => {
      for (const listener of listeners) listener(news);
    };
    readers.add((news) => {
      if (link.messages === "delivered") tell(news);
      else if (link.messages === "kept") link.mail.push(() => tell(news));
    });
    const apply = async (steps: readonly RegistryStep[]) => {
      const recordKeys = steps.map(({ key }) => key);
      tell({ kind: "own", recordKeys });
      try {
        await send("apply", () => commands.apply(steps));
      } finally {
        tell({ kind: "own", recordKeys });
      }
    };
    const link: ServerLink = {
      sent: [],
      entriesAsked: [],
      commands: "up",
      messages: "delivered",
      mail: [],
      thaw() {
        link.commands = "up";
        for (const run of frozen.splice(0)) run();
      },
      hold: (what) => new Promise((resolve) => holds.set(what, resolve)),
      store: {
        name: "scheduled",
        values: options.values ?? "store",
        read(entryKey, keys) {
          link.entriesAsked.push(entryKey);
          return send("read", () => commands.read(entryKey, keys));
        },
        ensure: (keys, fresh) =>
          send("ensure", () => commands.ensure(keys, fresh)) as ReturnType<CacheStore["ensure"]>,
        apply,
        write: (key, entry) => send("write", () => commands.write(key, entry)),
        close: () => undefined,
        generations: {
          read: () => send("generation", commands.generation),
          listen(_rootKey, hear) {
            listeners.add(hear);
            return () => listeners.delete(hear);
          },
        },
      },
    };
    return link;
  }

  return { state, connect };
}
