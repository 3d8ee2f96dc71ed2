// Runs a bench bundled, as users run the library: `node bench/bundled.mjs hit`. tsx wraps every closure
// to keep its name, which would be measured too.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const root = join(import.meta.dirname, "..");
const name = process.argv[2] ?? "";
const bundle = await rolldown({ input: join(root, "bench", `${name}.ts`), platform: "node" });
const file = join(root, "node_modules", ".cache", `bench-${name}.mjs`);
await bundle.write({ file });
await import(pathToFileURL(file).href);
