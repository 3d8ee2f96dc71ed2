import type { BookingFacts, Change } from "./changes.ts";
import { emailTag, eventTypeTag, hostTag, type Tag, teamTag } from "./tags.ts";

/** How far a booking change reaches. */
export type InvalidationWidth = "event-type" | "hosts" | "account";

/** A host as tags know one. */
export interface PoolMember {
  readonly id: number;
  readonly emailHash: string;
}

/** Every host of an event type, or `undefined` where not all of them are known. */
export type PoolOf = (eventTypeId: number) => readonly PoolMember[] | undefined;

/** What the rules need to know beside the change. */
export interface RuleContext {
  readonly width: InvalidationWidth;
  readonly poolOf: PoolOf;
}

type Rule<K extends Change["kind"]> = (
  change: Extract<Change, { kind: K }>,
  context: RuleContext,
) => readonly Tag[];

// Side by side with `api/cache-policy.ts`, which says what each read depends on.
const RULES: { readonly [K in Change["kind"]]: Rule<K> } = {
  "booking-created": ({ booking }, context) => bookingTags(booking, context),
  "booking-rescheduled": (change, context) => changedBookingTags(change, context),
  "booking-cancelled": (change, context) => changedBookingTags(change, context),
  "booking-confirmed": (change, context) => changedBookingTags(change, context),
  "booking-updated": ({ booking }, context) => bookingTags(booking, context),
  "booking-reassigned": (change, context) => changedBookingTags(change, context),
  // It counts for the owner or the first host, in all their event types.
  "reservation-changed": ({ booking, previousKnown }, context) =>
    previousKnown ? bookingTags(booking, context) : [...bookingTags(booking, context), "all"],
  "slot-refused": ({ booking }, context) => bookingTags(booking, context),
  // Its buffers reach its hosts' other event types, a managed one its children, a slug somebody else's
  // (API.md 12.2, rows 24 to 27).
  "event-type-changed": () => ["all"],
  // Any event type may name it, also one whose hosts do not own it (row 19).
  "schedule-changed": () => ["all"],
  "absence-changed": ({ hostIds }, { width }) =>
    hostIds.length > 0 && width === "hosts" ? hostIds.map(hostTag) : ["all"],
  noted: ({ booking }, context) => bookingTags(booking, context).filter((tag) => tag !== "all"),
  unrecognised: () => ["all"],
  requested: ({ tags }, { width }) => (isCarried(tags, width) ? tags : [...tags, "all"]),
};

// At a narrower width answers do not carry hosts, and at no width yet teams.
function isCarried(tags: readonly Tag[], width: InvalidationWidth): boolean {
  if (width === "account") return false;
  const carried = width === "hosts" ? /^(?:event-type|host|email):|^unknown$/ : /^event-type:/;
  return tags.every((tag) => carried.test(tag));
}

/** The tags a change bumps: a pure function of the change and of what is known about hosts. */
export function tagsOf(change: Change, context: RuleContext): ReadonlySet<Tag> {
  const rule = RULES[change.kind] as (change: Change, context: RuleContext) => readonly Tag[];
  // Answers whose hosts are not known depend on every change there is.
  return new Set<Tag>(["unknown", ...rule(change, context)]);
}

/** Of what others had before: who is not known may be anybody. */
function changedBookingTags(
  { booking, previousKnown }: { readonly booking: BookingFacts; readonly previousKnown: boolean },
  context: RuleContext,
): readonly Tag[] {
  const tags = bookingTags(booking, context);
  if (previousKnown || context.width !== "hosts") return tags;
  return [...tags, "all"];
}

function bookingTags(booking: BookingFacts, { width, poolOf }: RuleContext): readonly Tag[] {
  const eventTypes = booking.eventTypeIds.map(eventTypeTag);
  if (width === "account") return ["all"];
  if (width === "event-type") return eventTypes.length > 0 ? eventTypes : ["all"];
  const pools = booking.eventTypeIds.map(poolOf);
  const poolsKnown = pools.length > 0 && pools.every((pool) => pool !== undefined);
  const members = pools.flatMap((pool) => pool ?? []);
  const tags: Tag[] = [
    ...eventTypes,
    ...booking.hostIds.map(hostTag),
    ...booking.emailHashes.map(emailTag),
    ...booking.teamIds.map(teamTag),
    ...members.flatMap(({ id, emailHash }) => [hostTag(id), emailTag(emailHash)]),
  ];
  return poolsKnown || (booking.hostsComplete && eventTypes.length > 0) ? tags : [...tags, "all"];
}
