import { checkedMs } from "../../checks.ts";
import { ConfigurationError } from "../../errors.ts";
import type { Credentials } from "../credentials.ts";

/** The rate budget that is reckoned with at first. */
export interface RateBudgetOptions {
  /** Requests in a window. @default 120 with an API key or without a credential, else 500 */
  readonly limit?: number;
  /** Milliseconds a window lasts. @default 60000 */
  readonly windowMs?: number;
  /** Requests of each priority that may wait at the same time; more are refused. @default 500 */
  readonly maxQueued?: number;
}

/** The same with every default filled in. */
export type RateBudgetSettings = Required<RateBudgetOptions>;

// API.md 4: what a server counts by default, by who asks.
const LIMIT = 120;
const LIMIT_OF_TOKENS = 500;
const WINDOW_MS = 60_000;
const MAX_QUEUED = 500;

/** @throws ConfigurationError naming the option */
export function checkedRateBudget(
  option: RateBudgetOptions | false | undefined,
  { apiKey, oAuthClient }: Credentials,
): RateBudgetSettings | undefined {
  if (option === false) return undefined;
  if (option !== undefined && (typeof option !== "object" || option === null)) {
    throw new ConfigurationError("`rateBudget` takes { limit, windowMs, maxQueued }, or false.");
  }
  const isToken = oAuthClient !== undefined || (apiKey !== undefined && !apiKey.startsWith("cal_"));
  const { limit, windowMs = WINDOW_MS, maxQueued = MAX_QUEUED } = option ?? {};
  return {
    limit: whole("rateBudget.limit", limit ?? (isToken ? LIMIT_OF_TOKENS : LIMIT)),
    windowMs: checkedMs("rateBudget.windowMs", windowMs, 1),
    maxQueued: whole("rateBudget.maxQueued", maxQueued),
  };
}

function whole(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new ConfigurationError(`\`${name}\` must be a whole number above 0.`);
}
