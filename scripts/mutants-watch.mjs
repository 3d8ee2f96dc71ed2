// What must be noticed when it is taken out of watching versions and telling of changes.

const WATCH = "src/watch.ts";
const LOOKS = "src/cache/version-watch.ts";
const WATCHER = "src/cache/version-watcher.ts";
const PACE = "src/cache/look-pace.ts";
const STREAM = "src/slots-http/changes-stream.ts";
const HANDLER = "src/slots-http/changes-handler.ts";
const NODE = "src/adapters/node-stream.ts";
const ofChanges = "test/coherence/watch.test.ts";
const ofProcesses = "test/coherence/watch-processes.test.ts";
const ofTrouble = "test/coherence/watch-trouble.test.ts";
const ofLooks = "test/unit/watch.test.ts";
const ofHandler = "test/unit/slots-http/changes-handler.test.ts";
const ofNodeStream = "test/unit/adapters/node-stream.test.ts";
const throughNode = "test/integration/changes-node.test.ts";
const onRedis = "test/integration/redis-watch.test.ts";

/** @type {readonly { name: string, file: string, find: string, replace: string, tests: string }[]} */
const mutantsOfVersions = [
  {
    name: "watch: steps of this process are not heard of",
    file: "src/cache/version-registry.ts",
    find: "    tellLandedSteps(this.store, steps);\n",
    replace: "",
    tests: ofChanges,
  },
  {
    name: "watch: messages are not heard",
    file: WATCH,
    find: 'if (news.kind === "message") this.#heed(news.recordKeys);',
    replace: "void news;",
    tests: ofProcesses,
  },
  {
    name: "watch: nobody looks where messages are lost",
    file: LOOKS,
    find: "else if (this.#watchers.size > 0) this.#lookIn(this.#pace.pauseMs(this.#firstDueAt()));",
    replace: "",
    tests: ofProcesses,
  },
  {
    name: "watch: nobody looks where messages are lost, on Redis",
    file: LOOKS,
    find: "else if (this.#watchers.size > 0) this.#lookIn(this.#pace.pauseMs(this.#firstDueAt()));",
    replace: "",
    tests: onRedis,
  },
  {
    name: "watch: everybody looks whom it does not concern",
    file: WATCH,
    find: "if (concerns) this.#versions.look();",
    replace: "void concerns;\n    this.#versions.look();",
    tests: ofProcesses,
  },
  {
    name: "watch: a change during a look is dropped",
    file: LOOKS,
    find: "if (this.#isWanted) this.look();\n    else if",
    replace: "if",
    tests: ofProcesses,
  },
  {
    name: "watch: marks make another version, so what is refused is told",
    file: WATCHER,
    find: "const fold = foldMarked(own);",
    replace: "const fold = foldMarked(own) + own.areCurrent;",
    tests: ofChanges,
  },
  {
    name: "watch: marks are waited for as patiently as anything",
    file: PACE,
    find: "isUnsettled ? LOOK_SOON_MS : LOOK_MS",
    replace: "isUnsettled ? LOOK_MS : LOOK_MS",
    tests: ofChanges,
  },
  {
    name: "watch: it is looked often for as long as anything is marked",
    file: PACE,
    find: "const SOON_FOR_MS = 10_000;",
    replace: "const SOON_FOR_MS = 600_000;",
    tests: ofLooks,
  },
  {
    name: "watch: it is looked often while new answers are only kept briefly",
    file: LOOKS,
    find: "this.#pace.saw(states.areCurrent, fold !== this.#fold);",
    replace:
      "this.#pace.saw(\n      states.entries().every(([, state]) => !state?.endsByItself),\n      fold !== this.#fold,\n    );",
    tests: ofLooks,
  },
  {
    name: "watch: one mark after the other is waited for ever more patiently",
    file: PACE,
    find: "else if (isNew) this.#unsettledSince",
    replace: "else if (isNew && false) this.#unsettledSince",
    tests: ofLooks,
  },
  {
    name: "watch: every change of a flood has a look of its own",
    file: PACE,
    find: "return Math.max(0, earliestAt - this.#clock.monotonic());",
    replace: "return Math.min(0, earliestAt);",
    tests: ofLooks,
  },
  {
    name: "watch: in a flood of deliveries its mark is taken for all there is",
    file: WATCHER,
    find: "if (settles && now >= held.since + AGAIN_MS)",
    replace: "if (settles && now < 0)",
    tests: ofChanges,
  },
  {
    name: "watch: hosts that become known count as a change",
    file: WATCHER,
    find: "const isSame = held !== undefined && foldMarked(seen(held.tags)) === held.fold;",
    replace: "const isSame = held?.fold === fold;",
    tests: ofChanges,
  },
  {
    name: "watch: in bounded mode nobody is told once more",
    file: WATCHER,
    find: "salt: this.#isBounded ? EARLY : PLAIN",
    replace: "salt: PLAIN",
    tests: ofProcesses,
  },
  {
    name: "watch: in bounded mode everybody is told once more before the bound is over",
    file: WATCHER,
    find: "salt === EARLY ? since + this.#options.maxStalenessMs :",
    replace: "salt === EARLY ? since + this.#options.maxStalenessMs / 2 :",
    tests: ofProcesses,
  },
  {
    name: "watch: in bounded mode whoever comes back has missed something in any case",
    file: WATCHER,
    find: "{ ...first, salt, changed: false }",
    replace: "first",
    tests: ofProcesses,
  },
  {
    name: "watch: in bounded mode who knows a version from versionOf is thought to have been told it",
    file: WATCHER,
    find: 'const LATE = "late ";',
    replace: "const LATE = PLAIN;",
    tests: ofProcesses,
  },
  {
    name: "watch: who comes back in a flood is thought to have missed nothing",
    file: WATCHER,
    find: "if (first.settles)",
    replace: "if (false)",
    tests: ofChanges,
  },
  {
    name: "watch: this process's memory learns nothing of what is told",
    file: "src/version-of.ts",
    find: "const { states: read } = await parts.registry.read(undefined, list);",
    replace: "const read = await parts.registry.ensure(list);",
    tests: ofProcesses,
  },
];

/** @type {typeof mutantsOfVersions} */
const mutantsOfTrouble = [
  {
    name: "watch: a store that is away leaves everything as it was",
    file: LOOKS,
    find: "      for (const { fail } of questions) fail();\n",
    replace: "",
    tests: ofTrouble,
  },
  {
    name: "watch: a change that has not landed is kept from watchers",
    file: WATCH,
    find: 'if (coherence === "deferred") this.#versions.lose(new Set(tags));',
    replace: "void tags;\n        if (coherence === undefined) return;",
    tests: ofTrouble,
  },
  {
    name: "watch: a change that has not landed makes everything unknown",
    file: WATCHER,
    find: "    if (![...this.#options.tags()].some((tag) => tags.has(tag))) return;\n",
    replace: "    void tags;\n",
    tests: ofTrouble,
  },
  {
    name: "watch: what the store says counts although it does not know all",
    file: WATCHER,
    find: "if (wasUnsure || this.#options.isUnsure(tags)) return this.#tell(undefined, false);",
    replace: "void wasUnsure;",
    tests: ofTrouble,
  },
  {
    name: "watch: a version read before a change is told after it",
    file: WATCHER,
    find: "if (this.#losses !== losses) return;",
    replace: "void losses;",
    tests: ofTrouble,
  },
  {
    name: "watch: what lands late is told late",
    file: WATCH,
    find: 'else if (cause === "repeated") this.#versions.look();',
    replace: "else void cause;",
    tests: ofTrouble,
  },
  {
    name: "watch: an answer of which nothing has changed counts as changed after trouble",
    file: WATCHER,
    find: "return { ...held, tags, fold, settles, changed: false };",
    replace: "return { ...held, tags, fold, settles, changed: this.#told === undefined };",
    tests: ofTrouble,
  },
  {
    name: "watch: that others reckon otherwise is said with every look",
    file: WATCH,
    find: "      this.#wasReported = true;\n",
    replace: "",
    tests: ofTrouble,
  },
];

/** @type {typeof mutantsOfVersions} */
const mutantsOfLooks = [
  {
    name: "watch: it is looked on when nobody watches any more",
    file: LOOKS,
    find: "      if (this.#watchers.size === 0) this.#rest();\n",
    replace: "",
    tests: ofLooks,
  },
  {
    name: "watch: messages are heard when nobody watches any more",
    file: WATCH,
    find: "    this.#stopMessages?.();\n",
    replace: "",
    tests: ofLooks,
  },
  {
    name: "watch: messages are heard when nobody watches any more, on Redis",
    file: WATCH,
    find: "    this.#stopMessages?.();\n",
    replace: "",
    tests: onRedis,
  },
  {
    name: "watch: a subscription that is gone for good stays gone",
    file: "src/stores/redis/messages.ts",
    find: "if (session === undefined || !isNew) this.mend();",
    replace: "if (session === undefined && isNew) this.mend();",
    tests: "test/unit/stores/redis/messages.test.ts",
  },
  {
    name: "watch: a listener that throws keeps others from being told",
    file: WATCH,
    find: '      this.#parts.receiver.warn("A listener threw.", error);',
    replace: "      throw error;",
    tests: ofLooks,
  },
  {
    name: "watch: who has stopped is told on",
    file: WATCHER,
    find: "    if (this.#isGone) return;\n",
    replace: "",
    tests: ofLooks,
  },
  {
    name: "watch: who watches when the client is closed is not told",
    file: WATCH,
    find: "    for (const { onClose } of all) onClose();\n",
    replace: "",
    tests: ofLooks,
  },
  {
    name: "watch: a closed client begins to look again",
    file: WATCH,
    find: "    this.#isClosed = true;\n",
    replace: "",
    tests: ofLooks,
  },
];

/** @type {typeof mutantsOfVersions} */
const mutantsOfStreams = [
  {
    name: "changes: events wait in memory for a slow reader",
    file: STREAM,
    find: "    const answer = this.#answer;\n",
    replace: "    const answer = this.#answer ?? (() => undefined);\n",
    tests: ofHandler,
  },
  {
    name: "changes: a change is forgotten that was not sent before nobody knew",
    file: STREAM,
    find: "if (changed && version !== this.#known) this.#isStale = true;",
    replace: "this.#isStale = changed && version !== this.#known;",
    tests: ofHandler,
  },
  {
    name: "changes: a page that comes back is told to ask again in any case",
    file: STREAM,
    find: "if (changed && version !== this.#known) this.#isStale = true;",
    replace: "if (changed) this.#isStale = true;",
    tests: ofHandler,
  },
  {
    name: "changes: beats do not wait for a look",
    file: STREAM,
    find: 'return ageMs < LOOK_IS_YOUNG_MS ? "event: beat\\ndata: {}\\n\\n" : undefined;',
    replace: 'return ageMs < 0 ? undefined : "event: beat\\ndata: {}\\n\\n";',
    tests: ofHandler,
  },
  {
    name: "changes: every look is a beat",
    file: STREAM,
    find: "    if (this.#lookedAt - this.#sentAt < this.#options.beatMs) return;\n",
    replace: "",
    tests: ofHandler,
  },
  {
    name: "changes: all pages come back at once",
    file: STREAM,
    find: "RETRY_MS * (0.5 + Math.random())",
    replace: "RETRY_MS",
    tests: ofHandler,
  },
  {
    name: "changes: what cannot be asked about is taken for event types",
    file: HANDLER,
    find: "  checkEventTypeIds(eventTypeIds);\n",
    replace: "",
    tests: ofHandler,
  },
  {
    name: "changes: who is sent away at the end counts as a stream",
    file: HANDLER,
    find: "    streams.add(stream);\n    signal",
    replace: "    queueMicrotask(() => streams.add(stream));\n    signal",
    tests: ofHandler,
  },
  {
    name: "changes: a stream goes on after the request's abort",
    file: HANDLER,
    find: '    signal.addEventListener("abort", onAbort);\n',
    replace: "",
    tests: ofHandler,
  },
  {
    name: "changes: a stream goes on when the client is closed",
    file: HANDLER,
    find: "          isClosed = true;\n          stream.close();\n",
    replace: "          isClosed = true;\n",
    tests: ofHandler,
  },
  {
    name: "changes: a page that has gone is watched for",
    file: STREAM,
    find: "cancel: () => this.#end(),",
    replace: "",
    tests: ofHandler,
  },
  {
    name: "changes: any number of pages may listen",
    file: HANDLER,
    find: "if (streams.size >= maxStreams)",
    replace: "if (streams.size >= maxStreams * 2)",
    tests: ofHandler,
  },
  {
    name: "changes: streams that have ended count on",
    file: HANDLER,
    find: "        streams.delete(stream);\n",
    replace: "",
    tests: ofHandler,
  },
  {
    name: "changes: anybody may ask about any event type",
    file: HANDLER,
    find: "if (!allowed.has(id)) throw",
    replace: "if (Number.isNaN(id)) throw",
    tests: ofHandler,
  },
  {
    name: "changes: an event type is watched as often as it is named",
    file: HANDLER,
    find: 'const named = new Set(searchParams.getAll("eventTypeId"));',
    replace:
      'const all = searchParams.getAll("eventTypeId");\n  const named = Object.assign(all, { size: all.length });',
    tests: ofHandler,
  },
  {
    name: "changes: more is read than a connection takes",
    file: NODE,
    find: "      if (hasRoom) continue;\n",
    replace: "      if (hasRoom || !hasRoom) continue;\n",
    tests: ofNodeStream,
  },
  {
    name: "changes: a full connection that breaks is waited for",
    file: NODE,
    find: "        goOn = resolve;\n",
    replace: "",
    tests: ofNodeStream,
  },
  {
    name: "changes: a connection keeps something of each event",
    file: NODE,
    find: "      if (hasRoom) continue;\n",
    replace: "      await Promise.race([bit, gone]);\n      if (hasRoom) continue;\n",
    tests: ofNodeStream,
  },
  {
    name: "changes: a connection that has gone is streamed to",
    file: NODE,
    find: "  void gone.then(() => reader?.cancel()).catch(() => undefined);\n",
    replace: "",
    tests: ofNodeStream,
  },
  {
    name: "changes: the beginning of a broken stream is taken for all of it",
    file: NODE,
    find: "    outgoing.destroy();\n",
    replace: "    outgoing.end();\n",
    tests: ofNodeStream,
  },
  {
    name: "changes: middlewares gather what is told",
    file: NODE,
    find: "      outgoing.flush?.();\n",
    replace: "",
    tests: throughNode,
  },
  {
    name: "changes: addresses are those behind a mounted router",
    file: "src/adapters/node-question.ts",
    find: "(incoming.originalUrl ?? incoming.url ?? ",
    replace: "(incoming.url ?? ",
    tests: throughNode,
  },
  {
    name: "changes: pages that come back say nothing of what they were told",
    file: "src/adapters/node-question.ts",
    find: "FIELD.test(value) && !name",
    replace: 'FIELD.test(value) && name !== "last-event-id" && !name',
    tests: throughNode,
  },
];

const LEAVES_A_PAGE = [
  "watch: nobody looks where messages are lost",
  "watch: in bounded mode nobody is told once more",
];

/** Those that leave a page with what is superseded: random histories must notice as well. */
const mutantsInHistories = mutantsOfVersions
  .filter(({ name }) => LEAVES_A_PAGE.includes(name))
  .map((mutant) => ({
    ...mutant,
    name: `histories of pages: ${mutant.name}`,
    tests: "test/coherence/watch-random.test.ts",
  }));

export const mutantsOfWatch = [
  ...mutantsInHistories,
  ...mutantsOfVersions,
  ...mutantsOfTrouble,
  ...mutantsOfLooks,
  ...mutantsOfStreams,
];
