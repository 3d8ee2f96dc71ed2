/**
 * Each mechanism taken out, and the tests that must notice. `find` occurs exactly once in `file`.
 * @type {readonly { name: string, file: string, find: string, replace: string, tests: string }[]}
 */
export const mutants = [
  {
    name: "versions read when storing instead of before loading",
    file: "src/cache/coherent-cache.ts",
    find: "const outcome = await this.#runner.run(question, load, judged.states, options.frame);",
    replace:
      'const late = await this.#runner.run(question, load, judged.states, options.frame);\n        const now = await this.#options.registry.ensure(question.tags);\n        const outcome = question.derived ? late : { ...late, dependencies: { ...late.dependencies, storable: true, versions: Object.fromEntries([...now].map(([tag, state]) => [tag, state?.version ?? ""])) } };',
    tests: "test/coherence/write-during-load.test.ts",
  },
  {
    name: "load joined by its key alone",
    file: "src/cache/coherent-cache.ts",
    find: "if (await this.#mayWaitFor(sent, judged)) {",
    replace:
      "if (sent !== undefined) return this.#waitFor(sent, options);\n      if (sent !== undefined) {",
    tests: "test/coherence/write-during-load.test.ts",
  },
  {
    name: "shared load not checked again after its end",
    file: "src/cache/coherent-cache.ts",
    find: "if (await this.#isStillShown(sent, outcome, question, judged)) return outcome;",
    replace: "return outcome;",
    tests: "test/coherence/layers.test.ts",
  },
  {
    name: "no fence before sending",
    file: "src/invalidation/invalidator.ts",
    find: "await this.#registry.tryApply([...tags].map((tag) => ({ tag, bump: false, marks })));",
    replace: "void marks;",
    tests: "test/coherence/crash.test.ts",
  },
  {
    name: "one fence per tag instead of a set",
    file: "src/invalidation/invalidator.ts",
    find: "const id = randomToken();\n    const held",
    replace: 'const id = "the only fence";\n    const held',
    tests: "test/coherence/crash.test.ts",
  },
  {
    name: "record created by overwriting",
    file: "src/stores/tag-record.ts",
    find: "if (live.length === record.marks.length) return record;",
    replace: "if (live.length < 0) return record;\n  return { version: freshVersion, marks: [] };",
    tests: "test/contracts/memory-store.test.ts",
  },
  {
    name: "version survives a mark that ran out",
    file: "src/stores/tag-record.ts",
    find: "if (record.marks.some((mark) => mark.endsAt <= now)) return undefined;",
    replace:
      "if (record.marks.every((mark) => mark.endsAt <= now)) return { version: record.version, marked: false, cautious: false };",
    tests: "test/coherence/crash.test.ts",
  },
  {
    name: "version survives one ended mark while another lives",
    file: "src/stores/tag-record.ts",
    find: "const keepsVersion = record !== undefined && !step.bump && live.length === before.length;",
    replace: "const keepsVersion = record !== undefined && !step.bump;",
    tests: "test/contracts/memory-store.test.ts",
  },
  {
    name: "fence released after an unknown outcome",
    file: "src/invalidation/invalidator.ts",
    find: 'if (fence.confirmed) return "confirmed";',
    replace:
      'if (fence.confirmed) {\n      await this.release(fence);\n      return "confirmed";\n    }',
    tests: "test/coherence/unknown-outcome.test.ts",
  },
  {
    name: "unknown outcome bumps at once and does not keep the fence",
    file: "src/invalidation/invalidator.ts",
    find: 'if (fence.confirmed) return "confirmed";',
    replace:
      "if (fence.confirmed) {\n      return this.#registry.applySurely([...fence.tags].map((tag) => ({ tag, bump: true, removeMark: fence.id })));\n    }",
    tests: "test/coherence/unknown-outcome.test.ts",
  },
  {
    name: "hosts unknown, only the event type fenced",
    file: "src/invalidation/rules.ts",
    find: '? tags : [...tags, "all"];',
    replace: '? tags : tags.filter((tag) => tag.startsWith("event-type"));',
    tests: "test/coherence/unknown-outcome.test.ts",
  },
  {
    name: "changes do not bump `unknown`, and unknown pools do not bump `all`",
    file: "src/invalidation/rules.ts",
    find: 'return new Set<Tag>(["unknown", ...rule(change, context)]);',
    replace: 'return new Set<Tag>(rule(change, context).filter((tag) => tag !== "all"));',
    tests: "test/coherence/unknown-outcome.test.ts",
  },
  {
    name: "no settling after a webhook",
    file: "src/invalidation/invalidator.ts",
    find: '...this.#marks("settling", this.#settleMs.webhook),',
    replace: "",
    tests: "test/coherence/webhooks.test.ts",
  },
  {
    name: "no caution after a cancel",
    file: "src/invalidation/invalidator.ts",
    find: '...(change.kind === "booking-cancelled" ? this.#marks("caution", CAUTION_MS) : []),',
    replace: "",
    tests: "test/coherence/webhooks.test.ts",
  },
  {
    name: "webhooks verified but not applied",
    file: "src/webhooks/receiver.ts",
    find: "const { tags, coherence } = await deps.invalidator.hear(change);",
    replace:
      'void change;\n  const tags = new Set<string>();\n  const coherence = "confirmed" as "confirmed" | "deferred";',
    tests: "test/coherence/webhooks.test.ts",
  },
  {
    name: "layers do not record what they read",
    file: "src/cache/coherent-cache.ts",
    find: "ours ? dependencies : {",
    replace: 'ours ? { ...dependencies, versions: { all: dependencies.versions.all ?? "" } } : {',
    tests: "test/coherence/layers.test.ts",
  },
  {
    name: "an answer with two versions of one tag is kept",
    file: "src/cache/dependencies.ts",
    find: "if (known !== undefined && known !== version) this.#storable = false;",
    replace: "void known;",
    tests: "test/coherence/layers.test.ts",
  },
  {
    name: "hosts of the pool not bumped",
    file: "src/invalidation/rules.ts",
    find: "...members.flatMap(({ id, emailHash }) => [hostTag(id), emailTag(emailHash)]),",
    replace: '...(members.length < 0 ? [emailTag("")] : []),',
    tests: "test/coherence/crash.test.ts",
  },
  {
    name: "unconfirmed bump forgotten",
    file: "src/cache/version-registry.ts",
    find: "this.#pending.keep(changes, error);",
    replace: "void error;",
    tests: "test/coherence/store-trouble.test.ts",
  },
  {
    name: "pending tags not held as fenced in this process",
    file: "src/cache/version-registry.ts",
    find: "state && this.#pending.holds(tag) ? { ...state, marked: true } : state",
    replace: "state",
    tests: "test/coherence/store-trouble.test.ts",
  },
  {
    name: "Redis believed whatever server it is",
    file: "src/stores/redis-connection.ts",
    find: "const done = this.#meet(this);",
    replace:
      "const done = this.#meet === undefined ? Promise.reject(new Error()) : Promise.resolve();",
    tests: "test/integration/keyv-redis.test.ts",
  },
  {
    name: "a read inside a load of a layer that fails is not recorded",
    file: "src/cache/coherent-cache.ts",
    find: "this.#note(frame, failedDependencies(judged.states));",
    replace: "void failedDependencies;",
    tests: "test/unit/cache/layer.test.ts",
  },
  {
    name: "one reader's abort ends the shared load",
    file: "src/cache/shared-load.ts",
    find: "if (this.#readers === 1) this.#abandon(error);",
    replace: "this.#abandon(error);",
    tests: "test/unit/cache/shared-load.test.ts",
  },
];
