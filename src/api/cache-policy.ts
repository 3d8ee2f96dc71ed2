import type { InvalidationWidth } from "../invalidation/rules.ts";
import { emailTag, eventTypeTag, hostTag, type Tag } from "../invalidation/tags.ts";
import type { KnownEventType } from "../invalidation/topology.ts";
import type { SlotTimesByDate } from "../schemas/slots.ts";

// Side by side with `invalidation/rules.ts`, which says what each change bumps.

/** Beyond this many hosts an answer depends on every change rather than on each of them. */
const LARGEST_POOL = 8;

/** Which id a slug stands for: bookings do not change it, and edits of event types bump `all`. */
export const SLUG_TAGS: readonly Tag[] = ["all"];

/** What an answer about the slots of an event type depends on, or of nobody knows which. */
export function slotsTags(
  eventTypeId: number | undefined,
  known: KnownEventType | undefined,
  width: InvalidationWidth,
): readonly Tag[] {
  if (width === "account") return ["all"];
  if (eventTypeId === undefined) return ["all", "unknown"];
  const own: readonly Tag[] = ["all", eventTypeTag(eventTypeId)];
  if (width === "event-type") return own;
  const pool = known?.pool;
  if (pool === undefined || pool.length > LARGEST_POOL) return [...own, "unknown"];
  return [...own, ...pool.flatMap(({ id, emailHash }) => [hostTag(id), emailTag(emailHash)])];
}

/** What an answer depends on that is asked for each time: any change may be about it. */
export const LIVE_TAGS: readonly Tag[] = ["all", "unknown"];

/** How long answers live that nothing orphans: the net for what nobody announces. */
export interface SlotsTtl {
  /** Milliseconds for an answer with nothing free. @default 30000 */
  readonly emptyMs: number;
  /** Milliseconds for a window that starts soon. @default 60000 */
  readonly nearMs: number;
  /** Milliseconds from now within which a window counts as near. @default 604800000 (7 days) */
  readonly nearWindowMs: number;
  /** Milliseconds for later windows. @default 300000 */
  readonly farMs: number;
}

export const DEFAULT_TTL: SlotsTtl = {
  emptyMs: 30_000,
  nearMs: 60_000,
  nearWindowMs: 7 * 24 * 3_600_000,
  farMs: 300_000,
};

/** The life of an answer about slots, from what it says and when its window starts. */
export function slotsTtlMs(
  slots: SlotTimesByDate,
  windowStart: number,
  now: number,
  ttl: SlotsTtl,
): number {
  if (Object.values(slots).every((day) => day.length === 0)) return ttl.emptyMs;
  return windowStart - now < ttl.nearWindowMs ? ttl.nearMs : ttl.farMs;
}
