/** @type {readonly { name: string, file: string, find: string, replace: string, tests: string }[]} */
export const mutantsOfDoubles = [
  {
    name: "times that touch count as booked twice",
    file: "src/api/double-bookings.ts",
    find: "Date.parse(left.start) < Date.parse(right.end)",
    replace: "Date.parse(left.start) <= Date.parse(right.end)",
    tests: "test/unit/api/double-bookings.test.ts",
  },
  {
    name: "a collective's other hosts are not looked at for double bookings",
    file: "src/api/double-bookings.ts",
    find: "return meet(hosts(one), people(other)) || meet(hosts(other), people(one));",
    replace: "void people;\n  return meet(hosts(one), hosts(other));",
    tests: "test/coherence/double-bookings.test.ts",
  },
  {
    name: "two moves of one booking are not looked for",
    file: "src/api/double-bookings.ts",
    find: 'return "moved-twice";',
    replace: "return undefined;",
    tests: "test/coherence/double-bookings.test.ts",
  },
  {
    name: "double bookings are looked for before Cal.com has committed both",
    file: "src/api/double-booking-watch.ts",
    find: "const LOOK_AFTER_MS = 3_000;",
    replace: "const LOOK_AFTER_MS = 0;",
    tests: "test/coherence/double-bookings.test.ts",
  },
  {
    name: "what was called off meanwhile counts as booked twice",
    file: "src/api/double-booking-watch.ts",
    find: "const now = others.find((other) => other.uid === uid);",
    replace: "const now = made.find((other) => other.uid === uid);",
    tests: "test/coherence/double-bookings.test.ts",
  },
];
