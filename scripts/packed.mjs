// Installs the packed library as a stranger would have it, for the checks that use it so.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

/** Runs a command and gives what it printed; what it printed while failing is in the error. */
export const run = (command, args, cwd, env = {}) =>
  execFileSync(command, args, { cwd, encoding: "utf8", env: { ...process.env, ...env } });

/** Puts a package into a place's `node_modules`, by a link to where it is installed. */
export function link(place, name, target = join(root, "node_modules", name)) {
  const path = join(place, "node_modules", name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

/** Unpacks the tarball of `dist/` as it is now, beside nothing but its dependencies and MSW. */
export function installPacked(place, msw = join(root, "node_modules", "msw")) {
  const [{ filename }] = JSON.parse(
    run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", place], root),
  );
  const installed = join(place, "node_modules", "calcom-coherent");
  mkdirSync(installed, { recursive: true });
  run("tar", ["-xzf", join(place, filename), "-C", installed, "--strip-components=1"], place);
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of Object.keys(manifest.dependencies)) link(place, name);
  link(place, "msw", msw);
}

/** Copies the examples for tests of hosts, and gives them their runners. */
export function copyExamples(place) {
  const examples = join(place, "examples");
  cpSync(join(root, "examples", "testing"), examples, { recursive: true });
  for (const name of ["@jest/globals", "jest", "vitest"]) link(place, name);
  return examples;
}

const bin = (...path) => join(root, "node_modules", ...path);
const VM_MODULES = "--experimental-vm-modules";

/** How each example is run in its directory. */
export const runs = {
  vitest: [bin("vitest", "vitest.mjs"), "run", "vitest.test.ts", "own-handlers.test.ts"],
  "node:test": ["--test", "node.test.mjs"],
  jest: [VM_MODULES, bin("jest", "bin", "jest.js"), "--config", "jest.config.json"],
};
