const PENDING = "src/cache/pending-changes.ts";
const real = (name) => `test/integration/redis-${name}.test.ts`;

/** What keeps a process right while its Redis is in trouble, taken out. */
export const mutantsOfTrouble = [
  {
    name: "trouble: what the store did not confirm is not repeated",
    file: PENDING,
    find: "if (this.#closed || this.#running || this.#timer !== undefined) return;",
    replace: "if (this.#retryMs > 0) return;",
    tests: real("trouble"),
  },
  {
    name: "trouble: what the store did not confirm is repeated once",
    file: PENDING,
    find: "this.#putBack(batch);",
    replace: "",
    tests: real("trouble"),
  },
  {
    name: "trouble: what the store did not confirm does not count in this process",
    file: PENDING,
    find: "return this.#held.has(tag);",
    replace: "return false && this.#held.has(tag);",
    tests: real("full"),
  },
  {
    name: "trouble: what has landed counts as pending for ever",
    file: PENDING,
    find: "for (const tag of batch.keys()) this.#release(tag);",
    replace: "",
    tests: real("trouble"),
  },
  {
    name: "trouble: a store that keeps failing is asked each time",
    file: "src/cache/store-breaker.ts",
    find: "if (this.#failures < FAILURES_TO_OPEN) return;",
    replace: "if (this.#failures >= 0) return;",
    tests: real("trouble"),
  },
  {
    name: "trouble: a store that was left alone is not tried again",
    file: "src/cache/store-breaker.ts",
    find: "if (this.#isProbing || this.#clock.monotonic() < this.#openUntil) return undefined;",
    replace: "if (this.#openUntil > 0) return undefined;",
    tests: real("trouble"),
  },
  {
    name: "trouble: reads wait for the store ten times as long",
    file: "src/cache/store-access.ts",
    find: "this.#timeoutMs = options.storeTimeoutMs;",
    replace: "this.#timeoutMs = 10 * options.storeTimeoutMs;",
    tests: real("trouble"),
  },
  {
    name: "trouble: a booking goes ahead that was to be refused",
    file: "src/api/write-path.ts",
    find: "invalidator.fence(expected, times, refuseWithoutStore)",
    replace: "invalidator.fence(expected, times, false && refuseWithoutStore)",
    tests: real("trouble"),
  },
  {
    name: "trouble: listeners are told that all is confirmed",
    file: "src/invalidation/invalidator.ts",
    find: "{ tags: [...bumped], cause, coherence }",
    replace: '{ tags: [...bumped], cause, coherence: coherence && "confirmed" }',
    tests: real("trouble"),
  },
  {
    name: "trouble: a version that was lost comes back under its own name",
    file: "src/cache/version-registry.ts",
    find: "const fresh = randomToken();",
    replace: 'const fresh = "v0";',
    tests: real("eviction"),
  },
];
