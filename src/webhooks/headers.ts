import type { WebhookRequest } from "./parse.ts";

/** Every value of a header, by its lower-case name; one that came twice, or joined by commas, has two. */
export function headerValues(request: WebhookRequest, name: string): readonly string[] {
  const { headers } = request as { headers?: (typeof request)["headers"] | undefined };
  return given(headers, name)
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
}

function given(headers: WebhookRequest["headers"] | undefined, name: string): readonly string[] {
  if (headers === undefined || headers === null) return [];
  // Those of another copy of `fetch` are no instance of ours.
  if (isHeaders(headers)) return [headers.get(name) ?? ""];
  const entries = Object.entries(headers).filter(([key]) => key.toLowerCase() === name);
  return entries.flatMap(([, value]) => value ?? []);
}

function isHeaders(headers: WebhookRequest["headers"]): headers is Headers {
  return headers instanceof Headers || typeof headers.get === "function";
}
