// Type-checks every TypeScript snippet of README.md, docs/, the examples and the TSDoc examples of what is public,
// and follows every relative link: `npm run check:docs`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const list = (directory, ending) =>
  readdirSync(join(root, directory), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending) && !name.includes("node_modules"))
    .map((name) => join(root, directory, name));
const markdown = [
  ...[join(root, "README.md"), join(root, "CHANGELOG.md")],
  ...[...list("docs", ".md"), ...list("examples", ".md")],
];
const sources = list("src", ".ts");

const snippets = [];
for (const path of markdown) {
  for (const [, code] of readFileSync(path, "utf8").matchAll(/^```ts\n([\s\S]*?)^```/gm)) {
    snippets.push({ path, code });
  }
}
for (const path of sources) {
  const comments = readFileSync(path, "utf8").matchAll(/\/\*\*[\s\S]*?\*\//g);
  for (const [comment] of comments) {
    const text = comment.replaceAll(/^\s*\* ?/gm, "");
    for (const [, code] of text.matchAll(/^```ts\n([\s\S]*?)^```/gm)) snippets.push({ path, code });
  }
}

const directory = mkdtempSync(join(root, ".snippets-"));
let failed = false;
try {
  snippets.forEach(({ path, code }, index) => {
    const name = `${String(index).padStart(3, "0")}.ts`;
    writeFileSync(join(directory, name), `// ${relative(root, path)}\n${code}\nexport {};\n`);
  });
  const config = { extends: "../tsconfig.json", include: ["*.ts"] };
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(config));
  const run = spawnSync("node_modules/.bin/tsc", ["-p", directory], {
    cwd: root,
    encoding: "utf8",
  });
  if (run.status !== 0) {
    failed = true;
    const name = (match, index) => `${match} [${relative(root, snippets[Number(index)].path)}]`;
    console.error(run.stdout.replaceAll(/(\d{3})\.ts/g, name));
  }
} finally {
  rmSync(directory, { recursive: true });
}

for (const path of markdown) {
  const text = readFileSync(path, "utf8").replaceAll(/^```[\s\S]*?^```/gm, "");
  for (const [, target] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
    if (/^https?:/.test(target) || existsSync(resolve(dirname(path), target))) continue;
    failed = true;
    console.error(`${relative(root, path)} links to ${target}, which does not exist.`);
  }
}
console.log(`${snippets.length} snippets type-checked, ${markdown.length} pages of links followed`);
if (failed) process.exitCode = 1;
