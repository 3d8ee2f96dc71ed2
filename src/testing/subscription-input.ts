import { asObject } from "./booking-input.ts";
import { refuseInvalid } from "./replies.ts";
import type { Subscription } from "./subscriptions.ts";

/** All triggers the recorded server lets one subscribe to; the fake sends six of them. */
const TRIGGERS = [
  "BOOKING_CREATED",
  "BOOKING_PAYMENT_INITIATED",
  "BOOKING_PAID",
  "BOOKING_RESCHEDULED",
  "BOOKING_REQUESTED",
  "BOOKING_CANCELLED",
  "BOOKING_REJECTED",
  "BOOKING_NO_SHOW_UPDATED",
  "FORM_SUBMITTED",
  "MEETING_ENDED",
  "MEETING_STARTED",
  "RECORDING_READY",
  "INSTANT_MEETING",
  "RECORDING_TRANSCRIPTION_GENERATED",
  "OOO_CREATED",
  "AFTER_HOSTS_CAL_VIDEO_NO_SHOW",
  "AFTER_GUESTS_CAL_VIDEO_NO_SHOW",
  "FORM_SUBMITTED_NO_EVENT",
];

type Changes = Partial<
  Pick<Subscription, "url" | "secret" | "triggers" | "active" | "payloadTemplate">
>;

function refuseWrong(body: Readonly<Record<string, unknown>>, partial: boolean): void {
  const errors: object[] = [];
  const check = (property: string, ok: (value: unknown) => boolean, constraints: object) => {
    const value = body[property];
    if ((partial && value === undefined) || ok(value)) return;
    const given = value === undefined ? {} : { value };
    errors.push({ target: body, ...given, property, children: [], constraints });
  };
  check("active", (value) => typeof value === "boolean", {
    isBoolean: "active must be a boolean value",
  });
  check("subscriberUrl", (value) => typeof value === "string", {
    isString: "subscriberUrl must be a string",
  });
  const known = (value: unknown) => TRIGGERS.some((trigger) => trigger === value);
  check("triggers", (value) => Array.isArray(value) && value.every(known), {
    isEnum: `each value in triggers must be one of the following values: ${TRIGGERS.join(", ")}`,
  });
  if (errors.length > 0) throw refuseInvalid(errors);
}

const textOr = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** Reads what the body of a creation, or of a change (`partial`), says; the url is not looked at. */
export function subscriptionChanges(value: unknown, partial = false): Changes {
  const body = asObject(value) ?? {};
  refuseWrong(body, partial);
  const { active, subscriberUrl, triggers } = body;
  return {
    ...(typeof subscriberUrl === "string" ? { url: subscriberUrl } : {}),
    ...(typeof active === "boolean" ? { active } : {}),
    ...(Array.isArray(triggers) ? { triggers: triggers.map(String) } : {}),
    ...("secret" in body ? { secret: textOr(body.secret) } : {}),
    ...("payloadTemplate" in body ? { payloadTemplate: textOr(body.payloadTemplate) } : {}),
  };
}

/** What is told of a subscription that may have all triggers. */
export const triggersOf = ({ triggers }: Subscription): readonly string[] => triggers ?? TRIGGERS;
