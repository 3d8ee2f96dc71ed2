import type { CalcomErrorCode } from "../../src/index.ts";
import type { Recording } from "./recordings.ts";

/** An error, without its message. */
export interface ErrorFacts {
  readonly name: string;
  readonly code: CalcomErrorCode;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly method?: string | undefined;
  /** Of the request, or of what has the wrong shape. */
  readonly path?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** Recordings that are more than a refusal, and what the client makes of them. */
const SPECIAL: readonly {
  readonly recordings: readonly string[];
  readonly facts: Partial<ErrorFacts>;
}[] = [
  {
    // No such route in the version sent: none, another resource's, one that never was; and a
    // route that no version has.
    recordings: ["0057", "0058", "0059", "0236"],
    facts: { code: "api_version" },
  },
  {
    // The answer of 2024-04-15, with status 200.
    recordings: ["0068"],
    facts: {
      name: "SchemaError",
      code: "invalid_response",
      method: undefined,
      path: "data.start",
    },
  },
  {
    recordings: [
      // Booked already, by the same or another event type.
      ...["0073", "0074", "0075", "0076", "0117", "0132"],
      // Outside the hours: Cal.com says the same.
      ...["0080", "0081", "0082", "0270"],
      // The losers of a race, by 409.
      ...["0147", "0148", "0149", "0150", "0152", "0153"],
      // Teams: nobody, or not everybody, is free.
      ...["0248", "0255", "0256"],
    ],
    facts: { name: "SlotTakenError", code: "slot_taken" },
  },
  {
    // A 500 on a write says nothing about whether it happened.
    recordings: ["0119"],
    facts: {
      name: "UnknownOutcomeError",
      code: "unknown_outcome",
      method: undefined,
      path: undefined,
    },
  },
  {
    recordings: ["0311", "0312"],
    facts: { name: "RateLimitError", code: "rate_limited", retryAfterMs: 60_000 },
  },
];

/**
 * The error a recording is to be read as; none for a success.
 *
 * @param path as the client knows it, below the base URL
 */
export function expectedError(
  number: string,
  { request, response }: Recording,
  path: string,
): ErrorFacts | undefined {
  const special = SPECIAL.find(({ recordings }) => recordings.includes(number));
  if (response.status < 300 && special === undefined) return undefined;
  return {
    name: "CalcomApiError",
    code: "api_error",
    status: response.status,
    requestId: response.headers["x-request-id"],
    method: request.method,
    path,
    ...special?.facts,
  };
}

/** Inputs that the client refuses before it sends anything, and why it is right. */
export const REFUSED_HERE: Readonly<Record<string, string>> = {
  "0012": "no slug and no length",
  "0019": "an address that is none",
  "0044": "no date",
  "0045": "no end",
  "0046": "no event type",
  "0047": "no such time zone",
  "0048": "no such format",
  "0050": "an event type that is no number",
  "0053": "a slug without whose it is",
  "0063": "a parameter that Cal.com does not take",
  "0072": "no such status",
  "0084": "no event type",
  "0085": "no attendee",
  "0087": "no such time zone",
  "0088": "no time zone",
  "0092": "no start",
  "0094": "no JSON",
  "0182": "no start",
  "0196": "no such time zone",
  "0357": "metadata beyond Cal.com's limits",
  "0358": "metadata that is no text",
};
