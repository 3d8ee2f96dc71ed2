// The names that applications import. Compiled, never run.
import {
  CalcomApiError,
  CalcomClient,
  CalcomError,
  type CalcomErrorCode,
  ConfigurationError,
  keyvStore,
  memoryStore,
  NetworkError,
  RateLimitError,
  SchemaError,
  SlotTakenError,
  StoreError,
  TimeoutError,
  UnknownOutcomeError,
  WebhookSignatureError,
} from "../../src/index.ts";
import type { Expect, Same } from "./probes.ts";

export const CLASSES = {
  CalcomApiError,
  CalcomError,
  ConfigurationError,
  NetworkError,
  RateLimitError,
  SchemaError,
  SlotTakenError,
  StoreError,
  TimeoutError,
  UnknownOutcomeError,
  WebhookSignatureError,
} satisfies Record<string, new (...args: never[]) => CalcomError>;

/** Every name of an error is the name of its class. */
export type Names = [
  Expect<Same<SlotTakenError["name"], "SlotTakenError">>,
  Expect<Same<UnknownOutcomeError["name"], "UnknownOutcomeError">>,
  Expect<Same<RateLimitError["retryAfterMs"], number | undefined>>,
  Expect<Same<NetworkError["mayHaveArrived"], boolean>>,
  Expect<Same<SchemaError["path"], string>>,
  Expect<Same<CalcomError["code"], CalcomErrorCode>>,
  Expect<Same<CalcomError["status"], number | undefined>>,
  Expect<Same<CalcomError["requestId"], string | undefined>>,
];

export const everyOption = () =>
  new CalcomClient({
    apiKey: process.env.CALCOM_API_KEY,
    baseUrl: "https://api.cal.com/v2",
    namespace: "n",
    principal: "p",
    webhookSecret: ["old", "new"],
    store: memoryStore({ maxEntries: 1 }),
    ttl: { emptyMs: 1, nearMs: 1, nearWindowMs: 1, farMs: 1 },
    invalidation: {
      width: "hosts",
      pools: { 1: [{ id: 1, email: "a@b.test" }] },
      settleMs: { write: 1, webhook: 1 },
      fenceMs: 1,
    },
    onStoreDown: "refuse",
    timeoutMs: 1,
    fetch: globalThis.fetch,
    logger: console,
  });

export const otherOptions = () => [
  new CalcomClient(),
  new CalcomClient({ webhookSecret: process.env.CALCOM_WEBHOOK_SECRET }),
  new CalcomClient({ invalidation: { pools: "auto", settleMs: 5 } }),
  new CalcomClient({ invalidation: { pools: "off", width: "account" } }),
  new CalcomClient({ invalidation: { pools: async (id) => [{ id, email: "a@b.test" }] } }),
  new CalcomClient({ store: keyvStore(new Map()) }),
  // @ts-expect-error: there is no such width
  new CalcomClient({ invalidation: { width: "host" } }),
  // @ts-expect-error: a store away is no reason for anything else
  new CalcomClient({ onStoreDown: "ignore" }),
  // @ts-expect-error: a misspelt option is no option
  new CalcomClient({ timeout: 5 }),
  // @ts-expect-error: hosts are known by id and address
  new CalcomClient({ invalidation: { pools: { 1: [{ id: 1 }] } } }),
];
