import type * as z from "zod/mini";
import { SchemaError } from "../errors.ts";

/** A schema of answers that give a `T`. */
export type SchemaOf<T> = z.ZodMiniType<T>;

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string;
  readonly expected?: unknown;
  readonly keys?: readonly string[];
}

// Without a locale, which would cost its size, zod says no more than "Invalid input".
function complaintOf({ code, expected, keys, message }: Issue): string {
  if (code === "unrecognized_keys") return `it does not know ${keys?.join(", ")}`;
  if (code === "invalid_type") return `${String(expected)} expected`;
  if (code === "too_small") return "it is empty or too small";
  return message === "Invalid input" ? "another value expected" : `${message} expected`;
}

/** Dotted, with `data` first where the answer has an envelope: `data.start`. */
function pathOf(issue: Issue): string {
  return issue.path.map(String).join(".") || "(the whole value)";
}

/**
 * Checks Cal.com's answer. Unknown fields are kept.
 *
 * @throws SchemaError naming the first path that is wrong, never its value
 */
export function parseAnswer<T extends z.ZodMiniType>(
  schema: T,
  body: unknown,
  about: { readonly what: string; readonly status: number; readonly requestId: string | undefined },
): z.infer<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data as z.infer<T>;
  const path = pathOf(result.error.issues[0] as Issue);
  const message =
    body === undefined
      ? `The answer to ${about.what} is not JSON. Check that \`baseUrl\` is the API's, and what stands between.`
      : `Cal.com's answer to ${about.what} has another shape than expected at ${path}. Check that the server knows the API version sent.`;
  const { status, requestId } = about;
  throw new SchemaError("invalid_response", message, { path, status, requestId });
}

/**
 * Checks what the application passed in, before anything is sent.
 *
 * @throws SchemaError naming the first path that is wrong and what belongs there
 */
export function parseInput<T extends z.ZodMiniType>(
  schema: T,
  input: unknown,
  what: string,
): z.infer<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data as z.infer<T>;
  const issue = result.error.issues[0] as Issue;
  const path = pathOf(issue);
  throw new SchemaError("invalid_input", `${what}: ${path} is wrong: ${complaintOf(issue)}.`, {
    path,
  });
}

/**
 * The body of a write, made before anything is fenced or sent.
 *
 * @throws SchemaError for what JSON cannot hold
 */
export function serialized(input: object, what: string): string {
  try {
    return JSON.stringify(input);
  } catch {
    throw new SchemaError("invalid_input", `${what}: the input holds something that JSON cannot.`, {
      path: "(the whole value)",
    });
  }
}
