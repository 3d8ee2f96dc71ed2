import type { MissReason } from "../cache/freshness.ts";
import type { Provenance } from "../cache/provenance.ts";

type Told = Pick<
  Provenance,
  "source" | "missed" | "shared" | "storable" | "expiresAt" | "loadBeganAt" | "ageMs"
>;

const FORWARDED: Readonly<Record<MissReason, string>> = {
  absent: "fwd=uri-miss",
  expired: "fwd=stale; detail=expired",
  superseded: "fwd=stale; detail=superseded",
  marked: "fwd=stale; detail=marked",
  bypass: "fwd=bypass",
  refresh: "fwd=request",
  ask: "fwd=request",
  "store-unavailable": "fwd=miss; detail=store-unavailable",
};

/** The structured field's integers have 15 digits, and what reads them often 32 bits. */
const MOST_SECONDS = 2 ** 31 - 1;

/** How an answer came about, as `Cache-Status` says it (RFC 9211). */
export function cacheStatusOf(provenance: Told): string {
  const { source, missed, shared, storable, expiresAt, loadBeganAt, ageMs } = provenance;
  const ttl = storable ? secondsOf(expiresAt - loadBeganAt - ageMs) : 0;
  if (source === "cache") return `calcom-coherent; hit; ttl=${ttl}`;
  const forwarded = missed === undefined ? "fwd=miss" : FORWARDED[missed];
  const stored = storable && missed !== "bypass" && ttl > 0 ? "; stored" : "";
  return `calcom-coherent; ${forwarded}${stored}${shared ? "; collapsed" : ""}; ttl=${ttl}`;
}

function secondsOf(ms: number): number {
  const seconds = Math.floor(ms / 1_000) || 0;
  return Math.min(MOST_SECONDS, Math.max(-MOST_SECONDS, seconds));
}
