/** An answer before it becomes a `Response`. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Builds a refusal's body; the server writes time and path of the request into most of them. */
export type RefusalBody = (about: { readonly timestamp: string; readonly path: string }) => unknown;

/** Thrown wherever the server refuses; the front turns it into an answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: RefusalBody;

  constructor(status: number, message: string, body: RefusalBody) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.body = body;
  }
}

const NEST_ERRORS = {
  400: ["BadRequestException", "Bad Request"],
  401: ["UnauthorizedException", "Unauthorized"],
  403: ["ForbiddenException", "Forbidden"],
  404: ["NotFoundException", "Not Found"],
  409: ["ConflictException", "Conflict"],
  422: ["UnprocessableEntityException", "Unprocessable Entity"],
} as const;

function envelope(status: number, error: { code: string; message: string; details?: unknown }) {
  return new Refusal(status, error.message, ({ timestamp, path }) => ({
    status: "error",
    timestamp,
    path,
    error,
  }));
}

/** First recorded shape: an exception of the web framework. */
export function refuse(status: keyof typeof NEST_ERRORS, message: string): Refusal {
  const [code, error] = NEST_ERRORS[status];
  return envelope(status, { code, message, details: { message, error, statusCode: status } });
}

/** First recorded shape, variant for bodies and queries that class-validator refused. */
export function refuseInvalid(errors: readonly object[]): Refusal {
  return envelope(400, {
    code: "BadRequestException",
    message: "Bad Request Exception",
    details: { errors },
  });
}

/** First recorded shape, variant of the rate limiter. */
export function refuseThrottled(): Refusal {
  const message = "CustomThrottlerGuard - Too many requests. Please try again later.";
  return envelope(429, { code: "ThrottlerException", message, details: message });
}

/** Second recorded shape: an error of the inner API. */
export function refuseInner(
  status: number,
  code: "TRPCError" | "BAD_REQUEST",
  message: string,
): Refusal {
  return envelope(status, { code, message });
}

/** Third and fourth recorded shape: an error that no filter of the server knows. */
export function refuseBare(status: number, message: string): Refusal {
  return new Refusal(status, message, () => ({ statusCode: status, message }));
}

export const internalError = (): Refusal => refuseBare(500, "Internal server error");

export const noRoute = (method: string, path: string): Refusal =>
  refuse(404, `Cannot ${method} ${path}`);

export const success = (data: unknown, status = 200): Reply => ({
  status,
  body: { status: "success", data },
});
