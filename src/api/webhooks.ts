import type { LoadScope } from "../cache/question.ts";
import type { Clock } from "../clock.ts";
import { deepFreeze } from "../freeze.ts";
import { webhookIdSchema } from "../schemas/ids.ts";
import { parseInput } from "../schemas/validate.ts";
import {
  type CreateWebhookInput,
  createWebhookSchema,
  type EnsureWebhookInput,
  type StoredWebhookSubscription,
  storedWebhookAnswerSchema,
  type UpdateWebhookInput,
  updateWebhookSchema,
  type WebhookSubscription,
  webhookAnswerSchema,
  webhooksAnswerSchema,
} from "../schemas/webhook-subscriptions.ts";
import { dataOf, doneOf } from "./answers.ts";
import type { LiveReadDeps, LiveReadOptions } from "./live-read.ts";
import { readAllPages, readResource } from "./resource-read.ts";
import { plainWrite, type ResourceWrite, type ResourceWriteDeps } from "./resource-write.ts";
import { collectionUnder, type Under } from "./scopes.ts";
import { type EnsureDeps, type EnsuredWebhook, ensureWebhook } from "./webhooks-ensure.ts";
import type { WriteOptions } from "./write-path.ts";

/** One event type's subscriptions, its owner's or its team's. */
export type EventTypeWebhookScope = Under<"eventTypeId"> | Under<"teamId" | "eventTypeId">;

/** Whose subscriptions: the credential's user's own, an event type's, an organization's, or a client's. */
export type WebhookScope =
  | Under<never>
  | EventTypeWebhookScope
  | Under<"organizationId">
  | Under<"oAuthClientId">;

/** Reads of webhook subscriptions; never from a cache. */
export interface WebhooksReader {
  /** @throws CalcomApiError, NetworkError, TimeoutError, SchemaError */
  list(options?: LiveReadOptions & WebhookScope): Promise<readonly WebhookSubscription[]>;
  /** @throws what `list` throws; for an unknown id a CalcomApiError with status 404 */
  get(id: string, options?: LiveReadOptions & WebhookScope): Promise<StoredWebhookSubscription>;
}

/**
 * Subscriptions to webhooks. A user's own hears of that user's personal event types, not of a team's
 * (which reach the event type's, the team's and the organization's). Writes change no availability,
 * so nothing is fenced or orphaned. A platform client's need the client option `oAuthClient`.
 */
export interface Webhooks extends WebhooksReader {
  /**
   * @throws CalcomApiError (409 when the address is subscribed already, 400 for a trigger that the
   * server does not know), SchemaError, NetworkError, TimeoutError
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const subscription = await calcom.webhooks.create(
   *   {
   *     subscriberUrl: "https://app.example/calcom",
   *     triggers: ["BOOKING_CREATED", "BOOKING_RESCHEDULED", "BOOKING_CANCELLED"],
   *     secret: process.env.CALCOM_WEBHOOK_SECRET ?? "",
   *   },
   *   { teamId: 5, eventTypeId: 123 },
   * );
   * console.log(subscription.id);
   * ```
   */
  create(
    input: CreateWebhookInput,
    options?: WriteOptions & WebhookScope,
  ): Promise<WebhookSubscription>;
  /** Edits a subscription; throws what `create` throws. */
  update(
    id: string,
    input: UpdateWebhookInput,
    options?: WriteOptions & WebhookScope,
  ): Promise<WebhookSubscription>;
  /**
   * Sees to it that an address is subscribed to everything that tells of availability, signed with a
   * secret this client knows, active and without a template; triggers it has besides are kept. Calling
   * it again changes nothing: do it at each start. It says what the server has refused, and what no
   * subscription of this level hears of.
   *
   * @throws ConfigurationError without a secret, or with one that the client does not know; and what
   * `list` and `create` throw
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({
   *   apiKey: process.env.CALCOM_API_KEY,
   *   webhookSecret: process.env.CALCOM_WEBHOOK_SECRET,
   * });
   * const { outcome, blindSpots } = await calcom.webhooks.ensure({ url: "https://app.example/calcom" });
   * console.log(outcome, blindSpots.map(({ message }) => message));
   * ```
   */
  ensure(input: EnsureWebhookInput, options?: WriteOptions & WebhookScope): Promise<EnsuredWebhook>;
  /** Ends a subscription. */
  delete(id: string, options?: WriteOptions & WebhookScope): Promise<void>;
  /** Ends all subscriptions of an event type. */
  deleteAll(options: WriteOptions & EventTypeWebhookScope): Promise<void>;
}

export interface WebhooksDeps extends LiveReadDeps, ResourceWriteDeps {
  readonly clock: Clock;
}

const NAME = "webhooks";
const OF_EVENT_TYPE = [
  "event-types/{eventTypeId}/webhooks",
  "teams/{teamId}/event-types/{eventTypeId}/webhooks",
] as const;
const COLLECTIONS = [
  "webhooks",
  ...OF_EVENT_TYPE,
  "organizations/{organizationId}/webhooks",
  "oauth-clients/{oAuthClientId}/webhooks",
] as const;

/** @param scope the load of a layer that these reads belong to */
export function webhooksReader(deps: LiveReadDeps, scope?: LoadScope): WebhooksReader {
  const what = "GET /webhooks";
  return {
    async list(options) {
      const { path } = collectionUnder(COLLECTIONS, options, "webhooks.list");
      const answers = { schema: webhooksAnswerSchema, what };
      return readAllPages(deps, { name: NAME, path, answers }, options, scope);
    },
    async get(id, options) {
      const path = pathOf(id, options, "webhooks.get");
      const answers = { schema: storedWebhookAnswerSchema, what };
      return readResource(deps, { name: NAME, path, answers }, options, scope);
    },
  };
}

/** @param receiving what deliveries are verified with, and all triggers that tell of availability */
export function webhooks(
  deps: WebhooksDeps,
  receiving: Pick<EnsureDeps, "secrets" | "triggers">,
): Webhooks {
  const put = async (
    write: Omit<ResourceWrite<WebhookSubscription>, "parse">,
    options: WriteOptions | undefined,
  ) => {
    const parse = dataOf({ schema: webhookAnswerSchema, what: `${write.method} /webhooks` });
    return deepFreeze(await plainWrite(deps, { ...write, parse }, options));
  };
  const remove = (name: string, path: string, options: WriteOptions | undefined) => {
    const parse = doneOf("DELETE /webhooks");
    return plainWrite(deps, { name, method: "DELETE", path, parse }, options);
  };
  const calls: EnsureDeps["calls"] = {
    ...webhooksReader(deps),
    async create(input, options) {
      const name = "webhooks.create";
      const given = parseInput(createWebhookSchema, input, name);
      const { path } = collectionUnder(COLLECTIONS, options, name);
      return put({ name, method: "POST", path, body: { active: true, ...given } }, options);
    },
    async update(id, input, options) {
      const name = "webhooks.update";
      const body = parseInput(updateWebhookSchema, input, name);
      return put({ name, method: "PATCH", path: pathOf(id, options, name), body }, options);
    },
  };
  return {
    ...calls,
    ensure: (input, options) =>
      ensureWebhook({ ...receiving, calls, clock: deps.clock }, input, options),
    async delete(id, options) {
      const name = "webhooks.delete";
      return remove(name, pathOf(id, options, name), options);
    },
    async deleteAll(options) {
      const name = "webhooks.deleteAll";
      return remove(name, collectionUnder(OF_EVENT_TYPE, options, name).path, options);
    },
  };
}

function pathOf(id: string, scope: WebhookScope | undefined, what: string): string {
  const { path } = collectionUnder(COLLECTIONS, scope, what);
  return `${path}/${parseInput(webhookIdSchema, id, what)}`;
}
