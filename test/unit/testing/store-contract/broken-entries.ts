import type { StoredEntry } from "../../../../src/stores/contract.ts";
import { type Defects, rightParts } from "./model-store.ts";

const withValue = (text: string, change: (value: unknown) => unknown): StoredEntry => {
  const entry = rightParts.decode(text);
  return { ...entry, value: change(entry.value) };
};

export const brokenEntries: Defects = {
  "gives an entry and the records beside it, in the order asked for": {
    methods: ({ read }) => ({ read: (entryKey, keys) => read(entryKey, [...keys].sort()) }),
  },
  "gives records without an entry, and an entry without records": {
    methods: ({ read }) => ({
      read: (entryKey, keys) =>
        keys.length === 0 ? { entry: undefined, states: [] } : read(entryKey, keys),
    }),
  },
  "gives nothing where nothing was written": {
    methods: ({ read }) => ({
      async read(entryKey, keys) {
        const { entry = null, states } = await read(entryKey, keys);
        return { entry: entry as StoredEntry, states };
      },
    }),
  },
  "gives an entry that another process has written": {
    methods({ read, write }) {
      const own = new Set<string | undefined>();
      return {
        write: (...args) => {
          own.add(args[0]);
          return write(...args);
        },
        read: (entryKey, keys) => read(own.has(entryKey) ? entryKey : undefined, keys),
      };
    },
  },
  "replaces an entry by the one written last": {
    methods: ({ write, read }) => ({
      async write(entryKey, ...rest) {
        if ((await read(entryKey, [])).entry === undefined) await write(entryKey, ...rest);
      },
    }),
  },
  "keeps every JSON value as it is": {
    parts: { decode: (text) => withValue(text, (value) => value || undefined) },
  },
  "keeps an entry of a million characters": {
    methods: ({ write }) => ({
      async write(key, entry, ...rest) {
        if (JSON.stringify(entry).length < 500_000) await write(key, entry, ...rest);
      },
    }),
  },
  "keeps entries apart, whatever characters their keys hold": {
    parts: { entryKey: (key) => key.toLowerCase() },
  },
  "hands out values that are frozen through and through": {
    parts: { decode: (text) => ({ ...JSON.parse(text) }) },
  },
  "forgets an entry when its time to live is over": { parts: { lifeOf: () => 1e9 } },
  "takes a time to live that is no whole number": {
    methods: ({ write }) => ({
      async write(key, entry, ttlMs, lease) {
        if (!Number.isInteger(ttlMs)) throw new Error("value is not an integer");
        await write(key, entry, ttlMs, lease);
      },
    }),
  },
  "keeps one of the entries that are written at the same time, whole": {
    methods({ read, write }, { entries }) {
      const versions = new Map<string, StoredEntry["versions"]>();
      return {
        async write(key, entry, ...rest) {
          versions.set(key, entry.versions);
          await Promise.resolve();
          await write(key, entry, ...rest);
        },
        async read(key, keys) {
          const { entry, states } = await read(key, keys);
          const of = versions.get(key ?? "") ?? {};
          return { entry: entries.size > 0 && entry ? { ...entry, versions: of } : entry, states };
        },
      };
    },
  },
};
