import { ConfigurationError, WebhookSignatureError } from "../errors.ts";
import { NO_SECRET_SIGNATURE, SIGNATURE_HEADER, signaturesEqual, signBody } from "./signature.ts";

/**
 * Refuses a delivery that none of the secrets has signed.
 *
 * @param secrets one per subscription, or old and new while one is being rotated
 * @throws ConfigurationError without secrets; WebhookSignatureError with the likely cause
 */
export async function checkSignature(
  body: Uint8Array,
  signature: string | undefined,
  secrets: readonly string[],
): Promise<void> {
  if (secrets.length === 0) {
    throw new ConfigurationError(
      "Webhooks are refused until `webhookSecret` is set: without it anybody could empty the cache.",
    );
  }
  if (signature === undefined) {
    throw new WebhookSignatureError(
      `The delivery has no ${SIGNATURE_HEADER} header. Pass the headers of the request on unchanged.`,
    );
  }
  if (signature === NO_SECRET_SIGNATURE) {
    throw new WebhookSignatureError(
      "Cal.com sent this delivery unsigned. Give the subscription the secret of `webhookSecret`.",
    );
  }
  const given = signature.trim().toLowerCase();
  let matches = false;
  for (const secret of secrets) {
    const expected = await signBody(body, secret);
    matches = signaturesEqual(given, expected) || matches;
  }
  if (matches) return;
  throw new WebhookSignatureError(
    "The signature fits none of the secrets. Check that the secret is the subscription's own, without spaces around it, and that the body is the raw bytes, not parsed and written again.",
  );
}
