import { API_VERSIONS, type ApiVersions, type Deployment } from "./api/api-versions.ts";
import { DEFAULT_TTL, type SlotsTtl } from "./api/cache-policy.ts";
import { type Credentials, checkedCredentials, type OAuthClient } from "./api/credentials.ts";
import {
  checkedRateBudget,
  type RateBudgetOptions,
  type RateBudgetSettings,
} from "./api/rate-budget/settings.ts";
import { type ConsistencyOption, checkedConsistency } from "./cache/consistency.ts";
import { checkedChoice } from "./checks.ts";
import { type Clock, systemClock } from "./clock.ts";
import { ConfigurationError } from "./errors.ts";
import type { SettleMs } from "./invalidation/invalidator.ts";
import type { PoolsOption } from "./invalidation/pools.ts";
import type { InvalidationWidth } from "./invalidation/rules.ts";
import {
  canonicalBaseUrl,
  checkedCount,
  checkedFlag,
  checkedFunction,
  checkedName,
  checkedPools,
  checkedReconcileTimeout,
  checkedRetries,
  checkedSecrets,
  checkedStore,
  checkedVersions,
  life,
  ms,
  settleMs,
} from "./option-checks.ts";
import type { CacheStore } from "./stores/contract.ts";
import { memoryStore } from "./stores/memory-store.ts";
import type { MappedWebhook } from "./webhooks/parse.ts";

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
  /**
   * Webhook deliveries in a minute that may bump one tag, in this process. Past that the tag is not
   * bumped any more but uncacheable for a while, so that a flood costs the store nothing.
   * @default 60
   */
  readonly bumpsPerMinute?: number;
}

/** How webhook deliveries are read. */
export interface WebhookOptions {
  /**
   * Understands the body of a subscription with a payload template: a parsed JSON value, or the text
   * where it is none. What it says is an event; `undefined` leaves the body to the usual reading, and
   * what nobody understands orphans everything. Called for verified deliveries alone.
   */
  readonly mapBody?: (body: unknown) => MappedWebhook | undefined;
  /** Larger bodies are refused before they are read to the end. @default 1048576 */
  readonly maxBodyBytes?: number;
}

/** Where warnings go; the platform's `console` fits. */
export interface Logger {
  warn(message: string, details?: unknown): void;
}

/** Options of the client; all have defaults. */
export interface CalcomClientOptions {
  /** Cal.com API key (`cal_...`) or access token. Without one, only public calls work. */
  readonly apiKey?: string | undefined;
  /** A client of Cal.com's platform, beside or instead of `apiKey`. */
  readonly oAuthClient?: OAuthClient | undefined;
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
   * @default a hash of the credential
   */
  readonly principal?: string;
  /** Secrets of the webhook subscriptions; several while one is being rotated. */
  readonly webhookSecret?: string | readonly string[] | undefined;
  readonly webhooks?: WebhookOptions;
  /** Where answers and versions live. @default a `memoryStore()` of this client's own */
  readonly store?: CacheStore;
  /**
   * Whether every hit is validated by the store, or versions may be trusted for a time, so that hits
   * need no command at all. @default "strict"
   */
  readonly consistency?: ConsistencyOption;
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
  /**
   * Milliseconds, after a booking change that got no answer, in which its outcome is looked for: so
   * much longer the call may take. 0 looks for nothing. At most 600000.
   * @default 5000
   */
  readonly reconcileTimeoutMs?: number;
  /**
   * Whether bookings just made are compared with others of their hosts, for Cal.com loses some races
   * itself; found ones are told as `double-booked`. Costs a request or two per booking, of the spare
   * budget.
   * @default false
   */
  readonly detectDoubleBookings?: boolean;
  /**
   * What is believed of Cal.com's rate limit until its answers tell more; `false` keeps no budget.
   * @default by the credential: 120 requests in 60000 ms, 500 with an access token
   */
  readonly rateBudget?: RateBudgetOptions | false;
  /**
   * How often a read is sent again after a transient failure, within its deadline; after a 429 once
   * Cal.com listens again. Writes are never sent again. @default 2
   */
  readonly retries?: number;
  /**
   * Who runs the server; decides which API versions are sent.
   * @default "hosted" under cal.com and cal.eu, else "selfHosted"
   */
  readonly deployment?: Deployment;
  /** `cal-api-version` of single resources, where the deployment's are not right. */
  readonly apiVersions?: Partial<ApiVersions>;
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
  readonly credentials: Credentials;
  readonly baseUrl: string;
  readonly namespace: string;
  readonly principal: string | undefined;
  readonly webhookSecrets: readonly string[];
  readonly mapWebhookBody: WebhookOptions["mapBody"];
  readonly maxWebhookBytes: number;
  readonly store: CacheStore;
  readonly ownsStore: boolean;
  readonly maxStalenessMs: number | undefined;
  readonly ttl: SlotsTtl;
  readonly width: InvalidationWidth;
  readonly pools: PoolsOption;
  readonly settleMs: SettleMs;
  readonly fenceMs: number;
  readonly bumpsPerMinute: number;
  readonly refuseWithoutStore: boolean;
  readonly timeoutMs: number;
  readonly reconcileTimeoutMs: number;
  readonly detectsDoubleBookings: boolean;
  /** `undefined`: none is kept. */
  readonly rateBudget: RateBudgetSettings | undefined;
  readonly storeTimeoutMs: number;
  readonly retries: number;
  readonly versions: ApiVersions;
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly logger: Logger | undefined;
  readonly clock: Clock;
}

const HOSTED = /(?:^|\.)cal\.(?:com|eu)$/;

/** @throws ConfigurationError for an option that cannot work, naming it */
export function resolveOptions(options: CalcomClientOptions): ResolvedOptions {
  if (typeof options !== "object" || options === null) {
    throw new ConfigurationError("`new CalcomClient()` takes an object of options.");
  }
  const { principal, invalidation = {}, ttl = {} } = options;
  const baseUrl = canonicalBaseUrl(options.baseUrl ?? "https://api.cal.com/v2");
  const isHosted = HOSTED.test(new URL(baseUrl).hostname);
  const deployment = options.deployment ?? (isHosted ? "hosted" : "selfHosted");
  const store = checkedStore(options.store ?? memoryStore());
  const credentials = checkedCredentials(options);
  const policy = checkedChoice("onStoreDown", options.onStoreDown ?? "proceed", STORE_POLICIES);
  return {
    credentials,
    baseUrl,
    namespace: checkedName("namespace", options.namespace ?? "default"),
    principal: principal === undefined ? undefined : checkedName("principal", principal),
    webhookSecrets: checkedSecrets(options.webhookSecret ?? []),
    mapWebhookBody: checkedFunction("webhooks.mapBody", options.webhooks?.mapBody),
    maxWebhookBytes: checkedCount(
      "webhooks.maxBodyBytes",
      options.webhooks?.maxBodyBytes,
      1_048_576,
    ),
    store,
    ownsStore: options.store === undefined,
    maxStalenessMs: checkedConsistency(options.consistency ?? "strict", store),
    ttl: {
      emptyMs: life("ttl.emptyMs", ttl.emptyMs, DEFAULT_TTL.emptyMs),
      nearMs: life("ttl.nearMs", ttl.nearMs, DEFAULT_TTL.nearMs),
      nearWindowMs: life("ttl.nearWindowMs", ttl.nearWindowMs, DEFAULT_TTL.nearWindowMs),
      farMs: life("ttl.farMs", ttl.farMs, DEFAULT_TTL.farMs),
    },
    width: checkedChoice("invalidation.width", invalidation.width ?? "hosts", WIDTHS),
    pools: checkedPools(invalidation.pools ?? "auto"),
    settleMs: settleMs(invalidation.settleMs, isHosted),
    fenceMs: ms("invalidation.fenceMs", invalidation.fenceMs, 60_000, 0),
    bumpsPerMinute: checkedCount("invalidation.bumpsPerMinute", invalidation.bumpsPerMinute, 60),
    refuseWithoutStore: policy === "refuse",
    timeoutMs: ms("timeoutMs", options.timeoutMs, 10_000, 1),
    reconcileTimeoutMs: checkedReconcileTimeout(options.reconcileTimeoutMs ?? 5_000),
    detectsDoubleBookings: checkedFlag("detectDoubleBookings", options.detectDoubleBookings),
    rateBudget: checkedRateBudget(options.rateBudget, credentials),
    storeTimeoutMs: ms("storeTimeoutMs", options.storeTimeoutMs, 100, 1),
    retries: checkedRetries(options.retries ?? 2),
    versions: {
      ...API_VERSIONS[checkedChoice("deployment", deployment, DEPLOYMENTS)],
      ...checkedVersions(options.apiVersions ?? {}),
    },
    fetch: options.fetch,
    logger: options.logger,
    clock: options.clock ?? systemClock,
  };
}

const WIDTHS = ["event-type", "hosts", "account"] as const;
const DEPLOYMENTS = ["hosted", "selfHosted"] as const;
const STORE_POLICIES = ["proceed", "refuse"] as const;
