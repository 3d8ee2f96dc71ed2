import * as z from "zod/mini";
import type { BookingFacts } from "../invalidation/changes.ts";
import type { EmailHashes } from "../invalidation/email-hashes.ts";
import type { WebhookEvent } from "./parse.ts";

const maybe = <T extends z.ZodMiniType>(schema: T) =>
  z.catch(z.optional(z.nullable(schema)), undefined);
const person = z.looseObject({ id: maybe(z.int()), email: maybe(z.string()) });
const people = z.catch(z.array(z.catch(person, { id: undefined, email: undefined })), []);
const eventType = z.looseObject({ id: maybe(z.int()), teamId: maybe(z.int()) });

// Payloads differ from trigger to trigger and from version to version (FACTS, table of fields), so
// nothing here is required, and what has another type counts as absent.
const payloadSchema = z.looseObject({
  uid: maybe(z.string()),
  bookingUid: maybe(z.string()),
  rescheduleUid: maybe(z.string()),
  eventTypeId: maybe(z.int()),
  organizer: maybe(person),
  attendees: people,
  guests: z.catch(z.array(z.catch(z.string(), "")), []),
  schedulingType: maybe(z.string()),
  team: maybe(z.looseObject({ id: maybe(z.int()), members: people })),
  addedHostUserIds: z.catch(z.array(z.int()), []),
  removedHostUserIds: z.catch(z.array(z.int()), []),
  userId: maybe(z.int()),
  user: maybe(person),
  recurringEvent: z.optional(z.unknown()),
  // Of no-show reports and of reports of a wrong assignment, and of absences (API.md 11.4).
  eventType: maybe(eventType),
  booking: maybe(z.looseObject({ uid: maybe(z.string()), eventType: maybe(eventType) })),
  oooEntry: maybe(z.looseObject({ user: maybe(person), toUser: maybe(person) })),
});

type Payload = z.infer<typeof payloadSchema>;

/** What a delivery names. */
export interface EventNames {
  readonly uid: string | undefined;
  /** The booking that a reschedule replaced. */
  readonly previousUid: string | undefined;
  readonly booking: BookingFacts;
  /** Whether it is about this booking alone, and says all there is to say of it. */
  readonly isFull: boolean;
  /** Whether it names whose time it takes or frees beside the hosts'; a template may leave them out. */
  readonly namesGuests: boolean;
  /** Whether it names hosts who no longer have the booking. */
  readonly losesHosts: boolean;
  /** Whose availability it is about, apart from any booking; nobody when it does not say whose. */
  readonly unavailable: readonly number[];
}

/** What a delivery says about bookings, without asking anybody. */
export async function namesInEvent(event: WebhookEvent, hashes: EmailHashes): Promise<EventNames> {
  const payload = payloadSchema.parse(event.payload);
  const { booking, organizer, team, user } = payload;
  const persons = [organizer, user, ...payload.attendees, ...(team?.members ?? [])];
  const emails = [...persons.map((one) => one?.email), ...payload.guests];
  const hosts = [
    organizer?.id,
    user?.id,
    payload.userId,
    ...(team?.members ?? []).map(({ id }) => id),
    ...payload.addedHostUserIds,
    ...payload.removedHostUserIds,
  ];
  const about = payload.eventType ?? booking?.eventType;
  const uids = [payload.uid, payload.bookingUid, booking?.uid];
  // What a template has nothing to put in for is empty.
  const previousUid = payload.rescheduleUid || undefined;
  const namesGuests =
    payload.attendees.length > 0 && payload.attendees.every(({ email }) => isText(email));
  const isFull = "schedulingType" in event.payload && namesGuests;
  return {
    uid: uids.find(isText),
    previousUid,
    ...{ isFull, namesGuests },
    losesHosts: payload.removedHostUserIds.length > 0,
    unavailable: unavailableIn(payload),
    booking: {
      eventTypeIds: [payload.eventTypeId ?? about?.id].filter(isNumber),
      hostIds: [...new Set(hosts.filter(isNumber))],
      teamIds: [team?.id ?? about?.teamId].filter(isNumber),
      emailHashes: await hashes.all(new Set(emails.filter(isText))),
      hostsComplete: namesEveryHost(event, payload),
      // What is moved stays in its series, which is not told then.
      isSingle: isFull && payload.recurringEvent == null && previousUid === undefined,
    },
  };
}

/** Who is away and who takes over, or whose calendars cannot be read. */
function unavailableIn({ oooEntry, user }: Payload): readonly number[] {
  if (!oooEntry) return [user?.id].filter(isNumber);
  const { toUser, user: away } = oooEntry;
  return isNumber(away?.id) ? [away.id, toUser?.id].filter(isNumber) : [];
}

// A payload of create or reschedule says `schedulingType: null` for a personal event type, and for
// a team's gives all other hosts as members. Others leave it out, and then nobody can tell.
function namesEveryHost({ payload }: WebhookEvent, { organizer, team, schedulingType }: Payload) {
  if (!isNumber(organizer?.id)) return false;
  if (!team) return payload.schedulingType === null;
  const hasMembers = Array.isArray((payload.team as { members?: unknown }).members);
  return isText(schedulingType) && hasMembers && team.members.every(({ id }) => isNumber(id));
}

const isNumber = (value: unknown): value is number => typeof value === "number";
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
