import type { CalcomEvents } from "../events.ts";
import type { Booking } from "../schemas/bookings.ts";

type DoubleBooked = CalcomEvents["double-booked"];

/**
 * The bookings that Cal.com should not have taken beside `made`: its guard holds for equal times of
 * one host alone, not for overlapping ones, nor for two moves of one booking (recordings 0155, 0156,
 * 0287, 0288).
 *
 * @param made as it stands now
 * @param others those around its time, and those made about when it was; itself does not matter
 */
export function doublesOf(made: Booking, others: readonly Booking[]): readonly DoubleBooked[] {
  const found = new Map<string, DoubleBooked>();
  for (const other of others) {
    if (other.uid === made.uid || found.has(other.uid)) continue;
    const kind = kindOf(made, other);
    if (kind !== undefined) found.set(other.uid, { kind, bookings: [made, other] });
  }
  return [...found.values()];
}

function kindOf(made: Booking, other: Booking): DoubleBooked["kind"] | undefined {
  const from = made.rescheduledFromUid;
  const isMove = typeof from === "string" && from !== "";
  if (isMove && from === other.rescheduledFromUid && stands(made) && stands(other)) {
    return "moved-twice";
  }
  const areTaken = made.status === "accepted" && other.status === "accepted";
  return areTaken && overlap(made, other) && shareAHost(made, other) ? "overlap" : undefined;
}

const stands = ({ status }: Booking) => status === "accepted" || status === "pending";

function overlap(one: Booking, other: Booking): boolean {
  const startsBefore = (left: Booking, right: Booking) =>
    Date.parse(left.start) < Date.parse(right.end);
  return startsBefore(one, other) && startsBefore(other, one);
}

/** A collective's other hosts are among the attendees (recording 0252), and whoever attends is busy. */
function shareAHost(one: Booking, other: Booking): boolean {
  const hosts = (booking: Booking) => booking.hosts.flatMap(({ id, email }) => [id, email]);
  const people = (booking: Booking) => [
    ...hosts(booking),
    ...booking.attendees.map(({ email }) => email),
  ];
  const meet = (left: readonly unknown[], right: readonly unknown[]) =>
    left.some((who) => who != null && who !== "unknown" && right.includes(who));
  return meet(hosts(one), people(other)) || meet(hosts(other), people(one));
}
