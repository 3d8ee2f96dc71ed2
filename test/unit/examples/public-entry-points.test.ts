import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const EXAMPLES = new URL("../../../examples/", import.meta.url);
/** What a stranger installs beside the library. */
const PACKAGES = ["@hono/node-server", "fastify", "hono"];
const ENTRY_POINTS = ["calcom-coherent", "calcom-coherent/webhooks"];

it.each(["edge", "fastify", "hono"])("lets examples/%s be copied as it is", (name) => {
  const folder = new URL(`${name}/`, EXAMPLES);
  const code = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), "utf8"));
  const imports = code.flatMap((text) =>
    Array.from(text.matchAll(/ from "([^"]+)";/g), ([, from]) => from),
  );
  const foreign = imports.filter(
    (from) => ![...PACKAGES, ...ENTRY_POINTS, "./worker.ts"].includes(from ?? ""),
  );
  expect(foreign).toEqual([]);
  expect(imports).toEqual(expect.arrayContaining(ENTRY_POINTS));
});
