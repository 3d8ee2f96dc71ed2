import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

type Json = Readonly<Record<string, unknown>>;

/** One recorded HTTP exchange with a real server. */
export interface Recording {
  readonly name: string;
  readonly recordedAt: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string | number>> | null;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

const folder = fileURLToPath(new URL("../fixtures/recordings/", import.meta.url));

/** The recorded exchanges by their number. */
export const recordings: ReadonlyMap<string, Recording> = new Map(
  readdirSync(folder)
    .sort()
    .map((file) => {
      const recording: Recording = JSON.parse(readFileSync(folder + file, "utf8"));
      return [file.slice(0, 4), { ...recording, name: file.replace(".json", "") }];
    }),
);

export function recording(number: string): Recording {
  const found = recordings.get(number);
  if (found === undefined) throw new Error(`There is no recording ${number}`);
  return found;
}

/** Uids of the recorded server and what they are on the fake. */
export type Uids = Map<string, string>;

function translate(text: string, uids: Uids): string {
  let translated = text;
  for (const [recorded, own] of uids) translated = translated.replaceAll(recorded, own);
  return translated;
}

/** The recorded request, with the fake's uids in place of the recorded ones. */
export function toRequest({ request }: Recording, origin: string, uids: Uids): Request {
  const { method, path, query, headers, body } = request;
  const url = new URL(translate(path, uids), origin);
  for (const [key, value] of Object.entries(query ?? {})) {
    url.searchParams.append(key, translate(String(value), uids));
  }
  if (method === "GET" || body === null) return new Request(url, { method, headers });
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Request(url, { method, headers, body: translate(text, uids) });
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

// Times and numbers that say when the recording was made, not what the server does.
const VARIABLE = new Set(["timestamp", "createdAt", "updatedAt", "reservationUntil"]);

function withoutVariables(value: unknown, path: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutVariables(item, path));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    const ownId = key === "id" && path.join(".") === "data" && "uid" in value;
    if (VARIABLE.has(key) || ownId) return [key, `<${typeof item}>`];
    return [key, withoutVariables(item, [...path, key])];
  });
  return Object.fromEntries(entries);
}

/** A body with the fake's uids and without what differs from run to run. */
export function normalise(body: unknown, uids: Uids): unknown {
  return withoutVariables(JSON.parse(translate(JSON.stringify(body ?? null), uids)));
}

/** Learns which uid of the fake stands for which recorded one. */
export function learnUid(recorded: unknown, own: unknown, uids: Uids): void {
  const uidOf = (body: unknown): unknown =>
    isObject(body) && isObject(body.data)
      ? (body.data.uid ?? body.data.reservationUid ?? body.data.id)
      : undefined;
  const [theirs, ours] = [uidOf(recorded), uidOf(own)];
  if (typeof theirs === "string" && typeof ours === "string") uids.set(theirs, ours);
}
