import type { CacheStore } from "../../src/index.ts";

type Command = "read" | "ensure" | "apply" | "write";

/** A store that counts what it is asked, can be cut off, and can hold an answer back. */
export function countingStore(inner: CacheStore) {
  const asked = { read: 0, ensure: 0, apply: 0, write: 0 };
  const written = new Set<string>();
  const outage = { isDown: false };
  const gates = new Map<Command, () => Promise<void>>();
  const ask = async <T>(command: Command, run: () => T | Promise<T>): Promise<T> => {
    asked[command] += 1;
    if (outage.isDown) throw new Error("connection refused");
    const gate = gates.get(command);
    gates.delete(command);
    const answer = await run();
    await gate?.();
    return answer;
  };
  const store: CacheStore = {
    name: "counting",
    attach: (context) => inner.attach?.(context),
    read: (entryKey, keys) => ask("read", () => inner.read(entryKey, keys)),
    ensure: (keys, fresh) => ask("ensure", () => inner.ensure(keys, fresh)),
    apply: (steps) => ask("apply", () => inner.apply(steps)),
    write(key, entry, ttlMs, lease) {
      written.add(key);
      return ask("write", () => inner.write(key, entry, ttlMs, lease));
    },
    close: () => inner.close(),
  };
  return {
    store,
    asked,
    outage,
    /** The keys of the entries that were written. */
    written,
    /** Lets something happen before the next answer to such a command arrives. */
    beforeAnswer: (command: Command, happen: () => Promise<void>) => gates.set(command, happen),
    /** Counts what is asked while something runs. */
    async during(run: () => Promise<unknown>): Promise<Readonly<typeof asked>> {
      const before = { ...asked };
      await run();
      return {
        read: asked.read - before.read,
        ensure: asked.ensure - before.ensure,
        apply: asked.apply - before.apply,
        write: asked.write - before.write,
      };
    },
  };
}
