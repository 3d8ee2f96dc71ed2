// Takes every mechanism out once and expects the named tests to fail: `npm run check:mutants`.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { mutants } from "./mutants.mjs";
import { mutantsInHistories } from "./mutants-histories.mjs";

const root = resolve(import.meta.dirname, "..");
const copy = mkdtempSync(join(tmpdir(), "calcom-coherent-mutants-"));
const pattern = process.argv[2] ?? "";

for (const name of ["src", "test", "package.json", "tsconfig.json", "vitest.config.ts"]) {
  cpSync(join(root, name), join(copy, name), { recursive: true });
}
symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));

const survivors = [];
const all = [...mutants, ...mutantsInHistories(mutants)];
const chosen = all.filter(({ name }) => name.includes(pattern));
for (const { name, file, find, replace, tests } of chosen) {
  const path = join(copy, file);
  const original = readFileSync(path, "utf8");
  if (original.split(find).length !== 2) {
    survivors.push(`${name} (its text does not occur exactly once in ${file})`);
    continue;
  }
  writeFileSync(
    path,
    original.replace(find, () => replace),
  );
  const run = spawnSync("node_modules/.bin/vitest", ["run", tests], {
    cwd: copy,
    encoding: "utf8",
  });
  writeFileSync(path, original);
  const failed = /Tests .*?(\d+) failed/.exec(run.stdout)?.[1];
  if (failed === undefined) survivors.push(`${name} (${tests})`);
  console.log(`${failed === undefined ? "SURVIVED" : `caught by ${failed}`}\t${name}`);
}
rmSync(copy, { recursive: true });

console.log(`${chosen.length - survivors.length} of ${chosen.length} mutants caught`);
if (survivors.length > 0) {
  console.error(`Not caught:\n  ${survivors.join("\n  ")}`);
  process.exitCode = 1;
}
