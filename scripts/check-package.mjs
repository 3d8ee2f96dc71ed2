// Uses the packed library as a stranger would, from ESM and from CommonJS, and runs the examples for
// tests of hosts against it: `npm run check:installed`.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyExamples, installPacked, run, runs } from "./packed.mjs";

// Jest finds no tests behind a link.
const place = realpathSync(mkdtempSync(join(tmpdir(), "calcom-coherent-package-")));

const body = `
const clock = createVirtualClock();
const fake = createFakeCalcom({ clock });
const owner = fake.users.add({ username: "alice" });
const eventType = fake.eventTypes.add({ ownerId: owner.id, slug: "half", lengthInMinutes: 30 });
const server = await startFakeCalcomServer(fake);
const calcom = new CalcomClient({ baseUrl: server.url, apiKey: owner.apiKey, clock });
const question = { eventTypeId: eventType.id, start: "2026-12-07", end: "2026-12-07" };
const first = async () => (await calcom.slots.list(question)).slots["2026-12-07"][0].start;
const before = await first();
const attendee = { name: "Ann", email: "ann@example.test", timeZone: "UTC" };
await calcom.bookings.create({ eventTypeId: eventType.id, start: before, attendee });
const after = await first();
const taken = await calcom.bookings
  .create({ eventTypeId: eventType.id, start: before, attendee })
  .catch((error) => error instanceof SlotTakenError && error.code);
await calcom.close();
await server.close();
if (before === after || taken !== "slot_taken") throw new Error("the packed library does not work");
const create = () => ({ store: memoryStore({ clock }), clock, pass: clock.advance });
const checks = storeContract(create, { budgets: true });
for (const { run } of checks) await run();
for (const make of [createWebhookHandler, createWebhookMiddleware, createWebhookRoute, createWebhookApiRoute]) {
  if (typeof make(calcom) !== "function") throw new Error("an adapter is missing");
}
for (const make of [createChangesHandler, createChangesMiddleware, createSlotsHandler, createSlotsMiddleware]) {
  if (typeof make(calcom, { eventTypeIds: [1] }) !== "function") throw new Error("a handler is missing");
}
if (typeof watchSlots !== "function") throw new Error("the browser's part is missing");
console.log("ok", typeof redisStore, typeof calcomHandlers(fake), checks.length, "checks of a store");
`;
const names = {
  "calcom-coherent": ["CalcomClient", "SlotTakenError", "memoryStore"],
  "calcom-coherent/redis": ["redisStore"],
  "calcom-coherent/webhooks": ["createWebhookHandler"],
  "calcom-coherent/browser": ["watchSlots"],
  "calcom-coherent/express": [
    "createChangesMiddleware",
    "createSlotsMiddleware",
    "createWebhookMiddleware",
  ],
  "calcom-coherent/next": ["createWebhookApiRoute", "createWebhookRoute"],
  "calcom-coherent/slots": ["createChangesHandler", "createSlotsHandler"],
  "calcom-coherent/testing": ["calcomHandlers"],
  "calcom-coherent/testing/server": [
    "createFakeCalcom",
    "createVirtualClock",
    "startFakeCalcomServer",
  ],
  "calcom-coherent/testing/store-contract": ["storeContract"],
};
const each = (write) =>
  Object.entries(names)
    .map(([from, list]) => write(list.join(", "), from))
    .join("\n");

try {
  installPacked(place);
  const esm = each((list, from) => `import { ${list} } from "${from}";`);
  const cjs = each((list, from) => `const { ${list} } = require("${from}");`);
  writeFileSync(join(place, "esm.mjs"), esm + body);
  writeFileSync(join(place, "cjs.cjs"), `${cjs}\n(async () => {${body}})();`);
  const page = readFileSync(join(place, "node_modules/calcom-coherent/dist/browser.js"), "utf8");
  if (/\bimport\b|\brequire\(/.test(page))
    throw new Error("the browser's part needs more than itself");
  for (const file of ["esm.mjs", "cjs.cjs"]) console.log(file, run("node", [file], place).trim());
  const examples = copyExamples(place);
  for (const [runner, args] of Object.entries(runs)) {
    run("node", args, examples);
    console.log(`the example for ${runner} passes`);
  }
} finally {
  rmSync(place, { recursive: true });
}
