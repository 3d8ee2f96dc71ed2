// Installs the packed tarball beside nothing but its dependencies and uses it as a stranger would,
// from ESM and from CommonJS: `npm run check:installed`.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const place = mkdtempSync(join(tmpdir(), "calcom-coherent-package-"));
const run = (command, args, cwd) => execFileSync(command, args, { cwd, encoding: "utf8" });

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
for (const make of [createWebhookHandler, createWebhookMiddleware, createWebhookRoute]) {
  if (typeof make(calcom) !== "function") throw new Error("an adapter is missing");
}
console.log("ok", typeof redisStore, typeof calcomHandlers(fake), checks.length, "checks of a store");
`;
const names = {
  "calcom-coherent": ["CalcomClient", "SlotTakenError", "memoryStore"],
  "calcom-coherent/redis": ["redisStore"],
  "calcom-coherent/webhooks": ["createWebhookHandler"],
  "calcom-coherent/express": ["createWebhookMiddleware"],
  "calcom-coherent/next": ["createWebhookRoute"],
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
  const [{ filename }] = JSON.parse(
    run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", place], root),
  );
  const installed = join(place, "node_modules", "calcom-coherent");
  mkdirSync(installed, { recursive: true });
  run("tar", ["-xzf", join(place, filename), "-C", installed, "--strip-components=1"], place);
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of [...Object.keys(manifest.dependencies), "msw"]) {
    mkdirSync(dirname(join(place, "node_modules", name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(place, "node_modules", name));
  }
  const esm = each((list, from) => `import { ${list} } from "${from}";`);
  const cjs = each((list, from) => `const { ${list} } = require("${from}");`);
  writeFileSync(join(place, "esm.mjs"), esm + body);
  writeFileSync(join(place, "cjs.cjs"), `${cjs}\n(async () => {${body}})();`);
  for (const file of ["esm.mjs", "cjs.cjs"]) console.log(file, run("node", [file], place).trim());
} finally {
  rmSync(place, { recursive: true });
}
