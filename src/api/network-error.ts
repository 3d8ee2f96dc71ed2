import { NetworkError } from "../errors.ts";
import { withoutEchoes } from "./echoes.ts";

/** The connection was never made, so nothing was sent. */
const NEVER_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/**
 * The error for a request without an answer, whatever `fetch` threw.
 *
 * @param sent what was submitted, as values of JSON: a `fetch` of somebody's own may quote it
 */
export function networkError(
  what: string,
  cause: unknown,
  sent: readonly unknown[] = [],
): NetworkError {
  const code = codeOf(fieldOf(cause, "cause"));
  const mayHaveArrived = code === undefined || !NEVER_CONNECTED.has(code);
  const reason = `${withoutEchoes(messageOf(cause), sent)}${code === undefined ? "" : ` (${code})`}`;
  return new NetworkError(`${what} did not get an answer: ${reason}.`, { cause, mayHaveArrived });
}

function messageOf(thrown: unknown): string {
  const message = typeof thrown === "string" ? thrown : fieldOf(thrown, "message");
  return typeof message === "string" && message !== "" ? message : "its fetch failed";
}

function codeOf(inner: unknown): string | undefined {
  const code = fieldOf(inner, "code");
  return typeof code === "string" && /^[\w.-]{1,100}$/.test(code) ? code : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    return Reflect.get(value, name);
  } catch {
    // What a custom `fetch` throws may be anything; its own getters say nothing about the request.
    return undefined;
  }
}
