import * as z from "zod/mini";
import { encodeKeyPart } from "../cache/key.ts";
import type { Notes } from "../cache/notes.ts";
import type { KnownTrigger } from "./handlers.ts";
import type { WebhookEvent } from "./parse.ts";
import { hasSeats } from "./seats.ts";
import { isUid } from "./uids.ts";

/** How far a booking has come; it never goes back. */
type Stage = "requested" | "accepted" | "over";

const KEPT_FOR_MS = 7 * 24 * 3_600_000;

/** The stage that an event brings about. */
const BRINGS: Partial<Record<string, Stage>> = {
  BOOKING_REQUESTED: "requested",
  BOOKING_CREATED: "accepted",
  BOOKING_RESCHEDULED: "accepted",
  BOOKING_CANCELLED: "over",
  BOOKING_REJECTED: "over",
} satisfies Partial<Record<KnownTrigger, Stage>>;

// Nothing of this happens to what is over, but it does to requests and to bookings alike.
const NEEDS_LIVE: ReadonlySet<string | undefined> = new Set<KnownTrigger>([
  "BOOKING_PAYMENT_INITIATED",
  "BOOKING_LOCATION_UPDATED",
  "BOOKING_REASSIGNED",
  "INSTANT_MEETING_ACCEPTED",
]);

// From a queue a payload tells what the booking has come to since (API.md 11.7).
const OVER: ReadonlySet<unknown> = new Set(["CANCELLED", "REJECTED"]);

const text = z.catch(z.optional(z.nullable(z.string())), undefined);
const payloadSchema = z.looseObject({
  uid: text,
  bookingUid: text,
  rescheduleUid: text,
  status: text,
});

/** How far bookings have come, by what was heard of them in whatever order. */
export class Lifecycle {
  readonly #notes: Notes;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  /**
   * Notes what an event tells. Each stage has a note of its own that nobody takes back, so that
   * deliveries that come together cannot undo each other's.
   *
   * @returns whether its booking was known to be further, or says so itself
   */
  async heard({ triggerEvent = "", payload }: WebhookEvent): Promise<boolean> {
    const brings = BRINGS[triggerEvent];
    if (brings === undefined && !NEEDS_LIVE.has(triggerEvent)) return false;
    // One who gives a seat up leaves the booking to the others, and deliveries do not say which it was.
    if (hasSeats(payload)) return false;
    const { uid: ownUid, bookingUid, rescheduleUid, status } = payloadSchema.parse(payload);
    const uid = [ownUid, bookingUid].find(isUid);
    const saysOver = OVER.has(status);
    const [isFurther] = await Promise.all([
      uid !== undefined && this.#isFurther(uid, brings),
      this.#note(uid, saysOver ? "over" : brings),
      // A move that keeps the uid replaces nothing.
      rescheduleUid === uid ? undefined : this.#note(rescheduleUid, "over"),
    ]);
    return isFurther || (saysOver && brings !== "over");
  }

  async #isFurther(uid: string, stage: Stage | undefined): Promise<boolean> {
    if (stage === "over") return false;
    const later = stage === "requested" ? (["accepted", "over"] as const) : (["over"] as const);
    const notes = await Promise.all(later.map((one) => this.#notes.find(keyOf(uid, one))));
    return notes.some((note) => note !== undefined);
  }

  async #note(uid: string | null | undefined, stage: Stage | undefined): Promise<void> {
    // Nothing comes before a request.
    if (!isUid(uid) || stage === undefined || stage === "requested") return;
    const key = keyOf(uid, stage);
    // Whoever has seen a delivery can send it again, as often as they like.
    if ((await this.#notes.find(key)) !== undefined) return;
    await this.#notes.put(key, true, KEPT_FOR_MS);
  }
}

const keyOf = (uid: string, stage: Stage) => `${stage}:${encodeKeyPart(uid)}`;
