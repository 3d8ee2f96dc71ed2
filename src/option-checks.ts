import { API_VERSIONS, type ApiVersions } from "./api/api-versions.ts";
import { checkedChoice, checkedMs } from "./checks.ts";
import { ConfigurationError } from "./errors.ts";
import type { SettleMs } from "./invalidation/invalidator.ts";
import { checkedPool, type PoolsOption } from "./invalidation/pools.ts";
import type { CacheStore } from "./stores/contract.ts";

// What an option may be: each throws a ConfigurationError that names it.

/** Hosted Cal.com keeps slots for 2 seconds (API.md 13); self-hosted servers were recorded without. */
const HOSTED_SETTLE_MS = 3_000;
const WEBHOOK_SETTLE_MS = 5_000;

export function ms(
  name: string,
  value: number | undefined,
  fallback: number,
  least: number,
): number {
  return value === undefined ? fallback : checkedMs(name, value, least);
}

export function life(name: string, value: number | undefined, fallback: number): number {
  return value === undefined ? fallback : checkedMs(name, value, 1, Number.MAX_SAFE_INTEGER);
}

const LONGEST_RECONCILING_MS = 600_000;

export function checkedReconcileTimeout(timeoutMs: number): number {
  const valid = checkedMs("reconcileTimeoutMs", timeoutMs, 0);
  if (valid <= LONGEST_RECONCILING_MS) return valid;
  throw new ConfigurationError(`\`reconcileTimeoutMs\` is ${LONGEST_RECONCILING_MS} at most.`);
}

export function checkedFlag(name: string, value: unknown = false): boolean {
  if (typeof value === "boolean") return value;
  throw new ConfigurationError(`\`${name}\` is true or false.`);
}

/** @param value a whole number above 0 */
export function checkedCount(name: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new ConfigurationError(`\`${name}\` is a whole number above 0.`);
}

export function checkedFunction<T>(name: string, value: T | undefined): T | undefined {
  if (value === undefined || typeof value === "function") return value;
  throw new ConfigurationError(`\`${name}\` is a function.`);
}

export function settleMs(
  option: number | Partial<SettleMs> | undefined,
  isHosted: boolean,
): SettleMs {
  const chosen = typeof option === "number" ? { write: option, webhook: option } : (option ?? {});
  const write = isHosted ? HOSTED_SETTLE_MS : 0;
  return {
    write: ms("invalidation.settleMs.write", chosen.write, write, 0),
    webhook: ms("invalidation.settleMs.webhook", chosen.webhook, WEBHOOK_SETTLE_MS, 0),
  };
}

export function canonicalBaseUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // Not kept as the cause: its message quotes the text, and that may hold a password.
    throw new ConfigurationError(
      "`baseUrl` is not a URL; give one such as https://api.cal.com/v2.",
    );
  }
  const { username, password, search, hash } = url;
  if (!/^https?:$/.test(url.protocol) || username + password + search + hash !== "") {
    throw new ConfigurationError(
      "`baseUrl` must begin with https:// or http:// and have no user, query or fragment.",
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

export function checkedName(name: string, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  throw new ConfigurationError(`\`${name}\` must be a text that is not empty.`);
}

export function checkedSecrets(secrets: unknown): readonly string[] {
  const list: unknown = typeof secrets === "string" ? [secrets] : secrets;
  if (Array.isArray(list) && list.every((secret) => typeof secret === "string")) {
    return list.filter((secret) => secret !== "");
  }
  throw new ConfigurationError("`webhookSecret` takes a text or a list of texts.");
}

export function checkedRetries(retries: number): number {
  if (Number.isInteger(retries) && retries >= 0 && retries <= 10) return retries;
  throw new ConfigurationError("`retries` must be a whole number from 0 to 10.");
}

export function checkedVersions(versions: Partial<ApiVersions>): Partial<ApiVersions> {
  const named = Object.entries(versions).filter(([, version]) => version !== undefined);
  for (const [resource, version] of named) {
    if (resource in API_VERSIONS.hosted && /^\d{4}-\d{2}-\d{2}$/.test(version)) continue;
    throw new ConfigurationError(
      `\`apiVersions\` takes ${Object.keys(API_VERSIONS.hosted).join(", ")}, each a date such as 2024-08-13.`,
    );
  }
  return Object.fromEntries(named);
}

const STORE_METHODS = ["read", "ensure", "apply", "write", "close"] as const;

export function checkedStore(store: CacheStore): CacheStore {
  if (STORE_METHODS.every((method) => typeof store?.[method] === "function")) return store;
  throw new ConfigurationError("`store` takes what memoryStore() or keyvStore() returns.");
}

export function checkedPools(pools: PoolsOption): PoolsOption {
  if (typeof pools === "function") return pools;
  if (typeof pools !== "object" || pools === null) {
    return checkedChoice("invalidation.pools", pools, ["auto", "off"] as const);
  }
  for (const [eventTypeId, hosts] of Object.entries(pools)) checkedPool(Number(eventTypeId), hosts);
  return pools;
}
