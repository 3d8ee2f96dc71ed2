const GUARD = "src/invalidation/flood-guard.ts";
const MINUTE = "src/invalidation/flood-minute.ts";
const MISSING =
  "const missing = frequent.filter((tag) => !states.get(tag)?.settling?.includes(settling));";
const inGuard = "test/unit/invalidation/flood-guard.test.ts";
const inFloods = "test/coherence/floods.test.ts";
const atRandom = "test/coherence/floods-random.test.ts";
const inPending = "test/unit/cache/pending-changes.test.ts";
const inIndex = "test/unit/invalidation/booking-index.test.ts";

/** What bounds a flood of webhooks, and what sees to it that none of them is left out. */
/** @type {readonly { name: string, file: string, find: string, replace: string, tests: string }[]} */
export const mutantsOfFlood = [
  {
    name: "flood: the mark believed to stand without asking the store",
    file: GUARD,
    find: MISSING,
    replace:
      "const missing = minute.marking === undefined ? frequent : frequent.filter(() => settling === states.get(settling)?.version);",
    tests: inFloods,
  },
  {
    name: "flood: the mark believed to stand, at random",
    file: GUARD,
    find: MISSING,
    replace:
      "const missing = minute.marking === undefined ? frequent : frequent.filter(() => settling === states.get(settling)?.version);",
    tests: atRandom,
  },
  {
    name: "flood: any mark taken for the one that lasts, a fence too",
    file: GUARD,
    find: "!states.get(tag)?.settling?.includes(settling)",
    replace: '!(states.get(tag)?.marked && settling !== "")',
    tests: inFloods,
  },
  {
    name: "flood: any settling taken for the one that lasts",
    file: GUARD,
    find: "!states.get(tag)?.settling?.includes(settling)",
    replace: '!(states.get(tag)?.settling && settling !== "")',
    tests: atRandom,
  },
  {
    name: "flood: what is left of the minute not looked at after the store has answered",
    file: GUARD,
    find: "if (this.#thisMinute() !== minute) return this.applySurely(changes);",
    replace: "",
    tests: inGuard,
  },
  {
    name: "flood: dropped instead of marked",
    file: GUARD,
    find: "return this.#write(minute, open, missing);",
    replace:
      "return this.#write(minute, open.filter(({ tag }) => !frequent.includes(tag)), missing);",
    tests: inFloods,
  },
  {
    name: "flood: what is new beside what is marked left out",
    file: GUARD,
    find: "const open = wanted.filter(({ tag }) => !standing.includes(tag));",
    replace:
      "const open = wanted.filter(({ tag }) => missing.includes(tag) || standing.length < 0);",
    tests: inGuard,
  },
  {
    name: "flood: each of those that come together sets the mark",
    file: GUARD,
    find: "if (missing.length > 0 && minute.marking !== marking && look < LOOKS) continue;",
    replace: "",
    tests: inGuard,
  },
  {
    name: "flood: the mark ends with the minute",
    file: GUARD,
    find: "durationMs: leftMs + settleMs",
    replace: "durationMs: Math.max(1, leftMs + 0 * settleMs)",
    tests: inFloods,
  },
  {
    name: "flood: no caution for the cancels among it",
    file: GUARD,
    find: '{ id: lasting.caution, kind: "caution", durationMs: leftMs + cautionMs },',
    replace: '{ id: lasting.caution, kind: "caution", durationMs: 1 + 0 * cautionMs },',
    tests: inFloods,
  },
  {
    name: "flood: the caution as long as for a cancel at its beginning",
    file: GUARD,
    find: "durationMs: leftMs + cautionMs",
    replace: "durationMs: cautionMs",
    tests: inFloods,
  },
  {
    name: "flood: marks of before left beside the one that lasts",
    file: GUARD,
    find: "const removeMarks = Object.values(brief);",
    replace: "const removeMarks = Object.values(brief).slice(9);",
    tests: inGuard,
  },
  {
    name: "flood: a mark of its own for each delivery",
    file: GUARD,
    find: "id: brief[mark.kind] ?? mark.id",
    replace: "id: mark.id",
    tests: inGuard,
  },
  {
    name: "flood: a store in trouble written to by each delivery",
    file: GUARD,
    find: "return registry.keep(this.#marked(minute, wanted, frequent), error);",
    replace: "void error;\n        return this.#write(minute, wanted, frequent);",
    tests: inGuard,
  },
  {
    name: "flood: what could not be asked about not kept",
    file: GUARD,
    find: "return registry.keep(this.#marked(minute, wanted, frequent), error);",
    replace: 'void error;\n        return "deferred";',
    tests: inGuard,
  },
  {
    name: "flood: the operator told of every delivery",
    file: GUARD,
    find: "if (this.#told === reach) return;",
    replace: "",
    tests: inGuard,
  },
  {
    name: "flood: ever new tags written without end",
    file: MINUTE,
    find: "this.#writes >= this.#bumps * WRITES_PER_BUMP ||",
    replace: "",
    tests: inFloods,
  },
  {
    name: "flood: ever new tags counted without end",
    file: MINUTE,
    find: "this.#times.size >= MOST_TAGS",
    replace: "this.#times.size >= 100 * MOST_TAGS",
    tests: inGuard,
  },
  {
    name: "flood: other tags written while everything is marked",
    file: MINUTE,
    find: 'this.#isFrequent("all") ||',
    replace: "",
    tests: inGuard,
  },
  {
    name: "flood: the time of a suspended process not counted",
    file: MINUTE,
    find: "Math.min(this.#end - monotonic, this.#wallEnd - this.#clock.now())",
    replace: "this.#end - monotonic",
    tests: inGuard,
  },
  {
    name: "flood: a minute that a clock set back makes longer again",
    file: MINUTE,
    find: "this.#end = monotonic + leftMs;",
    replace: "",
    tests: inGuard,
  },
  {
    name: "flood: the option not heeded",
    file: "src/parts.ts",
    find: "bumpsPerMinute: options.bumpsPerMinute,",
    replace: "bumpsPerMinute: 60,",
    tests: inFloods,
  },
  {
    name: "flood: a delivery written down with however many tags",
    file: "src/invalidation/invalidator.ts",
    find: "const tags = withinBounds(tagsOf(change, this.#context));",
    replace: "const tags = tagsOf(change, this.#context);",
    tests: inFloods,
  },
  {
    name: "flood: its bookings all kept in the index",
    file: "src/webhooks/receiver.ts",
    find: "{ onlyKnown: heard.isFlood }",
    replace: "{ onlyKnown: false && heard.isFlood }",
    tests: inFloods,
  },
  {
    name: "flood: what is new of known bookings not kept either",
    file: "src/invalidation/booking-index.ts",
    find: "if (known === undefined) return onlyKnown ? undefined : deepFreeze({ ...facts });",
    replace:
      "if (known === undefined || onlyKnown) return onlyKnown ? undefined : deepFreeze({ ...facts });",
    tests: inIndex,
  },
  {
    name: "flood: the index written to for what it knows",
    file: "src/invalidation/booking-index.ts",
    find: "return isSame(known, all) ? undefined : deepFreeze(all);",
    replace: "return deepFreeze(all);",
    tests: inIndex,
  },
  {
    name: "flood: a claim written for each replay",
    file: "src/webhooks/inbox.ts",
    find: "if (isNoted(momentsIn(await this.#notes.find(noteKey)), madeAt)) return DUPLICATE;",
    replace: "",
    tests: "test/integration/redis-floods.test.ts",
  },
  {
    name: "flood: what a booking has come to written for each replay",
    file: "src/webhooks/lifecycle.ts",
    find: "if ((await this.#notes.find(key)) !== undefined) return;",
    replace: "",
    tests: inFloods,
  },
  {
    name: "flood: what the store was not told of grows without end",
    file: "src/cache/pending-changes.ts",
    find: "if (this.#waiting.size <= MOST_TAGS) return;",
    replace: "if (this.#waiting.size <= 100 * MOST_TAGS) return;",
    tests: inPending,
  },
  {
    name: "flood: nothing held for what is kept as one",
    file: "src/cache/pending-changes.ts",
    find: "this.hold([rootTag]);",
    replace: "",
    tests: inPending,
  },
  {
    name: "flood: fences of many tags that anybody's end takes away from all",
    file: "src/cache/tag-change.ts",
    find: "return durationMs > 0 ? [{ id: randomToken(), kind, durationMs }] : [];",
    replace:
      "return durationMs > 0 ? [{ id: among[0]?.id ?? randomToken(), kind, durationMs }] : [];",
    tests: inPending,
  },
  {
    name: "flood: endings of many tags forgotten",
    file: "src/cache/tag-change.ts",
    find: 'const others = all.filter(({ kind }) => kind !== "caution");',
    replace: 'const others = all.filter(({ kind }) => kind !== "caution" && kind !== "ending");',
    tests: inPending,
  },
  {
    name: "flood: fences told as settling",
    file: "src/stores/tag-record.ts",
    find: 'marks.filter(({ kind }) => kind === "settling")',
    replace: 'marks.filter(({ kind }) => kind !== "caution")',
    tests: "test/contracts/memory-store.test.ts",
  },
];
