import type { SlotsByDate } from "../schemas/slots.ts";

/** How long something counts as looked at, where the server does not say. */
export const USUAL_LIFE_MS = 60_000;
const LIFE_MS = { least: 5_000, most: 600_000 };
/** `Date` has whole seconds: the server's clock shows up to a second more. */
const DATE_STEP_MS = 1_000;

/** What was answered. */
export interface Reply {
  /** `undefined`: as before. */
  readonly slots: SlotsByDate | undefined;
  readonly etag: string | undefined;
  /** For how long the server would give the same answer. */
  readonly lifeMs: number;
  /** What the server's clock shows, when it says. */
  readonly serverMs: number | undefined;
}

/** @returns `undefined` for an answer that is none of ours */
export async function readReply(
  response: Response,
  etag: string | undefined,
): Promise<Reply | undefined> {
  const { ok, status, headers } = response;
  const isSame = status === 304 && etag !== undefined;
  const slots = ok ? slotsIn(await response.json()) : undefined;
  if (slots === undefined && !isSame) return undefined;
  return {
    slots,
    etag: headers.get("etag") ?? (isSame ? etag : undefined),
    lifeMs: lifeMsOf(headers),
    serverMs: serverMsOf(headers),
  };
}

function slotsIn(body: unknown): SlotsByDate | undefined {
  const { slots } = (body ?? {}) as { readonly slots?: SlotsByDate };
  const isOurs = typeof slots === "object" && slots !== null && !Array.isArray(slots);
  return isOurs && Object.values(slots).every(isDay) ? slots : undefined;
}

function isDay(day: unknown): boolean {
  return Array.isArray(day) && day.every((slot) => !Number.isNaN(Date.parse(slot?.start)));
}

/** The rest of the answer's time in the library's cache (RFC 9211). */
function lifeMsOf(headers: Headers): number {
  const members = headers.get("cache-status") ?? "";
  const [, ttl] = /(?:^|,)\s*calcom-coherent\s*;(?:[^,]*;)?\s*ttl=(-?\d+)/.exec(members) ?? [];
  if (ttl === undefined) return USUAL_LIFE_MS;
  return Math.min(LIFE_MS.most, Math.max(LIFE_MS.least, Number(ttl) * 1_000));
}

function serverMsOf(headers: Headers): number | undefined {
  const ageMs = Number(headers.get("age")) * 1_000 || 0;
  const ms = Date.parse(headers.get("date") ?? "") + ageMs + DATE_STEP_MS;
  return Number.isNaN(ms) ? undefined : ms;
}
