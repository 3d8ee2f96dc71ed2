const BREAKER = "src/cache/store-breaker.ts";
const SHARING = "src/cache/load-sharing.ts";
const TURN = "src/cache/load-turn.ts";
const TURNS = "src/cache/load-turns.ts";
const OF_ACCESS = "test/unit/cache/store-access.test.ts";
const OF_STORES = "test/coherence/store-trouble.test.ts";
const OF_TURNS = "test/coherence/load-turns.test.ts";
const OF_TROUBLE = "test/coherence/load-turns-trouble.test.ts";
const OF_LAYERS = "test/coherence/load-turns-layers.test.ts";

/** What leaves a failing store alone, and what lets processes load one after another. */
export const mutantsOfTurns = [
  {
    name: "breaker: a store that keeps failing is asked all the same",
    file: BREAKER,
    find: "if (this.#failures < FAILURES_TO_OPEN) return;",
    replace: "if (this.#failures < FAILURES_TO_OPEN * 1e9) return;",
    tests: OF_STORES,
  },
  {
    name: "breaker: one failure is enough",
    file: BREAKER,
    find: "if (this.#failures < FAILURES_TO_OPEN) return;",
    replace: "if (FAILURES_TO_OPEN < 0) return;",
    tests: OF_ACCESS,
  },
  {
    name: "breaker: everybody who shared one trouble counts",
    file: BREAKER,
    find: "if (begun === this.#failures) this.#failures += 1;",
    replace: "this.#failures += 1;",
    tests: OF_ACCESS,
  },
  {
    name: "breaker: everybody probes",
    file: BREAKER,
    find: "    this.#isProbing = true;\n",
    replace: "",
    tests: OF_ACCESS,
  },
  {
    name: "breaker: pauses do not grow",
    file: BREAKER,
    find: "this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);",
    replace: "void LONGEST_PAUSE_MS;",
    tests: OF_ACCESS,
  },
  {
    name: "breaker: pauses are all alike",
    file: BREAKER,
    find: "(0.5 + Math.random() / 2)",
    replace: "1",
    tests: OF_ACCESS,
  },
  {
    name: "breaker: pauses stay long after an answer",
    file: BREAKER,
    find: "    this.#pauseMs = FIRST_PAUSE_MS;\n",
    replace: "",
    tests: OF_ACCESS,
  },
  {
    name: "breaker: only a probe's answer is heeded",
    file: BREAKER,
    find: "    this.#openUntil = undefined;\n",
    replace: "    if (this.#isProbing) this.#openUntil = undefined;\n",
    tests: OF_ACCESS,
  },
  {
    name: "breaker: a reader in a hurry is held against the store",
    file: "src/cache/store-access.ts",
    find: "const judged = waitFor(result, { what, timeoutMs }, this.#clock).then(",
    replace:
      "const hurried = { what, timeoutMs, leftMs: Math.min(timeoutMs, (patience?.until ?? Infinity) - this.#clock.monotonic()) };\n    const judged = waitFor(result, hurried, this.#clock).then(",
    tests: OF_ACCESS,
  },
  {
    name: "breaker: a standstill of its own process is held against the store",
    file: "src/cache/store-access.ts",
    find: "lateMs > STANDSTILL_MS",
    replace: "lateMs > STANDSTILL_MS * 1e9",
    tests: OF_ACCESS,
  },
  {
    name: "breaker: what a write has done is held back",
    file: "src/cache/version-registry.ts",
    find: 'askSurely("confirm an invalidation"',
    replace: 'ask("confirm an invalidation"',
    tests: OF_STORES,
  },
  {
    name: "breaker: a write's agreement is held back",
    file: "src/parts.ts",
    find: "agree: agreement.checkSurely,",
    replace: "agree: agreement.check,",
    tests: OF_STORES,
  },
  {
    name: "breaker: listeners are told of every read that does not ask",
    file: "src/parts.ts",
    find: "if (access.isRefusal(error)) return;",
    replace: "",
    tests: OF_STORES,
  },
  {
    name: "turns: every process loads by itself",
    file: TURNS,
    find: 'return await access.ask("take a lease", () => leases.take(lease, LEASE_MS));',
    replace:
      'await access.ask("take a lease", () => leases.take(lease, LEASE_MS));\n      return true;',
    tests: OF_TURNS,
  },
  {
    name: "turns: late readers are handed what a wait has found",
    file: SHARING,
    find: "if (taken === LOOK_AGAIN) return taken;",
    replace:
      'if (taken === LOOK_AGAIN) {\n            const { entry, states } = await this.#options.registry.read(entryKey, ["all", "it"]);\n            if (entry === undefined || !stillCurrent(entry.versions, states)) return taken;\n            const dependencies = { ...entry, storable: true, requestId: undefined };\n            return { value: entry.value, dependencies, decaysAt: undefined };\n          }',
    tests: OF_LAYERS,
  },
  {
    name: "turns: whoever knows of a change waits for a load of before",
    file: SHARING,
    find: "return load.isYoung || load.leftUnder(judged.states) ? load : undefined;",
    replace: "return load;",
    tests: OF_TURNS,
  },
  {
    name: "turns: a refreshing reader waits",
    file: SHARING,
    find: 'if (this.#turns === undefined || !kept || attempt.cache !== "use") return false;',
    replace: "if (this.#turns === undefined || !kept) return false;",
    tests: OF_TURNS,
  },
  {
    name: "turns: a load's lease is not prolonged",
    file: TURN,
    find: "    this.#prolongLater();\n  }\n\n  #prolongLater",
    replace: "  }\n\n  #prolongLater",
    tests: OF_TROUBLE,
  },
  {
    name: "turns: a lost lease is asked for on and on",
    file: TURN,
    find: "if (!isOurs) this.ended();",
    replace: "void isOurs;",
    tests: OF_TROUBLE,
  },
  {
    name: "turns: a load that failed keeps its lease",
    file: SHARING,
    find: "        turn?.release();\n",
    replace: "        turn?.ended();\n",
    tests: OF_TROUBLE,
  },
  {
    name: "turns: a load that was called off keeps its lease",
    file: TURN,
    find: 'signal.addEventListener("abort", () => this.release(), { once: true });',
    replace: "void signal;",
    tests: OF_TROUBLE,
  },
  {
    name: "turns: an answer is stored, and its lease kept",
    file: "src/cache/load-runner.ts",
    find: "entry, ttlMs, turn?.lease);",
    replace: "entry, ttlMs);",
    tests: OF_TURNS,
  },
  {
    name: "turns: its own process's load is waited for",
    file: TURNS,
    find: "if (this.#ours.has(name)) return undefined;",
    replace: "",
    tests: OF_LAYERS,
  },
  {
    name: "turns: a lease for what cannot be stored",
    file: TURNS,
    find: "if (captured?.areCurrent !== true || ",
    replace: "if (captured === undefined || ",
    tests: OF_TURNS,
  },
  {
    name: "turns: loads that leave nothing are waited for each time",
    file: TURNS,
    find: " || this.#unstored.has(entryKey)",
    replace: "",
    tests: OF_LAYERS,
  },
  {
    name: "turns: an answer that was not stored once is never waited for",
    file: TURNS,
    find: "if (isStored) this.#unstored.delete(entryKey);",
    replace: "if (isStored) return;",
    tests: OF_LAYERS,
  },
  {
    name: "turns: a wait without end",
    file: TURNS,
    find: "const leftMs = patientUntil - clock.monotonic();",
    replace: "const leftMs = patientUntil;",
    tests: OF_TROUBLE,
  },
  {
    name: "turns: a wait ends with the store",
    file: TURNS,
    find: "      if (signal.aborted) throw signal.reason;\n      onStoreError(error);",
    replace: "      throw signal.reason ?? error;",
    tests: OF_TROUBLE,
  },
  {
    name: "turns: a lease that was not confirmed is nobody's",
    file: TURNS,
    find: "      onStoreError(error);\n      return true;",
    replace: "      onStoreError(error);\n      return false;",
    tests: OF_TROUBLE,
  },
  {
    name: "turns: a process tries on and on",
    file: SHARING,
    find: "looks <= MOST_LOADS",
    replace: "looks <= MOST_LOADS * 1e9",
    tests: OF_TROUBLE,
  },
  {
    name: "turns: each wait has a time of its own",
    file: SHARING,
    find: "patientUntil: patientUntil(attempt) };",
    replace: "patientUntil: this.#options.clock.monotonic() + LONGEST_WAIT_MS };",
    tests: OF_TROUBLE,
  },
  {
    name: "turns: reads that wait count twice",
    file: "src/cache/coherent-cache.ts",
    find: "if (judged.looks === 1) onHit(question.layer);\n    return serveEntry(question, entry as",
    replace: "onHit(question.layer);\n    return serveEntry(question, entry as",
    tests: OF_TURNS,
  },
];
