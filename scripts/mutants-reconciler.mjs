const coherence = (name) => `test/coherence/${name}.test.ts`;
const PASS = "src/invalidation/reconciler-pass.ts";
const WATERMARK = "src/invalidation/reconciler-watermark.ts";
const LEASE = "src/invalidation/reconciler-lease.ts";
const SETTINGS = "src/invalidation/reconciler-settings.ts";
const ROUND = "src/invalidation/reconciler.ts";
const PUT_TOGETHER = "src/reconciler.ts";
const BASIC = coherence("reconciler");
const TURNS = coherence("reconciler-turns");
const TROUBLE = coherence("reconciler-trouble");
const PAGES = coherence("reconciler-pages");
const COMPARED = coherence("reconciler-settings");
const OF_WATERMARK = "test/unit/invalidation/reconciler-watermark.test.ts";

/** What finding changes rests on that no webhook has told of. */
/** @type {readonly { name: string, file: string, find: string, replace: string, tests: string }[]} */
export const mutantsOfReconciler = [
  {
    name: "reconciler: nothing is applied",
    file: PASS,
    find: "if (changes.length > 0) refuseDeferred",
    replace: "if (changes.length > 9_999) refuseDeferred",
    tests: coherence("reconciler-random"),
  },
  {
    name: "reconciler: without a watermark nothing was missed",
    file: PASS,
    find: "const startedOver = before === undefined || isCutOff;",
    replace: "const startedOver = isCutOff;\n  if (before === undefined) news.length = 0;",
    tests: BASIC,
  },
  {
    name: "reconciler: whom a booking concerned before is nobody where that cannot be read",
    file: PASS,
    find: "index.findSurely(uid)",
    replace: "index.find(uid)",
    tests: TROUBLE,
  },
  {
    name: "reconciler: what could not be read is written over",
    file: "src/cache/notes.ts",
    find: "const known = await this.findSurely(key);",
    replace: "const known = await this.find(key);",
    tests: TROUBLE,
  },
  {
    name: "reconciler: of two sources at once the later one writes over what the other has said",
    file: "src/cache/notes.ts",
    find: "(this.#last.get(key) ?? Promise.resolve())",
    replace: "Promise.resolve()",
    tests: "test/unit/invalidation/booking-index.test.ts",
  },
  {
    name: "reconciler: pages are read by number",
    file: PUT_TOGETHER,
    find: "if (reads.versions.bookingsList >= CURSOR_VERSION) return",
    replace: "if (reads.versions.bookingsList > '') return",
    tests: PAGES,
  },
  {
    name: "reconciler: what shares the last moment of a page is passed by",
    file: PUT_TOGETHER,
    find: "new Date(last + 1)",
    replace: "new Date(last - 1)",
    tests: PAGES,
  },
  {
    name: "reconciler: one clock says how long reading took",
    file: PASS,
    find: "Math.max(clock.monotonic() - beganAt, clock.now() - now)",
    replace: "clock.monotonic() - beganAt",
    tests: PAGES,
  },
  {
    name: "reconciler: who comes seldom has the turn of who comes often",
    file: PUT_TOGETHER,
    find: "const lease = new PassLease({ ...about, key:",
    replace: "const lease = new PassLease({ ...about, key }); void ({ key:",
    tests: TURNS,
  },
  {
    name: "reconciler: what is beyond the bound is left out",
    file: PASS,
    find: "const startedOver = before === undefined || isCutOff;",
    replace: "const startedOver = before === undefined;",
    tests: BASIC,
  },
  {
    name: "reconciler: no bound",
    file: PASS,
    find: "const MOST_ROWS = 500;",
    replace: "const MOST_ROWS = 50_000;",
    tests: BASIC,
  },
  {
    name: "reconciler: the watermark moves before the bump is confirmed",
    file: PASS,
    find: "  const known = new Map(before?.seen);",
    replace:
      "  const known = new Map(before?.seen);\n  await putWatermark(notes, advance(before, bookings, { now, tookMs, overlapMs }));",
    tests: TROUBLE,
  },
  {
    name: "reconciler: a deferred bump counts",
    file: PASS,
    find: 'if (coherence === "confirmed") return;',
    replace: 'if (coherence !== "confirmed" || coherence === "confirmed") return;',
    tests: TROUBLE,
  },
  {
    name: "reconciler: the index is not asked",
    file: PASS,
    find: "const known = await Promise.all(uids.map((uid) => index.findSurely(uid)));",
    replace: "const known = await Promise.all(uids.slice(9).map((uid) => index.findSurely(uid)));",
    tests: BASIC,
  },
  {
    name: "reconciler: a cancelled booking without people touches nobody else",
    file: PASS,
    find: "return row.attendees.length === 0",
    replace: "return row.attendees.length < 0",
    tests: BASIC,
  },
  {
    name: "reconciler: the earliest change first",
    file: PUT_TOGETHER,
    find: 'sortUpdatedAt: "desc",',
    replace: 'sortUpdatedAt: "asc",',
    tests: BASIC,
  },
  {
    name: "reconciler: as urgent as an offer",
    file: PUT_TOGETHER,
    find: '({ priority: "prefetch", signal })',
    replace: '({ priority: "offer", signal })',
    tests: coherence("reconciler-budget"),
  },
  {
    name: "reconciler: teams are not asked for",
    file: PUT_TOGETHER,
    find: "if (teamsIds.length > 0) yield",
    replace: "if (teamsIds.length > 99) yield",
    tests: BASIC,
  },
  {
    name: "reconciler: hosts are not asked for",
    file: PUT_TOGETHER,
    find: "await topology.learnSpare(id);",
    replace: "",
    tests: BASIC,
  },
  {
    name: "reconciler: hosts of however many are asked for",
    file: PUT_TOGETHER,
    find: "const MOST_LOOKUPS = 10;",
    replace: "const MOST_LOOKUPS = 10_000;",
    tests: BASIC,
  },
  {
    name: "reconciler: hosts are waited for, however long",
    file: PUT_TOGETHER,
    find: "const LONGEST_LEARNING_MS = 5_000;",
    replace: "const LONGEST_LEARNING_MS = 5_000_000;",
    tests: BASIC,
  },
  {
    name: "reconciler: one watermark for all credentials",
    file: PUT_TOGETHER,
    find: "await namespace.prefix()",
    replace: "namespace.keys.notePrefix",
    tests: BASIC,
  },
  {
    name: "reconciler: one watermark whatever is read",
    file: PUT_TOGETHER,
    find: 'const work = [...teamIds, ...compare].sort().join("+");',
    replace: 'const work = "";',
    tests: BASIC,
  },
  {
    name: "reconciler: nothing settles",
    file: "src/invalidation/invalidator.ts",
    find: 'this.#bumpTags(withinBounds(touched), settling, "reconciler")',
    replace: 'this.#bumpTags(withinBounds(touched), settling.slice(9), "reconciler")',
    tests: BASIC,
  },
  {
    name: "reconciler: what was seen is applied again",
    file: WATERMARK,
    find: "return known.get(booking.uid) !== stateOf(booking);",
    replace: "return known.get(booking.uid) !== stateOf(booking) || known.size > 0;",
    tests: BASIC,
  },
  {
    name: "reconciler: a date that has not come is followed",
    file: WATERMARK,
    find: "const newest = Math.min(times.now, Math.max(0, ...moments));",
    replace: "const newest = Math.max(0, ...moments);",
    tests: OF_WATERMARK,
  },
  {
    name: "reconciler: reading takes no time",
    file: WATERMARK,
    find: "newest - times.tookMs",
    replace: "newest",
    tests: OF_WATERMARK,
  },
  {
    name: "reconciler: what was seen has no bound",
    file: WATERMARK,
    find: ".slice(-MOST_SEEN)",
    replace: ".slice(0)",
    tests: OF_WATERMARK,
  },
  {
    name: "reconciler: a store that is away has no watermark",
    file: WATERMARK,
    find: "const found = await notes.findSurely(KEY);",
    replace: "const found = await notes.find(KEY);",
    tests: TROUBLE,
  },
  {
    name: "reconciler: everybody makes passes",
    file: LEASE,
    find: "this.#isHeld = await this.#prolong(leases, LEASE_MS);",
    replace: "this.#isHeld = (await this.#prolong(leases, LEASE_MS)) || true;",
    tests: TURNS,
  },
  {
    name: "reconciler: a lease is not kept until the next pass",
    file: ROUND,
    find: "if (!this.#isStarted) return lease.release();",
    replace: "if (this.#isStarted || !this.#isStarted) return lease.release();",
    tests: TURNS,
  },
  {
    name: "reconciler: a lease is not prolonged",
    file: LEASE,
    find: "if (this.#isHeld) this.#prolongLater(leases);",
    replace: "if (this.#isHeld && leases === undefined) this.#prolongLater(leases);",
    tests: TURNS,
  },
  {
    name: "reconciler: whoever stops keeps the lease",
    file: ROUND,
    find: "    const { lease } = await this.#options.passes();\n    await lease.release();\n  }",
    replace: "  }",
    tests: TURNS,
  },
  {
    name: "reconciler: no guard within a process",
    file: LEASE,
    find: "if (keys.has(key) && !this.#isHeld) return false;",
    replace: "if (keys.has(key) && this.#isHeld) return false;",
    tests: TURNS,
  },
  {
    name: "reconciler: a failure is the end",
    file: ROUND,
    find: "await this.#inTurn(signal).catch(() => undefined);\n    if (signal.aborted) return;",
    replace:
      "const isDone = await this.#inTurn(signal).then(() => true, () => false);\n    if (signal.aborted || !isDone) return;",
    tests: TURNS,
  },
  {
    name: "reconciler: a failure is told to nobody",
    file: ROUND,
    find: 'if (!signal.aborted) events.emit("reconcile-failed", { error });',
    replace: 'if (signal.aborted) events.emit("reconcile-failed", { error });',
    tests: TURNS,
  },
  {
    name: "reconciler: goes on after stop",
    file: ROUND,
    find: "if (signal.aborted) return;",
    replace: "",
    tests: TURNS,
  },
  {
    name: "reconciler: outlives its client",
    file: "src/client.ts",
    find: "await this.#reconciler?.stop();",
    replace: "",
    tests: TURNS,
  },
  {
    name: "reconciler: settings that were never compared are as they were",
    file: SETTINGS,
    find: "if (before === hash) return false;",
    replace:
      "if (before === hash || before === undefined) {\n    await notes.putSurely(setting, hash, KEPT_FOR_MS);\n    return false;\n  }",
    tests: COMPARED,
  },
  {
    name: "reconciler: settings that differ orphan nothing",
    file: SETTINGS,
    find: "refuseDeferred(await invalidator.catchUp([CHANGES[setting]]));",
    replace: "",
    tests: COMPARED,
  },
  {
    name: "reconciler: one setting that cannot be read ends the comparison",
    file: SETTINGS,
    find: "errors.push(error);",
    replace: "throw error;",
    tests: COMPARED,
  },
];
