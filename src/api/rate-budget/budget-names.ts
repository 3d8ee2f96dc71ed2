/** A limit that some paths have in place of the general one (API.md 4). */
export interface OwnBudget {
  readonly name: string;
  /** What is believed until Cal.com tells. */
  readonly limit: number;
  readonly windowMs: number;
}

const WINDOW_MS = 60_000;

// Verification mails are documented with 3 to 5 a minute: the least is believed at first.
const OWN: readonly (OwnBudget & { readonly paths: RegExp })[] = [
  { name: "guests", limit: 5, windowMs: WINDOW_MS, paths: /^bookings\/[^/]+\/guests$/ },
  {
    name: "verifications",
    limit: 3,
    windowMs: WINDOW_MS,
    paths: /(?:^|\/)verified-resources\/[^/]+\/verification-code\/[^/]+$/,
  },
];

/** The budget a request is counted against; `undefined`: the general one. */
export function ownBudgetOf(method: string, path: string): OwnBudget | undefined {
  return method === "POST" ? OWN.find(({ paths }) => paths.test(path)) : undefined;
}
