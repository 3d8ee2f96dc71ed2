import type { Provenance } from "../cache/provenance.ts";
import { digestOf } from "../digest.ts";

/** What a CDN in front of the host may do. */
export interface CdnOptions {
  /**
   * Milliseconds for which it may give an answer again without asking, at most; less where the cache
   * would not, or where a time in it can no longer be booked, and not at all while Cal.com may still
   * answer with an older state. Purge by {@link cdnTags}, or this is how old what visitors see can be.
   */
  readonly maxAgeMs: number;
}

type Told = Pick<Provenance, "freshUntil" | "loadBeganAt" | "ageMs" | "storable" | "versions">;

/** CloudFront looks at no more; Akamai at 128. All of them fit Fastly's and Cloudflare's 16 KB. */
const MOST_TAGS = 50;
/** Cloudflare took no more in one call for long; Fastly takes 256, as said 2026-11. */
const MOST_PURGED = 30;
/** Everything carries `all`, and every change bumps `unknown`: they stand in for any other tags. */
const COARSE = ["all", "unknown"];
const MOST_KNOWN = 5_000;

const digests = new Map<string, Promise<string>>();
const named = new WeakMap<Provenance["versions"], Promise<readonly string[]>>();

/** What an answer carries for a CDN: until when, and by which tags it is found again. */
export async function cdnHeadersOf(
  { maxAgeMs }: CdnOptions,
  provenance: Told,
): Promise<Record<string, string>> {
  const { freshUntil, loadBeganAt, ageMs, storable, versions } = provenance;
  const leftMs = storable ? Math.min(maxAgeMs, freshUntil - loadBeganAt - ageMs) : 0;
  const seconds = Math.max(0, Math.floor(leftMs / 1_000));
  const names = named.get(versions) ?? namesOf(Object.keys(versions));
  named.set(versions, names);
  const tags = await names;
  return {
    "cdn-cache-control": `max-age=${seconds}, must-revalidate`,
    "surrogate-control": `max-age=${seconds}`,
    "cache-tag": tags.join(","),
    "surrogate-key": tags.join(" "),
  };
}

/**
 * What to purge from a CDN when tags were invalidated: the names that answers carry as `Cache-Tag` and
 * `Surrogate-Key`, at most 30. An e-mail's is a digest of its tag, so that what is in the store is
 * told to nobody.
 *
 * @param tags of an `invalidated` event
 *
 * @example
 * ```ts
 * import { CalcomClient } from "calcom-coherent";
 * import { cdnTags } from "calcom-coherent/slots";
 *
 * declare function purge(tags: readonly string[]): Promise<void>;
 *
 * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
 * calcom.on("invalidated", ({ tags }) => {
 *   cdnTags(tags).then(purge).catch(console.error);
 * });
 * ```
 */
export async function cdnTags(tags: readonly string[]): Promise<readonly string[]> {
  const isAll = tags.includes("all") || tags.length > MOST_PURGED;
  return Promise.all((isAll ? ["all"] : tags).map(nameOf));
}

// In one order, for they are a part of what ETags stand for.
async function namesOf(tags: readonly string[]): Promise<readonly string[]> {
  const isKnown = tags.length > 0 && tags.length < MOST_TAGS;
  const names = await Promise.all((isKnown ? ["all", ...tags] : COARSE).map(nameOf));
  return [...new Set(names)].sort();
}

// Lower case, for Cloudflare and CloudFront do not tell cases apart; no colon, which Akamai refuses.
async function nameOf(tag: string): Promise<string> {
  if (!tag.startsWith("email:")) return `calcom-${tag.replace(":", "-")}`;
  const digest = digests.get(tag) ?? digestOf(`calcom-coherent cdn ${tag}`);
  if (digests.size >= MOST_KNOWN) digests.clear();
  digests.set(tag, digest);
  return `calcom-email-${(await digest).slice(0, 12).toLowerCase()}`;
}
