import { NO_SECRET_SIGNATURE, SIGNATURE_HEADER, signBody } from "../webhooks/signature.ts";

/** What a delivery is made of. */
export interface SignedDeliveryInput {
  /** Where it goes; default `https://app.example/webhooks/cal`. */
  readonly url?: string;
  /** The trigger, e.g. `BOOKING_CREATED`. */
  readonly trigger: string;
  /** The payload, e.g. `{ uid: "…", eventTypeId: 1 }`. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** When it was made; default `2026-12-01T08:00:00.000Z`. */
  readonly createdAt?: string;
  /** Without one the signature is the literal `no-secret-provided`. */
  readonly secret?: string;
}

/**
 * Builds a webhook request as Cal.com sends it, signed with the secret.
 *
 * @example
 * const request = await signedDelivery({
 *   trigger: "BOOKING_CANCELLED",
 *   payload: { uid: "2WRFGXqGYAig7dd5tqHnUX", eventTypeId: 1 },
 *   secret: "whsec",
 * });
 * const response = await handleWebhook(request);
 */
export async function signedDelivery(input: SignedDeliveryInput): Promise<Request> {
  const { trigger, payload, secret, createdAt = "2026-12-01T08:00:00.000Z" } = input;
  const body = JSON.stringify({ triggerEvent: trigger, createdAt, payload });
  const signature = secret === undefined ? NO_SECRET_SIGNATURE : await signBody(body, secret);
  return new Request(input.url ?? "https://app.example/webhooks/cal", {
    method: "POST",
    headers: { "content-type": "application/json", [SIGNATURE_HEADER]: signature },
    body,
  });
}
