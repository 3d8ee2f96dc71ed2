import type { FakeBooking } from "../../../src/testing/index.ts";
import type { Wish } from "./plan.ts";
import type { Told } from "./settings.ts";

/** What is wrong with a run. Each entry names a wish. */
export interface Findings {
  /** One wish, and more than one booking. */
  readonly twice: readonly string[];
  /** Told to be booked, moved or cancelled, and it is not. */
  readonly lost: readonly string[];
  /** Told to be refused, and it was carried out. */
  readonly denied: readonly string[];
  /** Unknown, and not named so that it could be found. */
  readonly unnamed: readonly string[];
  /** Nothing was told of it at all. */
  readonly untold: readonly string[];
}

type Finding = keyof Findings;
type Bookings = readonly FakeBooking[];

const isOn = ({ status }: FakeBooking): boolean => status === "accepted";
const NONCE = "calcomCoherentNonce";

/** What the state shows of a change: the bookings that are there because it was carried out. */
function tracesOf({ action }: Told, uid: string | undefined, bookings: Bookings): Bookings {
  if (action === "create") return bookings.filter((one) => one.rescheduledFromUid === undefined);
  if (action === "move") return bookings.filter((one) => one.rescheduledFromUid === uid);
  return bookings.filter((one) => one.uid === uid && !isOn(one));
}

/** @param before the booking that was to be changed */
function judge(told: Told, before: string | undefined, bookings: Bookings): readonly Finding[] {
  const traces = tracesOf(told, before, bookings);
  const twice: readonly Finding[] = traces.length > 1 ? ["twice"] : [];
  if (told.verdict === "refused") return traces.length > 0 ? [...twice, "denied"] : twice;
  if (told.verdict === "unknown") {
    const { bookingUid, nonce } = told;
    const isNamed =
      told.action === "create"
        ? nonce !== undefined && traces.every(({ metadata }) => metadata[NONCE] === nonce)
        : bookingUid === before;
    return isNamed ? twice : [...twice, "unnamed"];
  }
  return traces.some(({ uid }) => uid === told.uid) ? twice : [...twice, "lost"];
}

function groupedBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return groups;
}

/** Compares what callers were told with what is there at last. */
export function check(
  wishes: readonly Wish[],
  told: readonly Told[],
  bookings: Bookings,
): Findings {
  const findings: Record<Finding, string[]> = {
    ...{ twice: [], lost: [], denied: [], unnamed: [], untold: [] },
  };
  const toldOf = groupedBy(told, ({ wish }) => wish);
  const bookingsOf = groupedBy(bookings, ({ attendees }) => attendees[0]?.name ?? "");
  for (const { id } of wishes) {
    const ofWish = bookingsOf.get(id) ?? [];
    const changes = toldOf.get(id) ?? [];
    if (changes.length === 0) findings.untold.push(id);
    if (ofWish.filter(isOn).length > 1) findings.twice.push(`${id}: more than one is on`);
    let uid: string | undefined;
    for (const change of changes) {
      for (const finding of judge(change, uid, ofWish)) {
        findings[finding].push(`${id}: ${change.action} ${change.verdict}`);
      }
      uid = "uid" in change ? change.uid : undefined;
    }
  }
  return findings;
}
