import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import * as library from "../../src/index.ts";
import tsup from "../../tsup.config.ts";

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const manifest = JSON.parse(readFileSync(root("package.json"), "utf8"));

it("exports the fixed names and nothing that is not meant to be", () => {
  expect(Object.keys(library).sort()).toEqual([
    "BookingReplayedError",
    "BookingRescheduledError",
    "CalcomApiError",
    "CalcomClient",
    "CalcomError",
    "ConfigurationError",
    "NetworkError",
    "RateLimitError",
    "SchemaError",
    "SlotTakenError",
    "StoreError",
    "TimeoutError",
    "UnknownOutcomeError",
    "WebhookBodyError",
    "WebhookSignatureError",
    "isSeatedBooking",
    "keyvStore",
    "memoryStore",
    "systemClock",
  ]);
});

it("builds every subpath it exports, from a source of the same name", () => {
  const builds = tsup as readonly { entry: Record<string, string> }[];
  const entry = Object.assign({}, ...builds.map((build) => build.entry));
  const subpaths = Object.keys(manifest.exports).filter((name) => name !== "./package.json");
  const built = Object.keys(entry).map((name) => (name === "index" ? "." : `./${name}`));
  expect(built.sort()).toEqual(subpaths.sort());
  expect(Object.values<string>(entry).filter((path) => !existsSync(root(path)))).toEqual([]);
});

it("points each subpath's import and require at the right files", () => {
  for (const [subpath, conditions] of Object.entries<Record<string, unknown>>(manifest.exports)) {
    if (subpath === "./package.json") continue;
    const name = subpath === "." ? "index" : subpath.slice(2);
    expect(conditions).toEqual({
      import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
      require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
    });
  }
});

it("pins what only development needs, and leaves runtime dependencies a range", () => {
  const exact = (range: unknown) => /^\d/.test(String(range));
  expect(Object.values(manifest.devDependencies).every(exact)).toBe(true);
  expect(Object.values(manifest.dependencies).some(exact)).toBe(false);
});
