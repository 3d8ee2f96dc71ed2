import { defineConfig, type Options } from "tsup";

const shared: Options = {
  format: ["esm", "cjs"],
  target: "node20",
  sourcemap: true,
  // tsup injects `baseUrl`, which TypeScript 6 calls deprecated.
  dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
};

export default defineConfig([
  {
    ...shared,
    entry: {
      index: "src/index.ts",
      redis: "src/redis.ts",
      webhooks: "src/webhooks/index.ts",
      slots: "src/slots-http/index.ts",
      express: "src/adapters/express.ts",
      next: "src/adapters/next.ts",
      testing: "src/testing/index.ts",
      "testing/server": "src/testing/server.ts",
      "testing/store-contract": "src/testing/store-contract.ts",
    },
    splitting: true,
    // tsup strips "node:" by default; edge bundlers cannot resolve the bare names.
    removeNodeProtocol: false,
  },
  {
    ...shared,
    entry: { browser: "src/browser/index.ts" },
    // One file, which pages can load as it is.
    splitting: false,
    platform: "browser",
    target: "es2022",
  },
]);
