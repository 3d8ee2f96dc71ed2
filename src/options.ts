import { DEFAULT_TTL, type SlotsTtl } from "./api/cache-policy.ts";
import { type Clock, systemClock } from "./clock.ts";
import { ConfigurationError } from "./errors.ts";
import type { SettleMs } from "./invalidation/invalidator.ts";
import type { InvalidationWidth } from "./invalidation/rules.ts";
import type { PoolsOption } from "./invalidation/topology.ts";
import type { CacheStore } from "./stores/contract.ts";
import { memoryStore } from "./stores/memory-store.ts";

/** How far changes reach, and how long Cal.com is given to settle. */
export interface InvalidationOptions {
  /**
   * `hosts`: a booking reaches every event type of its hosts, as it does in Cal.com. `event-type`
   * is for whoever knows that no host is shared; `account` orphans everything each time.
   * @default "hosts"
   */
  readonly width?: InvalidationWidth;
  /** Who hosts which event type. @default "auto" */
  readonly pools?: PoolsOption;
  /**
   * Milliseconds during which Cal.com may still answer with the old state. One number serves both.
   * @default write: 3000 under cal.com and cal.eu, else 0; webhook: 5000
   */
  readonly settleMs?: number | Partial<SettleMs>;
  /** Milliseconds a fence outlives the deadline of its write. @default 60000 */
  readonly fenceMs?: number;
}

/** Where warnings go; the platform's `console` fits. */
export interface Logger {
  warn(message: string, details?: unknown): void;
}

/** Options of the client; all have defaults. */
export interface CalcomClientOptions {
  /** Cal.com API key (`cal_...`) or access token. Without one, only public calls work. */
  readonly apiKey?: string | undefined;
  /** @default "https://api.cal.com/v2" */
  readonly baseUrl?: string;
  /**
   * Separates those who must not share changes, such as tenants that distrust each other.
   * @default "default"
   */
  readonly namespace?: string;
  /**
   * Names whoever the credential stands for; answers of different principals are never mixed. Set
   * it where tokens rotate, or every new token starts cold.
   * @default a hash of `apiKey`
   */
  readonly principal?: string;
  /** Secrets of the webhook subscriptions; several while one is being rotated. */
  readonly webhookSecret?: string | readonly string[] | undefined;
  /** Where answers and versions live. @default a `memoryStore()` of this client's own */
  readonly store?: CacheStore;
  /** Milliseconds that answers live when nothing orphans them. */
  readonly ttl?: Partial<SlotsTtl>;
  readonly invalidation?: InvalidationOptions;
  /**
   * What a booking does while the store is away: go ahead with a `deferred` invalidation, or not.
   * @default "proceed"
   */
  readonly onStoreDown?: "proceed" | "refuse";
  /** Milliseconds per call, body included. @default 10000 */
  readonly timeoutMs?: number;
  /** Milliseconds the store gets for one answer before Cal.com is asked instead. @default 100 */
  readonly storeTimeoutMs?: number;
  /** @default the platform's `fetch`, looked up per request */
  readonly fetch?: typeof globalThis.fetch;
  readonly logger?: Logger;
  /** @default the platform's clock */
  readonly clock?: Clock;
}

/** Options with every default filled in. */
export interface ResolvedOptions {
  readonly apiKey: string | undefined;
  readonly baseUrl: string;
  readonly namespace: string;
  readonly principal: string | undefined;
  readonly webhookSecrets: readonly string[];
  readonly store: CacheStore;
  readonly ownsStore: boolean;
  readonly ttl: SlotsTtl;
  readonly width: InvalidationWidth;
  readonly pools: PoolsOption;
  readonly settleMs: SettleMs;
  readonly fenceMs: number;
  readonly refuseWithoutStore: boolean;
  readonly timeoutMs: number;
  readonly storeTimeoutMs: number;
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly logger: Logger | undefined;
  readonly clock: Clock;
}

const HOSTED = /(?:^|\.)cal\.(?:com|eu)$/;
/** Hosted Cal.com keeps slots for 2 seconds (API.md 13); self-hosted servers were recorded without. */
const HOSTED_SETTLE_MS = 3_000;
const WEBHOOK_SETTLE_MS = 5_000;

/** @throws ConfigurationError for an option that cannot work, naming it */
export function resolveOptions(options: CalcomClientOptions): ResolvedOptions {
  const baseUrl = canonicalBaseUrl(options.baseUrl ?? "https://api.cal.com/v2");
  const { invalidation = {} } = options;
  const secrets = options.webhookSecret ?? [];
  return {
    apiKey: options.apiKey,
    baseUrl,
    namespace: options.namespace ?? "default",
    principal: options.principal,
    webhookSecrets: (typeof secrets === "string" ? [secrets] : [...secrets]).filter(Boolean),
    store: options.store ?? memoryStore(),
    ownsStore: options.store === undefined,
    ttl: { ...DEFAULT_TTL, ...positive("ttl", options.ttl ?? {}) },
    width: invalidation.width ?? "hosts",
    pools: invalidation.pools ?? "auto",
    settleMs: settleMs(invalidation.settleMs, new URL(baseUrl).hostname),
    fenceMs: number("invalidation.fenceMs", invalidation.fenceMs, 60_000, 0),
    refuseWithoutStore: options.onStoreDown === "refuse",
    timeoutMs: number("timeoutMs", options.timeoutMs, 10_000, 1),
    storeTimeoutMs: number("storeTimeoutMs", options.storeTimeoutMs, 100, 1),
    fetch: options.fetch,
    logger: options.logger,
    clock: options.clock ?? systemClock,
  };
}

function settleMs(option: InvalidationOptions["settleMs"], hostname: string): SettleMs {
  const chosen = typeof option === "number" ? { write: option, webhook: option } : (option ?? {});
  const write = HOSTED.test(hostname) ? HOSTED_SETTLE_MS : 0;
  return {
    write: number("invalidation.settleMs.write", chosen.write, write, 0),
    webhook: number("invalidation.settleMs.webhook", chosen.webhook, WEBHOOK_SETTLE_MS, 0),
  };
}

function canonicalBaseUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new ConfigurationError(
      "`baseUrl` is not a URL; give one such as https://api.cal.com/v2.",
      {
        cause,
      },
    );
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new ConfigurationError("`baseUrl` must begin with https:// or http://.");
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

function positive(name: string, values: Partial<SlotsTtl>): Partial<SlotsTtl> {
  for (const [key, value] of Object.entries(values)) number(`${name}.${key}`, value, 0, 1);
  return values;
}

function number(name: string, value: number | undefined, fallback: number, least: number): number {
  if (value === undefined) return fallback;
  if (Number.isFinite(value) && value >= least) return value;
  throw new ConfigurationError(`\`${name}\` must be a number of milliseconds, at least ${least}.`);
}
