import { createHash, timingSafeEqual } from "node:crypto";

// Hashes are of one length, so that comparing them tells nothing of the secret's.
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Checks an `authorization: Bearer` header, in a time that does not tell how much of it fits. */
export function bearerCheck(secret: string): (header: string | undefined) => boolean {
  const wanted = digest(`Bearer ${secret}`);
  return (header = "") => timingSafeEqual(digest(header), wanted);
}
