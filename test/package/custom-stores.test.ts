import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, it } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import { storeContract } from "../../src/testing/store-contract.ts";
import { createVirtualClock } from "../../src/testing/virtual-clock.ts";

const guide = readFileSync(new URL("../../docs/guides/custom-stores.md", import.meta.url), "utf8");
const [, code = ""] = /^```ts\n([\s\S]*?)^```/m.exec(guide) ?? [];
// Within the project, so that the import of this package is found as in any other test.
const folder = mkdtempSync(fileURLToPath(new URL("../../.snippets-", import.meta.url)));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "store.ts"), code);

interface Row {
  readonly text: string;
  readonly endsAt: number;
}

/** Runs one transaction after the other, and undoes what fails. */
function database(now: () => number) {
  let rows = new Map<string, Row>();
  let last: Promise<unknown> = Promise.resolve();
  const transaction = <T>(run: (rows: object) => Promise<T>): Promise<T> => {
    const result = last.then(async () => {
      const draft = new Map(rows);
      const value = await run({
        now: async () => now(),
        get: async (key: string) => {
          const row = draft.get(key);
          return row !== undefined && row.endsAt > now() ? row.text : undefined;
        },
        set: async (key: string, text: string, ttlMs: number) =>
          void draft.set(key, { text, endsAt: now() + ttlMs }),
      });
      rows = draft;
      return value;
    });
    last = result.catch(() => undefined);
    return result;
  };
  return { transaction };
}

describe("the store of the guide", async () => {
  const { databaseStore } = (await import(join(folder, "store.ts"))) as {
    databaseStore: (over: object) => CacheStore;
  };
  const checks = storeContract(() => {
    const clock = createVirtualClock();
    const data = database(clock.now);
    return { store: databaseStore(data), other: databaseStore(data), clock, pass: clock.advance };
  });
  for (const { title, run } of checks) it(title, run);
});
