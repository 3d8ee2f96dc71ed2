// Runs the example for Vitest, and checks its types, with the oldest MSW that is supported, and the
// newest 2 and 3, each installed for the purpose: `npm run check:msw`. Needs the network.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyExamples, installPacked, link, run, runs } from "./packed.mjs";

// MSW 2.4.0 imports graphql without naming it as a dependency.
const VERSIONS = [["2.4.0", "graphql@16"], ["2"], ["3"]];

// MSW 3 asks for Node.js 22; this is all that it needs of it here.
const WITH_RESOLVERS = `Promise.withResolvers ??= function () {
  const made = {};
  made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};`;

/** MSW 3 has another name for the option of `listen`. */
function rename(path) {
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace("onUnhandledRequest", "onUnhandledFrame"));
}

const tsconfig = {
  compilerOptions: {
    ...{ target: "ES2022", module: "ESNext", moduleResolution: "bundler", strict: true },
    ...{ lib: ["ES2024", "DOM", "DOM.Iterable"], types: [], noEmit: true, skipLibCheck: true },
    allowImportingTsExtensions: true,
  },
  include: ["*.ts"],
};

for (const [wanted, ...beside] of VERSIONS) {
  const place = realpathSync(mkdtempSync(join(tmpdir(), "calcom-coherent-msw-")));
  try {
    const own = join(place, "msw");
    mkdirSync(own);
    writeFileSync(join(own, "package.json"), "{}");
    run("npm", ["install", "--ignore-scripts", `msw@${wanted}`, ...beside], own);
    const msw = join(own, "node_modules", "msw");
    installPacked(place, msw);
    const { version } = JSON.parse(readFileSync(join(msw, "package.json"), "utf8"));
    const examples = copyExamples(place);
    if (!version.startsWith("2.")) rename(join(examples, "vitest.test.ts"));
    writeFileSync(join(examples, "tsconfig.json"), JSON.stringify(tsconfig));
    const polyfill = join(place, "with-resolvers.mjs");
    writeFileSync(polyfill, WITH_RESOLVERS);
    run("node", runs.vitest, examples, { NODE_OPTIONS: `--import ${polyfill}` });
    link(place, "typescript");
    run("node", [join(place, "node_modules/typescript/bin/tsc"), "-p", examples], examples);
    console.log(`the example runs with MSW ${version}, and its types fit`);
  } finally {
    rmSync(place, { recursive: true });
  }
}
