import * as z from "zod/mini";
import type { Frozen } from "./frozen.ts";

const trigger = z.string().check(z.minLength(1));

const subscriberUrl = z
  .string()
  .check(
    z.refine((text) => /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text), "an http(s) URL"),
  );

const input = {
  subscriberUrl,
  triggers: z.array(trigger).check(z.minLength(1)),
  active: z.optional(z.boolean()),
  secret: z.optional(z.string()),
  payloadTemplate: z.optional(z.nullable(z.string())),
  version: z.optional(z.string()),
  time: z.optional(z.int().check(z.positive())),
  timeUnit: z.optional(z.enum(["DAY", "HOUR", "MINUTE"])),
};

/** What `webhooks.create` takes. */
export const createWebhookSchema = z.strictObject(input);

/** What `webhooks.update` takes. */
export const updateWebhookSchema = z.partial(z.strictObject(input));

/** What `webhooks.ensure` takes. */
export const ensureWebhookSchema = z.strictObject({
  url: subscriberUrl,
  secret: z.optional(z.string().check(z.minLength(1))),
  triggers: z.optional(input.triggers),
});

const webhookSchema = z.looseObject({
  id: z.string(),
  subscriberUrl: z.string(),
  triggers: z.array(z.string()),
  active: z.boolean(),
  payloadTemplate: z.optional(z.nullable(z.string())),
  secret: z.optional(z.nullable(z.string())),
  userId: z.optional(z.nullable(z.number())),
  eventTypeId: z.optional(z.nullable(z.number())),
  teamId: z.optional(z.nullable(z.number())),
  version: z.optional(z.nullable(z.string())),
});

// Recording 0021: a single one is the row as it is stored, with more in it than what lists give.
const storedWebhookSchema = z.extend(webhookSchema, {
  createdAt: z.optional(z.nullable(z.string())),
  time: z.optional(z.nullable(z.number())),
  timeUnit: z.optional(z.nullable(z.string())),
});

/** What a write of one subscription answers. */
export const webhookAnswerSchema = z.looseObject({ data: webhookSchema });

/** What a read of one subscription answers. */
export const storedWebhookAnswerSchema = z.looseObject({ data: storedWebhookSchema });

/** A list of subscriptions. */
export const webhooksAnswerSchema = z.looseObject({ data: z.array(webhookSchema) });

/** A subscription to webhooks; `secret` comes back in clear. Fields not named here are kept. */
export type WebhookSubscription = Frozen<z.infer<typeof webhookSchema>>;

/** The same as it is stored, where Cal.com gives the whole of it. */
export type StoredWebhookSubscription = Frozen<z.infer<typeof storedWebhookSchema>>;

/** What is announced. Servers refuse (400) what they do not know; newer ones may know more. */
export type WebhookTrigger =
  | "BOOKING_CREATED"
  | "BOOKING_REQUESTED"
  | "BOOKING_RESCHEDULED"
  | "BOOKING_CANCELLED"
  | "BOOKING_REJECTED"
  | "BOOKING_PAYMENT_INITIATED"
  | "BOOKING_PAID"
  | "BOOKING_NO_SHOW_UPDATED"
  | "BOOKING_LOCATION_UPDATED"
  | "BOOKING_REASSIGNED"
  | "MEETING_STARTED"
  | "MEETING_ENDED"
  | "RECORDING_READY"
  | "RECORDING_TRANSCRIPTION_GENERATED"
  | "INSTANT_MEETING"
  | "INSTANT_MEETING_ACCEPTED"
  | "OOO_CREATED"
  | "AFTER_HOSTS_CAL_VIDEO_NO_SHOW"
  | "AFTER_GUESTS_CAL_VIDEO_NO_SHOW"
  | "FORM_SUBMITTED"
  | "FORM_SUBMITTED_NO_EVENT"
  | "ROUTING_FORM_FALLBACK_HIT"
  | "WRONG_ASSIGNMENT_REPORT"
  | "DELEGATION_CREDENTIAL_ERROR"
  | "DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED"
  | "DELEGATION_CREDENTIAL_ROTATION_REQUIRED"
  | "DELEGATION_CREDENTIAL_SECRET_ROTATED"
  | "CALENDAR_ENTRY_REJECTED"
  | (string & Record<never, never>);

/** A subscription to be made. */
export interface CreateWebhookInput {
  /** Where deliveries go. Hosted Cal.com insists on https and a public address. */
  readonly subscriberUrl: string;
  readonly triggers: readonly WebhookTrigger[];
  /** @default true */
  readonly active?: boolean | undefined;
  /** What deliveries are signed with; without one `handleWebhook` refuses them. */
  readonly secret?: string | undefined;
  /** Replaces the whole body of a delivery. What it leaves out cannot be invalidated precisely. */
  readonly payloadTemplate?: string | null | undefined;
  /** `2021-10-20`, or on newer servers `2026-07-27`. */
  readonly version?: string | undefined;
  /** With `timeUnit`: how long after the start the two no-show triggers wait. */
  readonly time?: number | undefined;
  readonly timeUnit?: "DAY" | "HOUR" | "MINUTE" | undefined;
}

/** What is to be changed of a subscription. */
export type UpdateWebhookInput = Partial<CreateWebhookInput>;

/** A subscription that is to be there. */
export interface EnsureWebhookInput {
  /** Where deliveries go. Hosted Cal.com insists on https and a public address. */
  readonly url: string;
  /**
   * What deliveries are signed with.
   * @default the client's first `webhookSecret`
   */
  readonly secret?: string | undefined;
  /** @default all that tell of availability and that the level may have */
  readonly triggers?: readonly WebhookTrigger[] | undefined;
}
