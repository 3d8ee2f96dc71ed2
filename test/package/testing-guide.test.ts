import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
const guide = read("docs/guides/testing.md");

it("shows the examples as they are run", () => {
  const blocks = [...guide.matchAll(/^```\w+ (examples\/\S+)\n([\s\S]*?)^```/gm)];
  expect(blocks.map(([, path]) => path)).toEqual([
    "examples/testing/appointments.ts",
    "examples/testing/vitest.test.ts",
    "examples/testing/node.test.mjs",
    "examples/testing/jest.config.json",
    "examples/testing/own-handlers.test.ts",
  ]);
  for (const [, path = "", code] of blocks) expect(code).toBe(read(path));
});

const bare = (code: string) =>
  code.replaceAll(/\/\*\*[\s\S]*?\*\/|\/\/.*|\s/g, "").replaceAll(/,(?=[)}\]])/g, "");

it("has the same service in JavaScript", () => {
  const target = ts.ScriptTarget.ESNext;
  const options = { compilerOptions: { target, module: ts.ModuleKind.ESNext } };
  const { outputText } = ts.transpileModule(read("examples/testing/appointments.ts"), options);
  expect(bare(read("examples/testing/appointments.mjs"))).toBe(bare(outputText));
});

it("has the same tests for Jest as for Vitest", () => {
  const testsOf = (path: string) => {
    const code = read(path);
    return code.slice(code.indexOf("beforeAll("));
  };
  expect(testsOf("examples/testing/jest.test.mjs")).toBe(
    testsOf("examples/testing/vitest.test.ts"),
  );
});
