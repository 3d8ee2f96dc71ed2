const TESTS = "test/coherence/histories.test.ts";

/** What was found stale in models of the protocol, by the names the mutants have: histories must notice, too. */
const NAMES = [
  "load joined by its key alone",
  "shared load not checked again after its end",
  "no fence before sending",
  "one fence per tag instead of a set",
  "record created by overwriting",
  "fence released after an unknown outcome",
  "unknown outcome bumps at once and does not keep the fence",
  "no settling after a webhook",
  "webhooks verified but not applied",
  "layers do not record what they read",
  "hosts of the pool not bumped",
  "time that is gone left in the caches",
];

const OWN = [
  {
    name: "versions read when storing instead of before loading",
    file: "src/cache/load-runner.ts",
    find: "return { value, dependencies: capturedDependencies(captured, times, requestId), decaysAt };",
    replace:
      "const tags = captured?.entries().map(([tag]) => tag);\n    const late = tags && (await this.#options.registry.ensure(tags));\n    return { value, dependencies: capturedDependencies(late, times, requestId), decaysAt };",
  },
  {
    name: "width event-type where hosts are shared",
    file: "src/options.ts",
    find: 'invalidation.width ?? "hosts"',
    replace: 'invalidation.width ?? "event-type"',
  },
  {
    name: "hosts unknown, only the event type fenced and bumped",
    file: "src/invalidation/rules.ts",
    find: '? tags : [...tags, "all"];\n}\n',
    replace: "? tags : eventTypes;\n}\n",
  },
  {
    name: "no settling after a write",
    file: "src/option-checks.ts",
    find: "const write = isHosted ? HOSTED_SETTLE_MS : 0;",
    replace: "const write = isHosted ? HOSTED_SETTLE_MS * 0 : 0;",
  },
  {
    // A mark that ends by itself takes the version along, and then two steps are harmless.
    name: "webhook: bump, then settling, as two steps, the second lifted by who set it",
    file: "src/invalidation/invalidator.ts",
    find: `    const heard = await this.#bumpTags(tags, marks, "webhook", (changes) =>
      this.#floods.applySurely(changes),
    );`,
    replace: `    const heard = await this.#bumpTags(tags, [], "webhook");
    const settling = marks.map((mark) => ({ ...mark, durationMs: 3_600_000 }));
    const removeMarks = settling.map(({ id }) => id);
    const step = (more: object) =>
      this.#registry.apply([...heard.tags].map((tag) => ({ tag, bump: false, ...more })));
    await new Promise<void>((resolve) => void this.#clock.setTimeout(resolve, 500));
    await step({ marks: settling });
    const lift = () => void step({ removeMarks }).catch(() => undefined);
    this.#clock.setTimeout(lift, this.#settleMs.webhook);`,
  },
];

/**
 * The broken variants that the checker of histories is fed.
 * @template {{ readonly name: string }} Mutant
 * @param {readonly Mutant[]} mutants
 */
export function mutantsInHistories(mutants) {
  const named = NAMES.map((wanted) => {
    const found = mutants.find(({ name }) => name === wanted);
    if (found === undefined) throw new Error(`No mutant is called "${wanted}"`);
    return found;
  });
  return [...named, ...OWN].map((mutant) => ({
    ...mutant,
    name: `histories: ${mutant.name}`,
    tests: TESTS,
  }));
}
