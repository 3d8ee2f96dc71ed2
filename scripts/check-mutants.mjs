// Takes every mechanism out once and expects the named tests to fail: `npm run check:mutants
// [-- PATTERN] [-- --share 2/5]`, where the pattern is part of a name and the share every fifth of all.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { mutants } from "./mutants.mjs";
import { mutantsOfAdapters } from "./mutants-adapters.mjs";
import { mutantsOfAsking } from "./mutants-asking.mjs";
import { mutantsOfBrowser } from "./mutants-browser.mjs";
import { mutantsOfBudget } from "./mutants-budget.mjs";
import { mutantsOfDoubles } from "./mutants-doubles.mjs";
import { mutantsOfFailover } from "./mutants-failover.mjs";
import { mutantsOfFlood } from "./mutants-flood.mjs";
import { mutantsOfGovernor } from "./mutants-governor.mjs";
import { mutantsOfGuard } from "./mutants-guard.mjs";
import { mutantsInHistories } from "./mutants-histories.mjs";
import { mutantsOfMemory } from "./mutants-memory.mjs";
import { mutantsOfOffers } from "./mutants-offers.mjs";
import { mutantsOfOutcomes } from "./mutants-outcomes.mjs";
import { mutantsOfReconciler } from "./mutants-reconciler.mjs";
import { mutantsOfRedis } from "./mutants-redis.mjs";
import { mutantsOfSlotsHttp } from "./mutants-slots-http.mjs";
import { mutantsOfSubscriptions } from "./mutants-subscriptions.mjs";
import { mutantsOfTrouble } from "./mutants-trouble.mjs";
import { mutantsOfTurns } from "./mutants-turns.mjs";
import { mutantsOfWatch } from "./mutants-watch.mjs";
import { mutantsOfWebhooks } from "./mutants-webhooks.mjs";

const root = resolve(import.meta.dirname, "..");
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { share: { type: "string", default: "1/1" } },
});
const [pattern = ""] = positionals;
const [share = 1, shares = 1] = values.share.split("/").map(Number);
const all = [
  ...mutants,
  ...mutantsInHistories([...mutants, ...mutantsOfOffers]),
  ...mutantsOfAsking,
  ...mutantsOfBudget,
  ...mutantsOfDoubles,
  ...mutantsOfFailover,
  ...mutantsOfGovernor,
  ...mutantsOfMemory,
  ...mutantsOfOffers,
  ...mutantsOfOutcomes,
  ...mutantsOfRedis,
  ...mutantsOfTrouble,
  ...mutantsOfWebhooks,
  ...mutantsOfWatch,
  ...mutantsOfSlotsHttp,
  ...mutantsOfBrowser,
  ...mutantsOfAdapters,
  ...mutantsOfSubscriptions,
  ...mutantsOfReconciler,
  ...mutantsOfFlood,
  ...mutantsOfGuard,
  ...mutantsOfTurns,
];
const chosen = all
  .filter(({ name }) => name.includes(pattern))
  .filter((_mutant, index) => index % shares === share % shares);
const untried = [...chosen];
const survivors = [];

/** Tries one mutant after the other on a copy of the project. */
async function tryMutants() {
  const copy = mkdtempSync(join(tmpdir(), "calcom-coherent-mutants-"));
  for (const name of ["src", "test", "package.json", "tsconfig.json", "vitest.config.ts"]) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  for (let mutant = untried.shift(); mutant !== undefined; mutant = untried.shift()) {
    await tryMutant(copy, mutant);
  }
  rmSync(copy, { recursive: true });
}

async function tryMutant(copy, { name, file, find, replace, tests }) {
  const path = join(copy, file);
  const original = readFileSync(path, "utf8");
  if (original.split(find).length !== 2) {
    survivors.push(`${name} (its text does not occur exactly once in ${file})`);
    return;
  }
  writeFileSync(
    path,
    original.replace(find, () => replace),
  );
  const printed = await run(copy, tests);
  writeFileSync(path, original);
  const isCaught = /Tests .*?\d+ failed/.test(printed);
  if (!isCaught) survivors.push(`${name} (${tests})`);
  console.log(`${isCaught ? "caught" : "SURVIVED"}\t${name}`);
}

function run(cwd, tests) {
  return new Promise((done, fail) => {
    // One that leaves every test waiting for its timeout is caught by the first.
    const child = spawn("node_modules/.bin/vitest", ["run", tests, "--bail=1"], { cwd });
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      printed += text;
    });
    child.stderr.resume();
    child.on("error", fail).on("close", () => done(printed));
  });
}

await Promise.all(Array.from({ length: availableParallelism() }, tryMutants));

console.log(`${chosen.length - survivors.length} of ${chosen.length} mutants caught`);
if (survivors.length > 0) {
  console.error(`Not caught:\n  ${survivors.join("\n  ")}`);
  process.exitCode = 1;
}
