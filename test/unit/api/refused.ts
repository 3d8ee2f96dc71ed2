import { inspect } from "node:util";
import { answerBody } from "../../../src/api/answer-body.ts";
import { type RefusedRequest, refusalOf } from "../../../src/api/refusals.ts";
import type { CalcomError } from "../../../src/index.ts";

export const NOW = Date.parse("2026-12-07T08:00:00Z");
export const POST = { method: "POST", path: "/bookings" };

/** A refusal as `Http` makes it, from a body in JSON. */
export function refused(
  status: number,
  body: unknown,
  about: Partial<RefusedRequest> & { headers?: HeadersInit } = {},
): CalcomError {
  const { headers = {}, ...request } = about;
  return refusedByText(status, JSON.stringify(body) ?? "", new Headers(headers), request);
}

/** A refusal as `Http` makes it, from any body. */
export function refusedByText(
  status: number,
  text: string,
  headers = new Headers(),
  about: Partial<RefusedRequest> = {},
): CalcomError {
  const requestId = headers.get("x-request-id") ?? "req-1";
  const answer = { status, headers, requestId, ...answerBody(text, headers.get("content-type")) };
  return refusalOf(answer, { ...POST, now: NOW, ...about });
}

/** Everything of an error that may end up in a log. */
export function printed(error: unknown): string {
  const text = error instanceof Error ? [error.message, String(error), error.stack] : [];
  const views = [inspect(error), inspect(error, { depth: 9, showHidden: true }), inspect([error])];
  return [...text, JSON.stringify(error), ...views].join("\n");
}
