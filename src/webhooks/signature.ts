/** The header Cal.com signs its deliveries with (FACTS: recorded on every delivery). */
export const SIGNATURE_HEADER = "x-cal-signature-256";

/** What Cal.com sends in place of a signature when the subscription has no secret. */
export const NO_SECRET_SIGNATURE = "no-secret-provided";

const encoder = new TextEncoder();

/**
 * Signs a webhook body as Cal.com does: lower-case hexadecimal HMAC-SHA256 of the raw bytes.
 *
 * @param body the exact bytes, or the text whose UTF-8 form they are
 * @param secret the secret of the subscription
 */
export async function signBody(body: string | Uint8Array, secret: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  const digest = new Uint8Array(
    await crypto.subtle.sign("HMAC", key, bytes as Uint8Array<ArrayBuffer>),
  );
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
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
