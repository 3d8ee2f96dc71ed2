import { join } from "node:path";
import type { NextConfig } from "next";

const SECURITY_HEADERS = [
  // Nobody shows these pages inside their own. Next's inline scripts leave no room for more.
  {
    key: "Content-Security-Policy",
    value: "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  // The address of a booking is what lets its owner change it: other sites are not told of it.
  { key: "Referrer-Policy", value: "same-origin" },
];

const config: NextConfig = {
  // The repository's: the library is read from its sources there, by the paths in tsconfig.json.
  turbopack: { root: join(import.meta.dirname, "../..") },
  // `npm run typecheck` does it, here and everywhere else.
  typescript: { ignoreBuildErrors: true },
  // Pages look as they do in production, and nothing is written beside them.
  devIndicators: false,
  agentRules: false,
  poweredByHeader: false,
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
};

export default config;
