import { asObject } from "./booking-input.ts";
import { refuseInvalid } from "./replies.ts";
import type { Subscription } from "./subscriptions.ts";
import { knownTriggers } from "./webhook-triggers.ts";

type Changes = Partial<
  Pick<Subscription, "url" | "secret" | "triggers" | "active" | "payloadTemplate">
>;

function refuseWrong(
  body: Readonly<Record<string, unknown>>,
  triggers: readonly string[],
  partial: boolean,
): void {
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
  const known = (value: unknown) => triggers.some((trigger) => trigger === value);
  check("triggers", (value) => Array.isArray(value) && value.every(known), {
    isEnum: `each value in triggers must be one of the following values: ${triggers.join(", ")}`,
  });
  if (errors.length > 0) throw refuseInvalid(errors);
}

const textOr = (value: unknown): string | null => (typeof value === "string" ? value : null);

/**
 * Reads what the body of a creation, or of a change (`partial`), says; the url is not looked at.
 *
 * @param isHosted whether the server knows the newer triggers
 */
export function subscriptionChanges(value: unknown, isHosted: boolean, partial = false): Changes {
  const body = asObject(value) ?? {};
  refuseWrong(body, knownTriggers(isHosted), partial);
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
export const triggersOf = ({ triggers }: Subscription, isHosted: boolean): readonly string[] =>
  triggers ?? knownTriggers(isHosted);
