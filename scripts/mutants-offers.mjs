/**
 * What confirming a time and looking for others rest on, taken out.
 * @type {readonly { name: string, file: string, find: string, replace: string, tests: string }[]}
 */
export const mutantsOfOffers = [
  {
    name: "confirm answered from an entry",
    file: "src/api/slots-confirm.ts",
    find: 'cache: "ask" as const',
    replace: 'cache: "use" as const',
    tests: "test/coherence/confirm.test.ts",
  },
  {
    name: "confirm never shared",
    file: "src/cache/coherent-cache.ts",
    find: 'if (kept || cache === "ask") return cache;',
    replace: "if (kept) return cache;",
    tests: "test/coherence/confirm.test.ts",
  },
  {
    name: "confirm that joins only what has not left",
    file: "src/cache/load-sharing.ts",
    find: 'if (attempt.cache !== "refresh" && this.#flights.sent(entryKey) !== undefined) {',
    replace: 'if (attempt.cache === "use" && this.#flights.sent(entryKey) !== undefined) {',
    tests: "test/coherence/confirm.test.ts",
  },
  {
    name: "confirm that joins what left before a change",
    file: "src/cache/load-sharing.ts",
    find: "const sent = await this.#loadToWaitFor(entryKey, judged);",
    replace:
      'const sent = attempt.cache === "ask" ? this.#flights.sent(entryKey) : await this.#loadToWaitFor(entryKey, judged);\n      if (sent !== undefined && attempt.cache === "ask") return this.#waitFor(sent, attempt, judged);',
    tests: "test/coherence/confirm.test.ts",
  },
  {
    name: "confirm that joins what left before a change, in any order",
    file: "src/cache/load-sharing.ts",
    find: "const sent = await this.#loadToWaitFor(entryKey, judged);",
    replace:
      'const sent = attempt.cache === "ask" ? this.#flights.sent(entryKey) : await this.#loadToWaitFor(entryKey, judged);\n      if (sent !== undefined && attempt.cache === "ask") return this.#waitFor(sent, attempt, judged);',
    tests: "test/coherence/confirm-random.test.ts",
  },
  {
    name: "confirm that rests on what a change has overtaken",
    file: "src/cache/load-sharing.ts",
    find: "if (await this.#isStillShown(sent, outcome, question, judged)) return outcome;",
    replace:
      'if (attempt.cache === "ask") return outcome;\n        if (await this.#isStillShown(sent, outcome, question, judged)) return outcome;',
    tests: "test/coherence/confirm.test.ts",
  },
  {
    name: "confirm that takes a lease",
    file: "src/cache/load-sharing.ts",
    find: 'if (this.#turns === undefined || !kept || attempt.cache !== "use") return false;',
    replace: "if (this.#turns === undefined) return false;",
    tests: "test/coherence/confirm.test.ts",
  },
  {
    name: "confirm stored",
    file: "src/cache/load-runner.ts",
    find: "if (!question.kept || !storable || ttlMs <= 0) return false;",
    replace: "if (!storable || ttlMs <= 0) return false;",
    tests: "test/coherence/confirm.test.ts",
  },
  {
    name: "time that is gone left in the caches",
    file: "src/api/slots-confirm.ts",
    find: "const coherence = await deps.invalidator.correct({ ...NO_FACTS, eventTypeIds });",
    replace: 'const coherence = "confirmed" as const;\n      void eventTypeIds;',
    tests: "test/coherence/confirm.test.ts",
  },
  {
    name: "time that is gone invalidated beside the answer",
    file: "src/api/slots-confirm.ts",
    find: "const coherence = await deps.invalidator.correct({ ...NO_FACTS, eventTypeIds });",
    replace:
      'const coherence = "confirmed" as const;\n      void deps.invalidator.correct({ ...NO_FACTS, eventTypeIds });',
    tests: "test/coherence/confirm.test.ts",
  },
  {
    name: "caches emptied by a confirm of what is free",
    file: "src/api/slots-confirm.ts",
    find: "if (slot !== undefined) return { available: true, slot, provenance };",
    replace:
      "if (slot !== undefined) {\n        await deps.invalidator.correct({ ...NO_FACTS, eventTypeIds: eventTypeId === undefined ? [] : [eventTypeId] });\n        return { available: true, slot, provenance };\n      }",
    tests: "test/coherence/confirm.test.ts",
  },
  {
    name: "confirm that does not settle",
    file: "src/invalidation/invalidator.ts",
    find: '(await this.#bump({ kind: "slot-refused", booking }, settling, "request")).coherence;',
    replace:
      '(await this.#bump({ kind: "slot-refused", booking }, settling.slice(9), "request")).coherence;',
    tests: "test/coherence/confirm.test.ts",
  },
  {
    name: "confirm asked as it was asked before",
    file: "src/schemas/days.ts",
    find: "turn = (turn + 1) % MINUTE_MS;",
    replace: "turn = 0;",
    tests: "test/coherence/confirm.test.ts",
  },
  {
    name: "confirm of a time without seats",
    file: "src/api/slots-confirm.ts",
    find: " && one.seatsRemaining !== 0",
    replace: "",
    tests: "test/unit/api/slots-confirm.test.ts",
  },
  {
    name: "confirm of the day alone",
    file: "src/api/slots-confirm.ts",
    find: "start: dateOf(start - DAY_MS)",
    replace: "start: dateOf(start)",
    tests: "test/unit/api/slots-confirm.test.ts",
  },
  {
    name: "confirm inside a layer's load",
    file: "src/api/slots-confirm.ts",
    find: "refuseInsideLoad(NAME);",
    replace: "void refuseInsideLoad;",
    tests: "test/unit/api/slots-confirm.test.ts",
  },
  {
    name: "alternatives on one side",
    file: "src/booking-flow/nearest.ts",
    find: "if (other !== undefined) chosen.splice(-1, 1, other);",
    replace: "void other;",
    tests: "test/unit/booking-flow/nearest.test.ts",
  },
  {
    name: "alternatives whose ties fall as they are listed",
    file: "src/booking-flow/nearest.ts",
    find: " || left.start - right.start",
    replace: "",
    tests: "test/unit/booking-flow/nearest.test.ts",
  },
  {
    name: "alternatives that are full",
    file: "src/booking-flow/nearest.ts",
    find: "slot.seatsRemaining !== 0 && ",
    replace: "",
    tests: "test/unit/booking-flow/",
  },
  {
    name: "alternatives for each wish a window of its own",
    file: "src/schemas/alternatives.ts",
    find: "start: dateOf(from - DAY_MS),",
    replace: "start: new Date(near - reach - DAY_MS).toISOString(),",
    tests: "test/coherence/alternatives.test.ts",
  },
  {
    name: "alternatives at the edge of what was asked",
    file: "src/schemas/alternatives.ts",
    find: "start: dateOf(from - DAY_MS),",
    replace: "start: dateOf(from),",
    tests: "test/unit/booking-flow/alternatives.test.ts",
  },
  {
    name: "alternatives that are refused again",
    file: "src/schemas/alternatives.ts",
    find: "const except = isRefused ? near : undefined;",
    replace: "const except = undefined;",
    tests: "test/unit/booking-flow/taken.test.ts",
  },
  {
    name: "refusal answered from what Cal.com has kept",
    file: "src/schemas/alternatives.ts",
    find: "end: isRefused ? unusedEndOf(until) : dateOf(until),",
    replace: "end: isRefused ? dateOf(until) : dateOf(until) || unusedEndOf(until),",
    tests: "test/unit/booking-flow/taken.test.ts",
  },
  {
    name: "alternatives that no layer notes",
    file: "src/load-context.ts",
    find: "findNear(query, { options, scope })",
    replace: "findNear(query, { options })",
    tests: "test/coherence/alternatives.test.ts",
  },
  {
    name: "alternatives of the booking that was named",
    file: "src/api/bookings.ts",
    find: "neededToMove(deps, uidOf(refusal), input)",
    replace: "neededToMove(deps, refusal === undefined ? uidOf(refusal) : uid, input)",
    tests: "test/unit/booking-flow/taken.test.ts",
  },
  {
    name: "move whose own time is not free for it",
    file: "src/api/taken-alternatives.ts",
    find: "seatUid === undefined ? { bookingUidToReschedule: uid } : {}",
    replace: "seatUid === uid ? { bookingUidToReschedule: uid } : {}",
    tests: "test/unit/booking-flow/taken.test.ts",
  },
];
