import type { Outcome } from "../../shared/outcome.ts";
import { textsIn } from "../../shared/texts.ts";

const CODES: ReadonlySet<string> = new Set([
  "done",
  "taken",
  ...Object.keys(textsIn("de").problems),
]);

/** The server has given up long before. */
const TIMEOUT_MS = 60_000;

/** Sends a change, once. Whatever becomes of it is an outcome; this never rejects. */
export async function send(path: string, wish: object): Promise<Outcome> {
  // What is known not to have left can be said.
  if (!navigator.onLine) return { code: "unreachable" };
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(wish),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const outcome = (await response.json()) as Outcome;
    // What a proxy says on its own tells nothing.
    return CODES.has(outcome.code) ? outcome : { code: "unknown" };
  } catch {
    // It may have arrived, and its answer got lost: neither "done" nor "not done" would be true.
    return { code: "unknown" };
  }
}
