import type { Outcome } from "../../shared/outcome.ts";

/** Sends a change, once. Whatever becomes of it is an outcome; this never rejects. */
export async function send(path: string, wish: object): Promise<Outcome> {
  // What is known not to have left can be said.
  if (!navigator.onLine) return { code: "unreachable" };
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(wish),
    });
    return (await response.json()) as Outcome;
  } catch {
    // It may have arrived, and its answer got lost: neither "done" nor "not done" would be true.
    return { code: "unknown" };
  }
}
