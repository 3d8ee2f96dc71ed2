import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const EXAMPLES = new URL("../../../../examples/", import.meta.url);
/** What a stranger installs beside the library. */
const PACKAGES = ["express", "rolldown", "zod/mini"];

function importsIn(folder: string): string[] {
  const home = new URL(`${folder}/`, EXAMPLES);
  const names = readdirSync(home, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => {
      const code = readFileSync(new URL(name, home), "utf8");
      return Array.from(code.matchAll(/ from "([^"]+)";/g), ([, from]) => from ?? "");
    });
}

it.each(["express-app", "shared"])(
  "lets examples/%s use nothing of the library but its doors",
  (folder) => {
    const imports = importsIn(folder);
    const foreign = imports.filter(
      (from) =>
        !from.startsWith("node:") &&
        !/^calcom-coherent(?:\/[\w/-]+)?$/.test(from) &&
        !PACKAGES.includes(from) &&
        (!from.startsWith(".") || from.includes("/src/")),
    );
    expect(foreign).toEqual([]);
    expect(imports).toContain("calcom-coherent");
  },
);

it("keeps servers' modules out of what the browser loads", () => {
  const client = importsIn("express-app/client");
  expect(client.filter((from) => from.startsWith("node:"))).toEqual([]);
  expect(client.filter((from) => from.startsWith("calcom-coherent"))).toEqual([
    "calcom-coherent/browser",
  ]);
});
