// Lets the checker of processes on one Redis look for what is broken:
// `node scripts/check-mutants-processes.mjs [part of a name] [minutes for each]`.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { mutantsOfProcesses } from "./mutants-processes.mjs";

const root = resolve(import.meta.dirname, "..");
const [pattern = "", minutes = "1"] = process.argv.slice(2);
const chosen = mutantsOfProcesses.filter(({ name }) => name.includes(pattern));
let caught = 0;

const copy = mkdtempSync(join(tmpdir(), "calcom-coherent-mutants-"));
for (const name of ["src", "test", "package.json", "tsconfig.json"]) {
  cpSync(join(root, name), join(copy, name), { recursive: true });
}
symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));

for (const { name, edits, mode } of chosen) {
  const undo = edits.map((edit) => apply(name, edit));
  const { stale, reads, findings } = await look(mode);
  for (const put of undo) put();
  if (stale > 0) caught += 1;
  console.log(`${stale > 0 ? `caught, ${stale} stale` : "SURVIVED, 0 stale"} of ${reads}\t${name}`);
  if (findings.length > 0) console.log(`\t${findings[0]}`);
}
rmSync(copy, { recursive: true });
console.log(`${caught} of ${chosen.length} caught within ${minutes} minutes each`);

function apply(name, { file, find, replace }) {
  const path = join(copy, file);
  const original = readFileSync(path, "utf8");
  if (original.split(find).length !== 2) {
    throw new Error(`The text of "${name}" does not occur exactly once in ${file}.`);
  }
  writeFileSync(
    path,
    original.replace(find, () => replace),
  );
  return () => writeFileSync(path, original);
}

/** What a run of the command finds; what else is wrong with it, such as too few reads, is no matter here. */
function look(mode) {
  const args = ["--tsconfig", "tsconfig.json", "test/coherence/main.ts", "--redis", "--json"];
  const options = ["--minutes", minutes, "--seed", "1", ...mode];
  return new Promise((done, fail) => {
    const child = spawn("node_modules/.bin/tsx", [...args, ...options], { cwd: copy });
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      printed += text;
    });
    child.stderr.resume();
    child.on("error", fail).on("close", () => {
      const { stale, reads, reports } = JSON.parse(printed);
      done({ stale, reads, findings: reports.flatMap((report) => report.findings) });
    });
  });
}
