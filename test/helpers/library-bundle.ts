import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const SRC = fileURLToPath(new URL("../../src", import.meta.url));

const ENTRIES = { index: "index.ts", next: "adapters/next.ts", webhooks: "webhooks/index.ts" };

/**
 * Installs the library as it stands in `src` into the `node_modules` of a folder, for programs that
 * are built and run by others' tools. Nothing has to be built for it before.
 */
export async function installLibrary(folder: string): Promise<void> {
  const home = join(folder, "node_modules/calcom-coherent");
  mkdirSync(home, { recursive: true });
  const names = Object.entries(ENTRIES);
  await build({
    input: Object.fromEntries(names.map(([name, path]) => [name, join(SRC, path)])),
    output: { dir: home, format: "esm" },
    platform: "node",
    logLevel: "warn",
  });
  const exports = names.map(([name]) => [name === "index" ? "." : `./${name}`, `./${name}.js`]);
  const manifest = {
    name: "calcom-coherent",
    version: "0.0.0",
    type: "module",
    sideEffects: false,
    exports: Object.fromEntries(exports),
  };
  writeFileSync(join(home, "package.json"), JSON.stringify(manifest));
}
