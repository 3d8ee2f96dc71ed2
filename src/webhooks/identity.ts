import * as z from "zod/mini";
import type { EmailHashes } from "../invalidation/email-hashes.ts";
import { TRIGGERS } from "./event-change.ts";
import type { KnownTrigger } from "./handlers.ts";
import type { WebhookEvent } from "./parse.ts";
import { hasSeats } from "./seats.ts";
import { hexOf } from "./signature.ts";

/** What an event is known by, however often and through however many subscriptions it comes. */
export interface EventIdentity {
  /** A hash; holds nothing of anybody in clear. */
  readonly key: string;
  /**
   * When it was made, in epoch milliseconds, of events that may come about again with the same
   * content; `undefined`: there is one of it, however late a copy comes.
   */
  readonly madeAt: number | undefined;
}

// Whatever else happens to a booking may happen to it again.
const ONCE_IN_A_BOOKING: ReadonlySet<string | undefined> = new Set<KnownTrigger>([
  "BOOKING_CREATED",
  "BOOKING_REQUESTED",
  "BOOKING_RESCHEDULED",
  "BOOKING_CANCELLED",
  "BOOKING_REJECTED",
  "BOOKING_PAYMENT_INITIATED",
  "BOOKING_PAID",
  "INSTANT_MEETING_ACCEPTED",
  "MEETING_STARTED",
  "MEETING_ENDED",
  "AFTER_HOSTS_CAL_VIDEO_NO_SHOW",
  "AFTER_GUESTS_CAL_VIDEO_NO_SHOW",
  "OOO_CREATED",
]);

// Nobody has written down what is in it (API.md 11.4).
const UNDESCRIBED: KnownTrigger = "CALENDAR_ENTRY_REJECTED";

const maybe = <T extends z.ZodMiniType>(schema: T) =>
  z.catch(z.optional(z.nullable(schema)), undefined);
const plain = maybe(z.union([z.string(), z.number(), z.boolean()]));
const person = z.looseObject({ email: maybe(z.string()), noShow: plain, bookingSeat: plain });
const ids = z.catch(z.array(z.number()), []);
const withUid = maybe(z.looseObject({ uid: plain }));
const absence = z.looseObject({ uuid: plain, updatedAt: plain, start: plain, end: plain });

const payloadSchema = z.looseObject({
  uid: plain,
  bookingUid: plain,
  booking: withUid,
  oooEntry: maybe(absence),
  startTime: plain,
  rescheduleUid: plain,
  attendeeSeatId: plain,
  paymentId: plain,
  attendees: z.catch(z.array(z.catch(person, {})), []),
  organizer: maybe(person),
  status: plain,
  location: plain,
  previousLocation: plain,
  addedHostUserIds: ids,
  removedHostUserIds: ids,
  noShowHost: plain,
  downloadLink: plain,
  downloadLinks: z.optional(z.unknown()),
  report: z.optional(z.unknown()),
});

/**
 * Works out what an event is known by: its content as far as copies agree in it. They differ in
 * `createdAt` (deliveries 27 and 28, 79 and 80), in how times are written, and by the version of their
 * subscription in fields that only describe.
 *
 * @param body what came, and what it says as JSON or as text
 */
export async function identityOf(
  event: WebhookEvent,
  body: { readonly bytes: Uint8Array; readonly content: unknown },
  hashes: EmailHashes,
): Promise<EventIdentity> {
  const { triggerEvent, payload } = event;
  const known = payloadSchema.parse(payload);
  const uids = [known.uid, known.bookingUid, known.booking?.uid, known.oooEntry?.uuid];
  // What a template has nothing to put in for is empty.
  const uid = uids.find((one) => one != null && one !== "");
  const isOnce = uid !== undefined && ONCE_IN_A_BOOKING.has(triggerEvent) && !hasSeats(payload);
  const madeAt = isOnce ? undefined : Date.parse(event.createdAt ?? "");
  // Without a trigger nobody can say what copies agree in, and without a time not which is a copy.
  if (triggerEvent === undefined || Number.isNaN(madeAt)) {
    return { key: await digest(body.bytes), madeAt: undefined };
  }
  const { attendees, organizer, startTime, rescheduleUid, attendeeSeatId, paymentId } = known;
  const people = isOnce ? attendees : [...attendees, organizer];
  const { updatedAt, start, end } = known.oooEntry ?? {};
  const ofBooking = uid !== undefined && {
    ...{ uid, rescheduleUid, attendeeSeatId, paymentId, changed: [updatedAt, start, end] },
    // `Z`, `.000Z` and `+00:00` are one time (FACTS, table of fields).
    startTime: typeof startTime === "string" ? Date.parse(startTime) : startTime,
    people: await Promise.all(people.map((one) => asNobody(one, hashes))),
    // A server that fills a queue with bookings writes what they have come to when it empties it
    // (API.md 11.7), so a late copy of what happens once may differ in all that changes.
    state: isOnce ? undefined : changeable(known),
  };
  const isDescribed = Object.hasOwn(TRIGGERS, triggerEvent) && triggerEvent !== UNDESCRIBED;
  const content = written([
    triggerEvent,
    isDescribed && ofBooking ? ofBooking : withoutTime(body.content),
  ]);
  return content === undefined
    ? { key: await digest(body.bytes), madeAt: undefined }
    : { key: await digest(new TextEncoder().encode(content)), madeAt };
}

async function asNobody(one: z.infer<typeof person> | null | undefined, hashes: EmailHashes) {
  const email = one?.email == null ? undefined : await hashes.of(one.email);
  return [email, one?.noShow, one?.bookingSeat];
}

function changeable(known: z.infer<typeof payloadSchema>): unknown {
  const { status, location, previousLocation, addedHostUserIds, removedHostUserIds } = known;
  const { noShowHost, downloadLink, downloadLinks, report } = known;
  const hosts = [addedHostUserIds, removedHostUserIds];
  const said = { noShowHost, downloadLink, downloadLinks, report };
  return { status, location, previousLocation, hosts, ...said };
}

function withoutTime(content: unknown): unknown {
  if (typeof content !== "object" || content === null) return content;
  return { ...content, createdAt: undefined };
}

// What is nested deeper than the stack can be read, but not written again.
function written(content: unknown): string | undefined {
  try {
    return JSON.stringify(content, inOrder);
  } catch {
    return undefined;
  }
}

function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [two]) => (one < two ? -1 : 1)));
}

async function digest(bytes: Uint8Array): Promise<string> {
  return hexOf(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
}
