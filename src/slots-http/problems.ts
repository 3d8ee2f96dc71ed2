import { CalcomError, RateLimitError } from "../errors.ts";

/** A question that cannot be answered as it was put. */
export class BadQuestion extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What a visitor is told of an error (RFC 9457): what to do, and nothing about the server. */
export function problem(error: unknown): Response {
  const { status, detail } = told(error);
  return new Response(JSON.stringify({ status, detail }), {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}

function told(error: unknown): { status: number; detail: string } {
  if (error instanceof BadQuestion) return { status: error.status, detail: error.message };
  if (error instanceof RateLimitError) return { status: 503, detail: "Ask again in a minute." };
  if (error instanceof CalcomError && error.code === "invalid_input") {
    return { status: 400, detail: error.message };
  }
  return { status: 502, detail: "The free times cannot be read at the moment." };
}
