/** A server that asks for more has forgotten about somebody. */
const MAX_MS = 300_000;

/** For how long a server asks to be left alone (RFC 9110, section 10.2.3). */
export function retryAfterMs({ status, headers }: Response): number | undefined {
  const asked = headers.get("retry-after");
  if (asked === null || (status !== 503 && status !== 429)) return undefined;
  // A date is one of the server's clock.
  const until = Date.parse(asked) - Date.parse(headers.get("date") ?? "");
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1_000 : until;
  return Number.isNaN(ms) ? undefined : Math.min(MAX_MS, Math.max(0, ms));
}
