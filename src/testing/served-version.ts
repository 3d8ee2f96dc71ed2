import type { RequestInfo } from "./matching.ts";
import type { ProfileName } from "./profile.ts";

/** Versions that self-hosted builds do not know (API.md 2), what they are for, and what serves it. */
const HOSTED_ONLY = [
  {
    version: "2026-02-25",
    requests: /^POST \/v2\/bookings$|^\w+ \/v2\/bookings\//,
    servedBy: "2024-08-13",
  },
  { version: "2026-05-01", requests: /^GET \/v2\/bookings$/, servedBy: "2026-05-01" },
  { version: "2026-06-12", requests: /^\w+ \/v2\/event-types(?:\/|$)/, servedBy: "2024-06-14" },
];

const OLDEST = "2024-04-15";
const KNOWN = [OLDEST, "2024-06-11", "2024-06-14", "2024-08-13", "2024-09-04"];

/** Versions that reach the API of old, as far as it still answers (API.md 2). */
export const OLD_VERSIONS: readonly string[] = [OLDEST, "2024-06-11", "2024-06-14"];

/**
 * The version whose routes serve a request. None, or one that the server does not know, counts as the
 * oldest, which reaches an older API or no route at all (recordings 0057-0059, 0068, 0095).
 */
export function servedVersion(
  profile: ProfileName,
  { method, path }: RequestInfo,
  sent: string | null,
): string {
  const newer = HOSTED_ONLY.find(({ version }) => version === sent);
  if (newer === undefined) return KNOWN.find((version) => version === sent) ?? OLDEST;
  const isKnown = profile === "hosted" && newer.requests.test(`${method} ${path}`);
  return isKnown ? newer.servedBy : OLDEST;
}
