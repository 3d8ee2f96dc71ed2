import type { SlotsByDate } from "../schemas/slots.ts";
import { retryAfterMs } from "./retry-after.ts";
import type { SlotsProblem } from "./state.ts";

/** How long something counts as looked at, where the server does not say. */
const USUAL_LIFE_MS = 60_000;
const LIFE_MS = { least: 5_000, most: 600_000 };
/** `Date` has whole seconds: the server's clock shows up to a second more. */
const DATE_STEP_MS = 1_000;

/** What came of a question. */
export type Reply =
  | {
      /** `undefined`: as before. */
      readonly slots: SlotsByDate | undefined;
      readonly etag: string | undefined;
      /** For how long the server would give the same answer. */
      readonly lifeMs: number;
      /** The server's clock, when it says. */
      readonly serverMs: number | undefined;
    }
  | { readonly problem: SlotsProblem; readonly retryMs: number | undefined };

/** Asks for free times; never rejects. */
export async function requestSlots(
  fetch: typeof globalThis.fetch,
  address: URL,
  etag: string | undefined,
  signal: AbortSignal,
): Promise<Reply> {
  const headers = new Headers({ accept: "application/json" });
  try {
    if (etag !== undefined) headers.set("if-none-match", etag);
    // No cache in between knows what has been told here.
    const response = await fetch(address, { headers, cache: "no-store", signal });
    const isSame = response.status === 304 && etag !== undefined;
    const slots = response.ok ? slotsIn(await response.json().catch(() => undefined)) : undefined;
    if (slots === undefined && !isSame) {
      const problem = { code: "refused", status: response.status } as const;
      return { problem, retryMs: retryAfterMs(response) };
    }
    return {
      slots,
      etag: response.headers.get("etag") ?? (isSame ? etag : undefined),
      lifeMs: lifeMsOf(response.headers),
      serverMs: serverMsOf(response.headers),
    };
  } catch {
    return { problem: { code: "unreachable" }, retryMs: undefined };
  }
}

function slotsIn(body: unknown): SlotsByDate | undefined {
  const { slots } = (body ?? {}) as { readonly slots?: SlotsByDate };
  const isOurs =
    typeof slots === "object" && slots !== null && Object.values(slots).every(Array.isArray);
  return isOurs ? slots : undefined;
}

/** The rest of the answer's time in the library's cache (RFC 9211). */
function lifeMsOf(headers: Headers): number {
  const members = headers.get("cache-status") ?? "";
  const [, ttl] = /(?:^|,)\s*"?calcom-coherent"?\s*;(?:[^,]*;)?\s*ttl=(-?\d+)/.exec(members) ?? [];
  if (ttl === undefined) return USUAL_LIFE_MS;
  return Math.min(LIFE_MS.most, Math.max(LIFE_MS.least, Number(ttl) * 1_000));
}

function serverMsOf(headers: Headers): number | undefined {
  const ageMs = Number(headers.get("age") ?? 0) * 1_000;
  const ms = Date.parse(headers.get("date") ?? "") + (ageMs || 0) + DATE_STEP_MS;
  return Number.isNaN(ms) ? undefined : ms;
}
