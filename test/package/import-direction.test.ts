import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../../src", import.meta.url));

/** What every part may use; none of these imports more than types of a part. */
const SHARED = [
  "booking-errors",
  "checks",
  "clock",
  "digest",
  "error-kinds",
  "error-text",
  "errors",
  "events",
  "freeze",
  "redact",
  "tokens",
];

/** Which parts and packages each part may import. `types of x` allows `import type` alone. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  schemas: ["zod/mini"],
  stores: ["zod/mini", "keyv"],
  cache: ["types of stores", "node:async_hooks"],
  invalidation: ["cache", "types of schemas", "types of stores"],
  api: ["cache", "invalidation", "schemas", "types of stores", "ky"],
  "booking-flow": ["types of api", "types of cache", "types of schemas"],
  webhooks: ["cache", "invalidation", "schemas", "zod/mini"],
  "slots-http": ["types of api", "types of cache", "types of invalidation", "types of schemas"],
  // Nothing but types and the clock: pages load it.
  browser: ["types of schemas"],
  adapters: ["slots-http", "webhooks", "types of invalidation", "node:http", "node:stream"],
  testing: [
    ...["types of schemas", "types of stores", "webhooks"],
    ...["msw", "date-fns-tz", "node:http", "node:net"],
  ],
  // The assembly: client, options and parts hand everybody what they need from further off.
  "": ["api", "booking-flow", "cache", "invalidation", "schemas", "stores", "webhooks"],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const partOf = (path: string) => {
  const [first = "", ...rest] = relative(SRC, path).split("/");
  return rest.length > 0 ? first : "";
};

function importsOf(path: string): Import[] {
  const code = readFileSync(path, "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
  const statements = code.matchAll(/^(?:import|export)\s(type\s)?[^;]*?from "([^"]+)";/gm);
  return Array.from(statements, ([, type, specifier = ""]) => {
    const to = specifier.startsWith(".") ? resolve(dirname(path), specifier) : specifier;
    return { from: relative(SRC, path), to, isType: type !== undefined };
  });
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join(SRC, name));
const imports = files.flatMap(importsOf);

function isAllowed({ from, to, isType }: Import): boolean {
  const part = partOf(join(SRC, from));
  const allowed = ALLOWED[part] ?? [];
  if (!to.startsWith("/")) return allowed.includes(to);
  const target = partOf(to);
  if (target === part) return true;
  if (target !== "")
    return allowed.includes(target) || (isType && allowed.includes(`types of ${target}`));
  return SHARED.some((name) => to === join(SRC, `${name}.ts`));
}

it("reads every import of the source", () => {
  expect(imports.length).toBeGreaterThan(files.length);
});

it("lets imports point in one direction only", () => {
  const wrong = imports.filter((one) => !isAllowed(one));
  expect(wrong.map(({ from, to }) => `${from} -> ${relative(SRC, to)}`)).toEqual([]);
});

it("lets nothing shared import more than types of a part", () => {
  const shared = new Set(SHARED.map((name) => `${name}.ts`));
  const wrong = imports.filter(
    ({ from, to, isType }) =>
      shared.has(from) && !isType && to.startsWith("/") && partOf(to) !== "",
  );
  expect(wrong).toEqual([]);
});

it("lets nothing but tests import the fake", () => {
  const wrong = imports.filter(
    ({ from, to }) => partOf(to) === "testing" && !from.startsWith("testing/"),
  );
  expect(wrong).toEqual([]);
});

it("reads the time in clock.ts alone", () => {
  const readers = files.filter((path) => {
    const code = readFileSync(path, "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    return /Date\.now\(|performance\.now\(|new Date\(\)/.test(code);
  });
  expect(readers.map((path) => relative(SRC, path))).toEqual(["clock.ts"]);
});

it("keeps files small", () => {
  const lengths = files
    .map((path) => readFileSync(path, "utf8").split("\n").length)
    .sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(100);
});
