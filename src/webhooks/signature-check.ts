import { ConfigurationError, WebhookSignatureError } from "../errors.ts";
import {
  NO_SECRET_SIGNATURE,
  SIGNATURE_HEADER,
  signaturesEqual,
  signingKey,
  signWith,
} from "./signature.ts";

/** Knows the secrets of a client, and what none of them has signed. */
export class SignatureCheck {
  readonly #secrets: readonly string[];
  #keys: Promise<readonly CryptoKey[]> | undefined;

  /** @param secrets one per subscription, or old and new while one is being rotated */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  /**
   * Refuses a delivery that none of the secrets has signed.
   *
   * @param values all that came in the header
   * @throws ConfigurationError without secrets; WebhookSignatureError with the likely cause
   */
  async check(body: Uint8Array, values: readonly string[]): Promise<void> {
    if (this.#secrets.length === 0) {
      throw new ConfigurationError(
        "Webhooks are refused until `webhookSecret` is set: without it anybody could empty the cache.",
      );
    }
    const given = theSignature(values);
    // Each one once in a client's life: the import costs as much as the signature.
    this.#keys ??= Promise.all(this.#secrets.map(signingKey));
    const expected = await Promise.all((await this.#keys).map((key) => signWith(key, body)));
    // All of them, so that the time does not tell which one it was.
    const matches = expected.map((signature) => signaturesEqual(given, signature));
    if (matches.includes(true)) return;
    throw new WebhookSignatureError(
      "The signature fits none of the secrets. Check that the secret is the subscription's own, without spaces around it, and that the body is the raw bytes, not parsed and written again.",
    );
  }
}

function theSignature([value, ...others]: readonly string[]): string {
  if (value === undefined) {
    throw new WebhookSignatureError(
      `The delivery has no ${SIGNATURE_HEADER} header. Pass the headers of the request on unchanged.`,
    );
  }
  if (others.length > 0) {
    throw new WebhookSignatureError(
      `The delivery has more than one ${SIGNATURE_HEADER}. Cal.com sends one: look for whoever adds another on the way.`,
    );
  }
  if (value === NO_SECRET_SIGNATURE) {
    throw new WebhookSignatureError(
      "Cal.com sent this delivery unsigned. Give the subscription the secret of `webhookSecret`.",
    );
  }
  if (!/^[0-9a-f]{64}$/i.test(value)) {
    throw new WebhookSignatureError(
      `The ${SIGNATURE_HEADER} header is not 64 hexadecimal digits, so Cal.com did not make it. Pass it on as it came, without a prefix.`,
    );
  }
  return value.toLowerCase();
}
