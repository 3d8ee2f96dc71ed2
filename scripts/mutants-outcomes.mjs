const coherence = (name) => `test/coherence/${name}.test.ts`;
const unit = (name) => `test/unit/api/${name}.test.ts`;

/** What finding out about bookings that got no answer rests on, and telling replays from bookings. */
/** @type {readonly { name: string, file: string, find: string, replace: string, tests: string }[]} */
export const mutantsOfOutcomes = [
  {
    name: "outcomes: bookings bear no nonce",
    file: "src/api/booking-create.ts",
    find: "metadata: withNonce(valid.metadata, nonce) }",
    replace: "metadata: withNonce(valid.metadata, nonce) && (valid.metadata ?? {}) }",
    tests: coherence("outcomes"),
  },
  {
    name: "outcomes: the caller's own value taken for a nonce",
    file: "src/schemas/booking-inputs.ts",
    find: "!Object.hasOwn(all, NONCE_KEY)",
    replace: "Object.keys(all).length >= 0",
    tests: "test/unit/schemas/booking-inputs.test.ts",
  },
  {
    name: "outcomes: a booking of the same attendee and time taken for ours",
    file: "src/api/outcome-create.ts",
    find: 'if (makerOf(booking, undefined, wanted.nonce) !== "us") return NOT_FOUND;',
    replace: "",
    tests: coherence("outcomes"),
  },
  {
    name: "outcomes: not looked for",
    file: "src/api/write-path.ts",
    find: "look && lookMs > 0 ? await searchOutcome(look, lookMs, clock) : UNSEEN;",
    replace: "look && lookMs < 0 ? await searchOutcome(look, lookMs, clock) : UNSEEN;",
    tests: coherence("outcomes"),
  },
  {
    name: "outcomes: fenced and bumped only when nothing was found",
    file: "src/api/write-path.ts",
    find: `const coherence = await invalidator.keep(fence, lookMs);
    const seen = look && lookMs > 0 ? await searchOutcome(look, lookMs, clock) : UNSEEN;`,
    replace: `const seen = look && lookMs > 0 ? await searchOutcome(look, lookMs, clock) : UNSEEN;
    const coherence = await invalidator.keep(fence, lookMs);`,
    tests: coherence("outcomes"),
  },
  {
    name: "outcomes: the fence ends while it is looked for",
    file: "src/invalidation/invalidator.ts",
    find: "Math.max(lookMs + allowanceMs, endsAt",
    replace: "Math.max(allowanceMs, endsAt",
    tests: coherence("outcomes"),
  },
  {
    name: "outcomes: what is not found has not happened",
    file: "src/api/write-path.ts",
    find: "    const isTaken =",
    replace: "    await invalidator.release(fence);\n    const isTaken =",
    tests: coherence("outcomes"),
  },
  {
    name: "outcomes: what is found is not acknowledged",
    file: "src/api/write-path.ts",
    find: "{ ...(await this.#done(write, fence, facts, seen.answer)), reconciled: true }",
    replace: "{ answer: seen.answer, coherence, reconciled: true }",
    tests: coherence("outcomes"),
  },
  {
    name: "outcomes: the caller's abort ends the search",
    file: "src/api/write-path.ts",
    find: "return await this.#failed(write, fence, facts, error);",
    replace:
      "return await this.#failed(signal?.aborted ? { ...write, look: undefined } : write, fence, facts, error);",
    tests: coherence("outcomes"),
  },
  {
    name: "outcomes: sent again where nobody knows",
    file: "src/api/write-path.ts",
    find: 'if (outcome === "unknown") return this.#findOut(write, fence, facts, error);',
    replace: `if (outcome === "unknown") {
      const again = await write.send({ signal: undefined, timeoutMs: 1_000 }).catch(() => undefined);
      if (again !== undefined) return this.#done(write, fence, facts, again);
      return this.#findOut(write, fence, facts, error);
    }`,
    tests: coherence("outcomes"),
  },
  {
    name: "outcomes: looked for on and on where it is forbidden",
    file: "src/api/outcome-search.ts",
    find: "if (isForbidden(trouble)) {",
    replace: "if (isForbidden(undefined)) {",
    tests: unit("outcome-search"),
  },
  {
    name: "outcomes: given up with the first trouble",
    file: "src/api/outcome-search.ts",
    find: "known = { ...known, trouble };",
    replace: "return { ...known, trouble };",
    tests: coherence("outcomes"),
  },
  {
    name: "outcomes: one look that hangs takes all the time",
    file: "src/api/outcome-search.ts",
    find: "await look(Math.min(begunAt + lookMs, until));",
    replace: "await look(Math.max(begunAt + lookMs, until));",
    tests: unit("outcome-search"),
  },
  {
    name: "outcomes: looked for with what is left of the budget",
    file: "src/api/outcome-reads.ts",
    find: 'priority: "booking",',
    replace: 'priority: "offer",',
    tests: unit("outcome-reads"),
  },
  {
    name: "outcomes: half a series taken for all of it",
    file: "src/api/outcome-create.ts",
    find: "return count !== undefined && made.length >= count",
    replace: "return made.length > 0 || count === undefined",
    tests: coherence("outcomes-of-kinds"),
  },
  {
    name: "outcomes: any seat of the attendee taken for the one asked for",
    file: "src/api/outcome-create.ts",
    find: 'if (maker === "us") return',
    replace: 'if (maker !== "another") return',
    tests: coherence("outcomes-of-kinds"),
  },
  {
    name: "outcomes: a booking moved elsewhere taken for moved as asked",
    file: "src/api/outcome-reschedule.ts",
    find: "const moved = successors.find(isThere);",
    replace: "const moved = successors.find(isThere) ?? successors[0];",
    tests: coherence("outcomes-of-changes"),
  },
  {
    name: "outcomes: a booking that was moved taken for called off",
    file: "src/api/outcome-changes.ts",
    find: 'return successors.length === 0 ? found([booking]) : { seen: "unclear", found: successors };',
    replace: "return found(successors.length < 0 ? successors : [booking]);",
    tests: coherence("outcomes-of-changes"),
  },
  {
    name: "outcomes: a part of a series called off taken for all of it",
    file: "src/api/outcome-changes.ts",
    find: "concerned.every(isCancelled)",
    replace: "concerned.some(isCancelled)",
    tests: coherence("outcomes-of-changes"),
  },
  {
    name: "outcomes: a seat still taken counts as given back",
    file: "src/api/outcome-changes.ts",
    find: "booking.attendees.some((person) => person.seatUid === seatUid)",
    replace: 'booking.attendees.some((person) => person.seatUid === "")',
    tests: coherence("outcomes-of-changes"),
  },
  {
    name: "outcomes: a seat that is not shown counts as given back",
    file: "src/api/outcome-changes.ts",
    find: "if (booking.attendees.length === 0) return",
    replace: "if (booking.attendees.length < 0) return",
    tests: unit("outcome-changes"),
  },
  {
    name: "outcomes: any booking at the wanted time taken for the one that was moved",
    file: "src/api/outcome-reads.ts",
    find: "if (booking.rescheduledFromUid === uid)",
    replace: "if (booking.uid !== uid)",
    tests: unit("outcome-changes"),
  },
  {
    name: "outcomes: a booking that was moved on taken for the one asked for",
    file: "src/api/outcome-create.ts",
    find: "if (!isThen(booking)) continue;",
    replace: "void isThen;",
    tests: unit("outcome-create"),
  },
  {
    name: "replays: taken for bookings",
    file: "src/api/booking-create.ts",
    find: "refuseReplay(said, answer, { nonce, sentAt, clock });",
    replace: "void [refuseReplay, sentAt, clock];",
    tests: coherence("replays"),
  },
  {
    name: "replays: not known by their age",
    file: "src/api/booking-replays.ts",
    find: "Date.parse(createdAt) < earliestMs",
    replace: "Date.parse(createdAt) < earliestMs - 1e15",
    tests: coherence("replays"),
  },
  {
    name: "replays: bookings of a server whose clock is behind taken for older ones",
    file: "src/api/booking-replays.ts",
    find: 'Date.parse(headers.get("date") ?? "")',
    replace: 'Date.parse(headers.get("x-date") ?? "")',
    tests: unit("booking-replays"),
  },
  {
    name: "replays: the booking's nonce asked before the seat's",
    file: "src/api/booking-nonce.ts",
    find: "if (seatUid === undefined) return ofBooking;",
    replace: 'if (seatUid === undefined || ofBooking !== "untold") return ofBooking;',
    tests: coherence("replays"),
  },
  {
    name: "replays: what is stored nowhere taken for booked",
    file: "src/api/booking-replays.ts",
    find: "if (bookings.some(({ id }) => id === 0)) {",
    replace: "if (bookings.some(({ id }) => id < 0)) {",
    tests: coherence("replays"),
  },
  {
    name: "replays: taken for unknown outcomes",
    file: "src/api/outcome-error.ts",
    find: "if (error instanceof SlotTakenError || error instanceof BookingReplayedError)",
    replace: "if (error instanceof SlotTakenError && !(error instanceof BookingReplayedError))",
    tests: coherence("replays"),
  },
];
