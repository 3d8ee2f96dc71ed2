import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    redis: "src/redis.ts",
    webhooks: "src/webhooks/index.ts",
    express: "src/adapters/express.ts",
    next: "src/adapters/next.ts",
    testing: "src/testing/index.ts",
    "testing/server": "src/testing/server.ts",
    "testing/store-contract": "src/testing/store-contract.ts",
  },
  format: ["esm", "cjs"],
  target: "node20",
  splitting: true,
  clean: true,
  sourcemap: true,
  // tsup strips "node:" by default; edge bundlers cannot resolve the bare names.
  removeNodeProtocol: false,
  // tsup injects `baseUrl`, which TypeScript 6 calls deprecated.
  dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
});
