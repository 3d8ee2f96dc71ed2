import { refuseInsideLoad } from "../cache/frame.ts";
import { sleep } from "../cache/waiting.ts";
import type { Clock } from "../clock.ts";
import { CalcomApiError, ConfigurationError } from "../errors.ts";
import { parseInput } from "../schemas/validate.ts";
import {
  type CreateWebhookInput,
  type EnsureWebhookInput,
  ensureWebhookSchema,
  type UpdateWebhookInput,
  type WebhookSubscription,
  type WebhookTrigger,
} from "../schemas/webhook-subscriptions.ts";
import { type BlindSpot, blindSpotsOf } from "./webhook-blind-spots.ts";
import { negotiate } from "./webhook-negotiation.ts";
import type { WebhookScope, Webhooks } from "./webhooks.ts";
import type { WriteOptions } from "./write-path.ts";

/** A subscription that is as it was asked for, as far as the server can. */
export interface EnsuredWebhook {
  readonly subscription: WebhookSubscription;
  readonly outcome: "created" | "updated" | "unchanged";
  /** Triggers that this server does not know; it is never told of them. */
  readonly refusedTriggers: readonly WebhookTrigger[];
  /** What changes availability, and this subscription does not hear of. */
  readonly blindSpots: readonly BlindSpot[];
}

export interface EnsureDeps {
  readonly clock: Clock;
  /** What the client verifies deliveries with. */
  readonly secrets: readonly string[];
  /** All triggers that tell of availability. */
  readonly triggers: readonly string[];
  readonly calls: Pick<Webhooks, "create" | "get" | "list" | "update">;
}

type Options = WriteOptions & WebhookScope;
type Goal = Required<Pick<CreateWebhookInput, "subscriberUrl" | "triggers">> & {
  readonly secret: string;
};

/** Hosted Cal.com lists subscriptions from a replica, which is late (API.md 13). */
const LOOKS_AGAIN_AFTER_MS = [250, 1_000, 4_000];

export async function ensureWebhook(
  deps: EnsureDeps,
  input: EnsureWebhookInput,
  options: Options = {},
): Promise<EnsuredWebhook> {
  const name = "webhooks.ensure";
  refuseInsideLoad(name);
  const { url, ...given } = parseInput(ensureWebhookSchema, input, name);
  const secret = checkedSecret(given.secret, deps.secrets);
  const triggers = given.triggers ?? deps.triggers.filter((trigger) => isFor(trigger, options));
  return ensure(deps, { subscriberUrl: url, secret, triggers }, options, LOOKS_AGAIN_AFTER_MS);
}

async function ensure(
  deps: EnsureDeps,
  goal: Goal,
  options: Options,
  [pauseMs, ...pauses]: readonly number[],
): Promise<EnsuredWebhook> {
  const all = await deps.calls.list(options);
  const found = all.find(({ subscriberUrl }) => isSameUrl(subscriberUrl, goal.subscriberUrl));
  if (found !== undefined) return bringInLine(deps, found, goal, options);
  try {
    return await create(deps, goal, options);
  } catch (error) {
    const isThere = error instanceof CalcomApiError && error.status === 409;
    if (!isThere || pauseMs === undefined) throw error;
    // Somebody else has made it just now, or it was not copied yet to where lists are read.
    await sleep(pauseMs, deps.clock, options.signal);
    return ensure(deps, goal, options, pauses);
  }
}

async function create(deps: EnsureDeps, goal: Goal, options: Options): Promise<EnsuredWebhook> {
  let made: WebhookSubscription | undefined;
  const send = async (triggers: readonly string[]) => {
    made =
      made === undefined
        ? await deps.calls.create({ ...goal, triggers }, options)
        : await deps.calls.update(made.id, { triggers }, options);
    return made;
  };
  const { triggers: wanted } = goal;
  const { written, refused } = await negotiate({ kept: [], wanted, mustSend: true, send });
  return resultOf(written as WebhookSubscription, "created", refused, options);
}

async function bringInLine(
  deps: EnsureDeps,
  found: WebhookSubscription,
  goal: Goal,
  options: Options,
): Promise<EnsuredWebhook> {
  const { id, active, payloadTemplate, triggers: kept } = found;
  // Lists do not have to give it (API.md 11.1: each level answers in a form of its own).
  const secret =
    found.secret === undefined ? (await deps.calls.get(id, options)).secret : found.secret;
  const changes: UpdateWebhookInput = {
    ...(active ? {} : { active: true }),
    ...(secret === goal.secret ? {} : { secret: goal.secret }),
    // What a template leaves out nobody is told.
    ...(payloadTemplate == null ? {} : { payloadTemplate: null }),
  };
  const { written, refused } = await negotiate({
    ...{ kept, wanted: goal.triggers, mustSend: Object.keys(changes).length > 0 },
    send(triggers) {
      // The list may be late (API.md 13): what is sent without need would take back what somebody has added.
      const isAdding = triggers.some((trigger) => !kept.includes(trigger));
      return deps.calls.update(id, isAdding ? { ...changes, triggers } : changes, options);
    },
  });
  return written === undefined
    ? resultOf(found, "unchanged", refused, options)
    : resultOf(written, "updated", refused, options);
}

function resultOf(
  subscription: WebhookSubscription,
  outcome: EnsuredWebhook["outcome"],
  refusedTriggers: readonly string[],
  scope: Options,
): EnsuredWebhook {
  const blindSpots = blindSpotsOf(scope, subscription.triggers);
  return { subscription, outcome, refusedTriggers, blindSpots };
}

/** @throws ConfigurationError when deliveries could not be verified */
function checkedSecret(given: string | undefined, known: readonly string[]): string {
  const secret = given ?? known[0];
  if (secret === undefined) {
    throw new ConfigurationError(
      "`webhooks.ensure` needs a secret: set `webhookSecret` on the client, or pass `secret`. Cal.com does not sign deliveries without one, and unsigned ones are refused.",
    );
  }
  if (known.length === 0 || known.includes(secret)) return secret;
  throw new ConfigurationError(
    "The `secret` passed to `webhooks.ensure` is none of the client's `webhookSecret`s, so its deliveries would be refused. Add it there: `webhookSecret` takes a list.",
  );
}

// Recorded words of a refusal: "only available for organization webhooks" (API.md 11.1).
function isFor(trigger: string, { organizationId }: Options): boolean {
  return organizationId !== undefined || !trigger.startsWith("DELEGATION_CREDENTIAL_");
}

function isSameUrl(left: string, right: string): boolean {
  // Self-hosted servers keep whatever text they were given.
  return left === right || (URL.canParse(left) && new URL(left).href === new URL(right).href);
}
