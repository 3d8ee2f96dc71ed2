import * as z from "zod/mini";
import {
  asHeard,
  type BookingFacts,
  type Change,
  mergeFacts,
  namesHosts,
} from "../invalidation/changes.ts";
import type { EmailHashes } from "../invalidation/email-hashes.ts";
import type { WebhookEvent } from "./parse.ts";

const maybe = <T extends z.ZodMiniType>(schema: T) =>
  z.catch(z.optional(z.nullable(schema)), undefined);
const person = z.looseObject({ id: maybe(z.int()), email: maybe(z.string()) });
const people = z.catch(z.array(z.catch(person, { id: undefined, email: undefined })), []);

// Payloads differ from trigger to trigger and from version to version (FACTS, table of fields), so
// nothing here is required, and what has another type counts as absent.
const payloadSchema = z.looseObject({
  uid: maybe(z.string()),
  bookingUid: maybe(z.string()),
  rescheduleUid: maybe(z.string()),
  eventTypeId: maybe(z.int()),
  organizer: maybe(person),
  attendees: people,
  guests: z.catch(z.array(z.string()), []),
  schedulingType: maybe(z.string()),
  team: maybe(z.looseObject({ id: maybe(z.int()), members: people })),
  addedHostUserIds: z.catch(z.array(z.int()), []),
  removedHostUserIds: z.catch(z.array(z.int()), []),
  userId: maybe(z.int()),
  user: maybe(person),
});

type Payload = z.infer<typeof payloadSchema>;

/** What a delivery names. */
export interface EventNames {
  readonly uid: string | undefined;
  /** The booking that a reschedule replaced. */
  readonly previousUid: string | undefined;
  readonly booking: BookingFacts;
}

/** What a delivery says about bookings, without asking anybody. */
export async function namesInEvent(event: WebhookEvent, hashes: EmailHashes): Promise<EventNames> {
  const payload = payloadSchema.parse(event.payload);
  const { organizer, team, user } = payload;
  const persons = [organizer, user, ...payload.attendees, ...(team?.members ?? [])];
  const emails = [...persons.map((one) => one?.email), ...payload.guests];
  const hosts = [
    organizer?.id,
    user?.id,
    payload.userId,
    ...(team?.members ?? []).map(({ id }) => id),
  ];
  return {
    uid: payload.uid ?? payload.bookingUid ?? undefined,
    previousUid: payload.rescheduleUid ?? undefined,
    booking: {
      eventTypeIds: [payload.eventTypeId].filter(isNumber),
      hostIds: [
        ...new Set([
          ...hosts.filter(isNumber),
          ...payload.addedHostUserIds,
          ...payload.removedHostUserIds,
        ]),
      ],
      teamIds: [team?.id].filter(isNumber),
      emailHashes: await hashes.all(new Set(emails.filter(isText))),
      hostsComplete: namesEveryHost(event, payload),
    },
  };
}

// A payload of create or reschedule says `schedulingType: null` for a personal event type, and for
// a team's gives all other hosts as members. Others leave it out, and then nobody can tell.
function namesEveryHost({ payload }: WebhookEvent, { organizer, team, schedulingType }: Payload) {
  if (!isNumber(organizer?.id)) return false;
  if (!team) return payload.schedulingType === null;
  const hasMembers = Array.isArray((payload.team as { members?: unknown }).members);
  return isText(schedulingType) && hasMembers && team.members.every(({ id }) => isNumber(id));
}

/** What has happened, by the event and what the index knows of the bookings it names. */
export function changeOf(
  event: WebhookEvent,
  names: EventNames,
  known: {
    readonly booking: BookingFacts | undefined;
    readonly previous: BookingFacts | undefined;
  },
): Change {
  const previous = known.previous && asHeard(known.previous);
  const facts = [names.booking, known.booking, previous].filter((one) => one !== undefined);
  const booking = facts.reduce(mergeFacts);
  if (names.previousUid !== undefined) {
    return { kind: "booking-rescheduled", booking, previousKnown: namesHosts(known.previous) };
  }
  if (event.triggerEvent === "BOOKING_CANCELLED") {
    return { kind: "booking-cancelled", booking, previousKnown: true };
  }
  const namesNothing = booking.eventTypeIds.length + booking.hostIds.length === 0;
  if (event.triggerEvent === undefined || namesNothing) return { kind: "unrecognised" };
  if (event.triggerEvent === "BOOKING_CREATED") return { kind: "booking-created", booking };
  return { kind: "booking-updated", booking };
}

const isNumber = (value: unknown): value is number => typeof value === "number";
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
