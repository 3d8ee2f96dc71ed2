import { EmailHashes } from "../../src/invalidation/email-hashes.ts";
import type { RecordedDelivery } from "./deliveries.ts";

interface Person {
  readonly id?: number;
  readonly email?: string;
}

interface Payload {
  readonly eventTypeId?: number;
  readonly schedulingType?: string | null;
  readonly organizer?: Person;
  /** Whose booking it was; flat bodies alone have it. */
  readonly userId?: number;
  readonly user?: Person;
  readonly attendees?: readonly Person[];
  readonly team?: { readonly id: number; readonly members: readonly Person[] };
  readonly rescheduleUid?: string;
}

const hashes = new EmailHashes("https://api.cal.com/v2 default");
const REACHES_ALL = ["all", "unknown"];

/**
 * The tags a recorded delivery has to orphan for a client that knows nothing yet: the event type,
 * the team, and whoever is named. All there is, besides, where the payload leaves open whose time it
 * was: it does not give the hosts' ids or the scheduling type (FACTS, table of fields), replaces a
 * booking nobody knows, or names no event type at all. That a meeting starts or ends takes nobody's time.
 */
export async function expectedTags({ bodyUtf8 }: RecordedDelivery): Promise<string[]> {
  const json: { payload?: Payload; triggerEvent?: string } & Payload = JSON.parse(bodyUtf8);
  const {
    attendees = [],
    eventTypeId,
    organizer,
    team,
    user,
    userId,
    ...rest
  } = json.payload ?? json;
  if (eventTypeId === undefined) return REACHES_ALL;
  const owner: Person = { ...user, ...(userId === undefined ? {} : { id: userId }) };
  const hosts = [owner, ...(team?.members ?? []), ...(organizer === undefined ? [] : [organizer])];
  const emails = [...hosts, ...attendees].flatMap(({ email = [] }) => email);
  // Flat bodies say that a meeting begins or ends, which takes and frees nobody's time.
  const isOpen =
    json.payload !== undefined &&
    (organizer?.id === undefined ||
      rest.schedulingType === undefined ||
      rest.rescheduleUid !== undefined);
  const tags = [
    "unknown",
    `event-type:${eventTypeId}`,
    ...hosts.flatMap(({ id }) => (id === undefined ? [] : `host:${id}`)),
    ...(await hashes.all(emails)).map((hash) => `email:${hash}`),
    ...(team === undefined ? [] : [`team:${team.id}`]),
    ...(isOpen ? ["all"] : []),
  ];
  return [...new Set(tags)].sort();
}
