import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^calcom-coherent$/, replacement: source("index.ts") },
      { find: /^calcom-coherent\/redis$/, replacement: source("redis.ts") },
      { find: /^calcom-coherent\/browser$/, replacement: source("browser/index.ts") },
      { find: /^calcom-coherent\/slots$/, replacement: source("slots-http/index.ts") },
      { find: /^calcom-coherent\/webhooks$/, replacement: source("webhooks/index.ts") },
      { find: /^calcom-coherent\/express$/, replacement: source("adapters/express.ts") },
      { find: /^calcom-coherent\/next$/, replacement: source("adapters/next.ts") },
      { find: /^calcom-coherent\/testing$/, replacement: source("testing/index.ts") },
      { find: /^calcom-coherent\/testing\/server$/, replacement: source("testing/server.ts") },
      {
        find: /^calcom-coherent\/testing\/store-contract$/,
        replacement: source("testing/store-contract.ts"),
      },
    ],
  },
  test: {
    // Suites that start servers wait more than they reckon.
    maxWorkers: "100%",
    // Nothing here measures time; a busy machine is no failure.
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    include: ["test/**/*.test.ts", "examples/**/*.test.ts"],
    typecheck: {
      enabled: true,
      include: ["test/types/*.test-d.ts"],
      tsconfig: "test/types/tsconfig.json",
    },
  },
});
