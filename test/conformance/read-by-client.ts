import {
  CalcomApiError,
  CalcomClient,
  CalcomError,
  RateLimitError,
  SchemaError,
} from "../../src/index.ts";
import { createVirtualClock } from "../../src/testing/virtual-clock.ts";
import { type Asked, CLIENT_CALLS, type ClientCall } from "./client-calls.ts";
import { type ErrorFacts, expectedError } from "./expected-errors.ts";
import { type Recording, recording } from "./recordings.ts";
import type { Comparison } from "./replaying.ts";
import { type Sent, sentBy, sentIn } from "./sent.ts";

/**
 * A recording as the client reads it, beside what it is to be read as: a value or an error. What was
 * sent for it is compared, too, unless the client refuses to send it.
 */
export interface Reading extends Comparison {
  /** Whether another input was sent, because the client refuses the recorded one. */
  readonly stoodIn: boolean;
}

const ORIGIN = "https://api.cal.example";

/** Refusals that say where to ask instead, and the recording of what is answered there. */
const FOLLOWED: Readonly<Record<string, string>> = { "0115": "0120" };

/**
 * Gives a recorded answer to a client that makes the recorded call.
 *
 * @throws Error where the client has no call for it
 */
export async function readByClient(number: string, recorded: Recording): Promise<Reading> {
  const { body, method, path, query } = recorded.request;
  const [, prefix = "", rest = ""] = /^(.*?\/v2)(\/.*)$/.exec(path) ?? [];
  const found = CLIENT_CALLS.find((one) => one.method === method && one.path.test(rest));
  if (found === undefined) throw new Error(`The client has no call for ${method} ${path}.`);
  const of = found.path.exec(rest)?.slice(1) ?? [];
  const asked: Asked = { of, query: query ?? {}, body };
  const next = FOLLOWED[number] === undefined ? recorded : recording(FOLLOWED[number]);
  const error = next === recorded ? expectedError(number, recorded, rest) : undefined;
  const expected = error === undefined ? { value: recordedValue(next, found) } : { error };
  const client = { number, baseUrl: ORIGIN + prefix, answers: [recorded, next] as const };
  const outcome = await outcomeOf(client, found, asked);
  if (outcome !== undefined) {
    const { sent, ...given } = outcome;
    const wanted = { ...expected, sent: sentIn(number, recorded) };
    return { given: { ...given, sent }, expected: wanted, stoodIn: false };
  }
  const instead = await outcomeOf(client, found, { ...asked, ...found.standIn });
  const { sent: _, ...given } = instead ?? {};
  return { given, expected, stoodIn: true };
}

function recordedValue({ response }: Recording, { gives }: ClientCall): unknown {
  const { data } = response.body as { data?: unknown };
  return gives === undefined ? data : gives(data);
}

/** @returns `undefined` when the client refused the input, and sent nothing */
async function outcomeOf(
  {
    number,
    answers,
    baseUrl,
  }: {
    readonly number: string;
    /** The first, and where it leads. */
    readonly answers: readonly [Recording, Recording];
    readonly baseUrl: string;
  },
  { call }: ClientCall,
  asked: Asked,
): Promise<
  (({ value: unknown } | { error: ErrorFacts }) & { sent?: Sent | undefined }) | undefined
> {
  let sent: Sent | undefined;
  const client = new CalcomClient({
    baseUrl,
    apiKey: "cal_live_conformance",
    clock: createVirtualClock(answers[0].recordedAt),
    retries: 0,
    reconcileTimeoutMs: 0,
    invalidation: { pools: "off" },
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { method } = request;
      const { pathname } = new URL(request.url);
      const found = answers.find(
        (one) => one.request.method === method && one.request.path === pathname,
      );
      // What a slug stands for is asked beside it, and is not what was recorded.
      if (found === undefined) return Response.json({}, { status: 404 });
      sent ??= await sentBy(request, number, answers[0]);
      return answerOf(found);
    },
  });
  try {
    const value = await call(client, asked);
    return { value, sent };
  } catch (error) {
    if (sent === undefined && error instanceof SchemaError) return undefined;
    return { error: factsOf(error), sent };
  } finally {
    await client.close();
  }
}

function answerOf({ response: { body, headers, status } }: Recording): Response {
  return new Response(status === 304 ? null : JSON.stringify(body), { status, headers });
}

function factsOf(error: unknown): ErrorFacts {
  if (!(error instanceof CalcomError)) throw error;
  const { code, name, requestId, status } = error;
  const request = error instanceof CalcomApiError ? error : { method: undefined, path: undefined };
  return {
    name,
    code,
    status,
    requestId,
    method: request.method,
    path: error instanceof SchemaError ? error.path : request.path,
    ...(error instanceof RateLimitError ? { retryAfterMs: error.retryAfterMs } : {}),
  };
}
