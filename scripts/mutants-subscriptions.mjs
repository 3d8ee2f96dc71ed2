const ENSURE = "src/api/webhooks-ensure.ts";
const NEGOTIATION = "src/api/webhook-negotiation.ts";
const SPOTS = "src/api/webhook-blind-spots.ts";
const OF_ENSURE = "test/unit/api/webhooks-ensure.test.ts";
const OF_NEGOTIATION = "test/unit/api/webhook-negotiation.test.ts";

/** What seeing to a subscription rests on. */
/** @type {readonly { name: string, file: string, find: string, replace: string, tests: string }[]} */
export const mutantsOfSubscriptions = [
  {
    name: "subscriptions: made again each time",
    file: ENSURE,
    find: "if (found !== undefined) return bringInLine",
    replace: "if (found !== undefined && pauseMs === undefined) return bringInLine",
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: triggers are sent although none is added",
    file: ENSURE,
    find: "isAdding ? { ...changes, triggers } : changes",
    replace: "isAdding || true ? { ...changes, triggers } : changes",
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: an address written otherwise is another",
    file: ENSURE,
    find: "new URL(left).href === new URL(right).href",
    replace: "left === right",
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: made at once by two is a failure",
    file: ENSURE,
    find: "error.status === 409;",
    replace: "error.status === 418;",
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: looked for again at once",
    file: ENSURE,
    find: "await sleep(pauseMs, deps.clock, options.signal);",
    replace: "",
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: inactive ones stay so",
    file: ENSURE,
    find: "...(active ? {} : { active: true }),",
    replace: "",
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: another secret stays",
    file: ENSURE,
    find: "...(secret === goal.secret ? {} : { secret: goal.secret }),",
    replace: "",
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: a template stays",
    file: ENSURE,
    find: "...(payloadTemplate == null ? {} : { payloadTemplate: null }),",
    replace: "",
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: a secret that is not listed counts as none",
    file: ENSURE,
    find: "found.secret === undefined ? (await deps.calls.get(id, options)).secret : found.secret;",
    replace: "found.secret === undefined ? null : found.secret;",
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: a secret nobody knows",
    file: ENSURE,
    find: "if (known.length === 0 || known.includes(secret)) return secret;",
    replace: "if (known.length >= 0) return secret;",
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: no secret at all",
    file: ENSURE,
    find: "const secret = given ?? known[0];",
    replace: 'const secret = given ?? known[0] ?? "";',
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: triggers of organizations for everybody",
    file: ENSURE,
    find: "return organizationId !== undefined || ",
    replace: "return organizationId === undefined || organizationId !== undefined || ",
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: triggers somebody added are taken away",
    file: NEGOTIATION,
    find: "await attempt(send, [...kept, ...wanted]);",
    replace: "await attempt(send, [...wanted]);",
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: what the server names is not read",
    file: NEGOTIATION,
    find: "if (named.length > 0 && known.length > 0) {",
    replace: "if (named.length < 0) {",
    tests: OF_NEGOTIATION,
  },
  {
    name: "subscriptions: a list that was cut is believed",
    file: NEGOTIATION,
    find: 'if (list === undefined || message.endsWith("<cut>")) return [];',
    replace: "if (list === undefined) return [];",
    tests: OF_NEGOTIATION,
  },
  {
    name: "subscriptions: one by one from the beginning",
    file: NEGOTIATION,
    find: "const isAtOnce = base.length > 0 && base.length < added.length && (await add(base));",
    replace: "const isAtOnce = base.length < 0 && (await add(base));",
    tests: OF_NEGOTIATION,
  },
  {
    name: "subscriptions: other refusals are about triggers too",
    file: NEGOTIATION,
    find: "if (!isOfTriggers || !/\\btriggers?\\b/i.test(error.message)) throw error;",
    replace: "if (!isOfTriggers) throw error;",
    tests: OF_NEGOTIATION,
  },
  {
    name: "subscriptions: all else is not written where triggers are refused",
    file: NEGOTIATION,
    find: "written = await send(kept);",
    replace: "",
    tests: OF_NEGOTIATION,
  },
  {
    name: "subscriptions: a user's hears of team bookings",
    file: SPOTS,
    find: '"team-bookings":\n      "Bookings',
    replace: '"other-users":\n      "Bookings',
    tests: OF_ENSURE,
  },
  {
    name: "subscriptions: reassignments are always announced",
    file: SPOTS,
    find: 'subscribed.includes("BOOKING_REASSIGNED")',
    replace: "subscribed.length > 0",
    tests: OF_ENSURE,
  },
];
