import { join } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  // The repository's: the library is read from its sources there, by the paths in tsconfig.json.
  turbopack: { root: join(import.meta.dirname, "../..") },
  // `npm run typecheck` does it, here and everywhere else.
  typescript: { ignoreBuildErrors: true },
  // Pages look as they do in production, and nothing is written beside them.
  devIndicators: false,
  agentRules: false,
};

export default config;
