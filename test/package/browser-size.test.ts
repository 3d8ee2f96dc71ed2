import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "rolldown";
import { expect, it } from "vitest";

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const MOST_BYTES = 5_500;

it("gives pages one small file that imports nothing", async () => {
  const { output } = await build({
    input: path("src/browser/index.ts"),
    platform: "browser",
    output: { format: "esm", minify: true },
    write: false,
  });
  const [{ code, imports }] = output;
  expect(output).toHaveLength(1);
  expect(imports).toEqual([]);
  // A strict policy forbids it.
  expect(code).not.toMatch(/\beval\(|new Function\b|innerHTML/);
  const bytes = gzipSync(code, { level: 9 }).length;
  process.stdout.write(`calcom-coherent/browser: ${bytes} bytes, minified and gzipped\n`);
  expect(bytes).toBeLessThan(MOST_BYTES);
  const guide = readFileSync(path("docs/guides/browser.md"), "utf8");
  const [, said] = /\*\*(\d\.\d) kB\*\*/.exec(guide) ?? [];
  expect(Math.abs(Number(said) * 1_000 - bytes)).toBeLessThan(150);
});
