import type { SlotsAnswer } from "../api/slots.ts";

/** How the answer came about, for whoever looks into a browser's network panel (RFC 9211). */
export function cacheStatusOf({
  source,
  expiresAt,
  loadBeganAt,
  ageMs,
  storable,
}: SlotsAnswer["provenance"]): string {
  const ttl = Math.floor((expiresAt - loadBeganAt - ageMs) / 1_000);
  if (source === "cache") return `calcom-coherent; hit; ttl=${ttl}`;
  return `calcom-coherent; fwd=miss${storable ? "; stored" : ""}`;
}
