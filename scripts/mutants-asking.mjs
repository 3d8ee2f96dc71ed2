const MUTANTS = [
  {
    name: "ask that joins a load by its key alone",
    file: "src/cache/load-sharing.ts",
    find: "const sent = await this.#loadToWaitFor(entryKey, judged);",
    replace: `const joined = attempt.cache === "ask" ? this.#flights.sent(entryKey) : undefined;
      if (joined !== undefined) return this.#waitFor(joined, attempt, judged);
      const sent = await this.#loadToWaitFor(entryKey, judged);`,
  },
  {
    name: "ask answered by an entry",
    file: "src/cache/coherent-cache.ts",
    find: 'if (options.cache !== "use") {',
    replace: 'if (options.cache !== "use" && options.cache !== "ask") {',
  },
  {
    name: "fence left where a search has found the booking",
    file: "src/api/write-path.ts",
    find: "return { ...(await this.#done(write, fence, facts, seen.answer)), reconciled: true };",
    replace: "return { answer: seen.answer, coherence, reconciled: true };",
  },
  {
    name: "fence lifted while it is looked for the booking",
    file: "src/api/write-path.ts",
    find: "const coherence = await invalidator.keep(fence, lookMs);",
    replace: `const coherence = await invalidator.keep(fence, lookMs);
    if (lookMs > 0) await invalidator.release(fence);`,
  },
];

/** Those that leave somebody a stale answer, and not only a cold cache. */
const STALE = [
  "ask that joins a load by its key alone",
  "fence lifted while it is looked for the booking",
];

const tried = (where, mutants) =>
  mutants.map((mutant) => ({
    ...mutant,
    name: `${where.name}: ${mutant.name}`,
    tests: where.tests,
  }));

/**
 * What readers that ask, and writers that look for their booking, rest on, taken out: searches of every
 * order of steps must notice, and random histories.
 * @type {readonly { name: string, file: string, find: string, replace: string, tests: string }[]}
 */
export const mutantsOfAsking = [
  ...tried({ name: "every order", tests: "test/coherence/interleavings.test.ts" }, MUTANTS),
  ...tried(
    { name: "histories", tests: "test/coherence/histories.test.ts" },
    MUTANTS.filter(({ name }) => STALE.includes(name)),
  ),
];
