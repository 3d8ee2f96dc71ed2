import { CalcomError, type CalcomErrorCode } from "../errors.ts";

const STATUS: Partial<Record<CalcomErrorCode, number>> = {
  webhook_signature: 401,
  webhook_too_large: 413,
  webhook_unreadable: 400,
  store_unavailable: 503,
};

/** The delivery is dealt with, or will be. */
export const accepted = () => new Response(null, { status: 204 });

/** Says what was wrong with a delivery, or with how the receiver is set up; never more than that. */
export function refusal(error: unknown): Response {
  if (!(error instanceof CalcomError)) {
    return answer(500, "internal", "The delivery could not be taken; the receiver knows why.");
  }
  return answer(STATUS[error.code] ?? 500, error.code, error.message);
}

/** The application's own work has failed. */
export const handlerFailed = () =>
  answer(
    500,
    "handler_failed",
    "The invalidation is done; a handler has failed. The same event counts as new when it comes again.",
  );

/** Something else than a delivery. */
export const notPosted = () =>
  answer(405, "method_not_allowed", "Webhooks are sent by POST.", { allow: "POST" });

function answer(
  status: number,
  error: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json({ error, message }, { status, headers });
}
