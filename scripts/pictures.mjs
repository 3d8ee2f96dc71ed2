// Makes the pictures of README.md, docs/ and the examples anew, by the tests that run in a browser:
// `npm run pictures`.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const pages = ["README.md"];
for (const folder of ["docs", "examples"]) {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  pages.push(...names.filter((name) => name.endsWith(".md")).map((name) => join(folder, name)));
}
const text = pages.map((page) => readFileSync(join(root, page), "utf8")).join("\n");
const names = new Set(Array.from(text.matchAll(/pictures\/([\w-]+\.png)\)/g), ([, name]) => name));

const run = spawnSync("npx", ["vitest", "run", "test/e2e"], { cwd: root, stdio: "inherit" });
if (run.status !== 0) process.exit(1);
mkdirSync(join(root, "docs/pictures"), { recursive: true });
for (const name of names) {
  const made = join(root, "test-results/pictures", name);
  if (!existsSync(made)) throw new Error(`No test keeps a picture ${name}.`);
  copyFileSync(made, join(root, "docs/pictures", name));
  console.log(`docs/pictures/${name}`);
}
