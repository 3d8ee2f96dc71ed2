import * as z from "zod/mini";
import { deepFreeze } from "../freeze.ts";
import type { StoredEntry } from "./contract.ts";

/** Raised with every change of the stored form; entries of another form are misses. */
const FORMAT = 1;

const storedSchema = z.object({
  f: z.literal(FORMAT),
  v: z.unknown(),
  t: z.record(z.string(), z.string()),
  b: z.number(),
  e: z.number(),
  d: z.optional(z.number()),
  r: z.optional(z.string()),
});

/** An entry as text, for stores outside this process. */
export function encodeEntry(entry: StoredEntry): string {
  const { value, versions, loadBeganAt, expiresAt, decaysAt, requestId } = entry;
  const stored = {
    f: FORMAT,
    t: versions,
    b: loadBeganAt,
    e: expiresAt,
    d: decaysAt,
    r: requestId,
  };
  return JSON.stringify({ ...stored, v: value });
}

/** @returns `undefined`, a miss, for whatever is not an entry of this form */
export function decodeEntry(text: unknown): StoredEntry | undefined {
  if (typeof text !== "string") return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Somebody else's value, or half of one: a miss like any other.
    return undefined;
  }
  const result = storedSchema.safeParse(json);
  if (!result.success) return undefined;
  const { v, t, b, e, d, r } = result.data;
  // One decoded entry may serve many reads.
  return deepFreeze({
    value: v,
    versions: t,
    loadBeganAt: b,
    expiresAt: e,
    decaysAt: d,
    requestId: r,
  });
}
