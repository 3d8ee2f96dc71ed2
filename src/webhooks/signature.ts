/** The header Cal.com signs its deliveries with (FACTS: recorded on every delivery). */
export const SIGNATURE_HEADER = "x-cal-signature-256";

/** What Cal.com sends in place of a signature when the subscription has no secret. */
export const NO_SECRET_SIGNATURE = "no-secret-provided";

const encoder = new TextEncoder();

/** A secret as the platform keeps it for signing. */
export function signingKey(secret: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
}

/**
 * Signs a webhook body as Cal.com does: lower-case hexadecimal HMAC-SHA256 of the raw bytes.
 *
 * @param body the exact bytes, or the text whose UTF-8 form they are
 * @param secret the secret of the subscription
 */
export async function signBody(body: string | Uint8Array, secret: string): Promise<string> {
  return signWith(await signingKey(secret), body);
}

/** The same with a key that is there already. */
export async function signWith(key: CryptoKey, body: string | Uint8Array): Promise<string> {
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  return hexOf(await crypto.subtle.sign("HMAC", key, bytes as Uint8Array<ArrayBuffer>));
}

/** Bytes in lower-case hexadecimal. */
export function hexOf(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Compares two signatures in a time that does not tell where they differ. */
export function signaturesEqual(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index++) {
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  }
  return difference === 0;
}
