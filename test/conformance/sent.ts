import type { Recording } from "./recordings.ts";

/** What a request asks for, however it is written. */
export interface Sent {
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly version: string | null;
}

// Sent without a version, or with one of another resource, to see what comes; the client sends its own.
const OTHER_VERSION = ["0057", "0058", "0059", "0068", "0095"];
// Slots are always asked for with their ends, and a page always by its number.
const OWN_WORDING = ["format", "skip"];

/** What the client has sent, as far as the recording says something about it. */
export async function sentBy(request: Request, number: string, recorded: Recording): Promise<Sent> {
  const text = await request.text();
  const parameters = Object.fromEntries(new URL(request.url).searchParams);
  return {
    query: written(pick(parameters, Object.keys(recorded.request.query ?? {}))),
    body: written(withoutNonce(text === "" ? {} : JSON.parse(text))),
    version: OTHER_VERSION.includes(number) ? null : request.headers.get("cal-api-version"),
  };
}

/** What was recorded to be sent. */
export function sentIn(number: string, { request: { body, headers, query } }: Recording): Sent {
  return {
    query: written(pick(query ?? {}, Object.keys(query ?? {}))),
    body: written(body ?? {}),
    version: OTHER_VERSION.includes(number) ? null : (headers["cal-api-version"] ?? null),
  };
}

function pick(from: Readonly<Record<string, unknown>>, names: readonly string[]) {
  const kept = names.filter((name) => !OWN_WORDING.includes(name) && name in from);
  return Object.fromEntries(kept.map((name) => [name, String(from[name])]));
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/;

/** The same words for the same thing: the client writes instants in full. */
function written<T>(value: T): T {
  const text = JSON.stringify(value, (_, item: unknown) =>
    typeof item === "string" && INSTANT.test(item) ? new Date(item).toISOString() : item,
  );
  return JSON.parse(text);
}

/** What the client adds to every new booking, to know it again. */
function withoutNonce(body: object): object {
  if (!("metadata" in body)) return body;
  const { metadata, ...rest } = body;
  const { calcomCoherentNonce: _nonce, ...own } = metadata as Readonly<Record<string, unknown>>;
  return Object.keys(own).length === 0 ? rest : { ...rest, metadata: own };
}
