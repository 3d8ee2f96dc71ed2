import { asObject } from "./booking-input.ts";
import type { FakeAbsence } from "./model.ts";
import { isIsoDate, utcMillis } from "./problems.ts";
import { refuse, refuseInvalid } from "./replies.ts";
import type { State } from "./state.ts";

const REASONS = ["unspecified", "vacation", "travel", "sick", "public_holiday"] as const;

type Changes = Partial<Omit<FakeAbsence, "id" | "uuid" | "userId">>;

/** Only the days count (API.md 10). */
const dayOf = (value: unknown): string =>
  new Date(utcMillis(String(value))).toISOString().slice(0, 10);

function refuseWrong(body: Readonly<Record<string, unknown>>, partial: boolean): void {
  const errors: object[] = ["start", "end"].flatMap((property) => {
    const value = body[property];
    if (isIsoDate(value) || (partial && value === undefined)) return [];
    const constraints = { isDate: `${property} must be a Date instance` };
    const given = value === undefined ? {} : { value };
    return [{ target: body, ...given, property, children: [], constraints }];
  });
  const { reason } = body;
  if (reason !== undefined && !REASONS.some((known) => known === reason)) {
    const isEnum = `reason must be one of the following values: ${REASONS.join(", ")}`;
    const constraints = { isEnum };
    errors.push({ target: body, value: reason, property: "reason", children: [], constraints });
  }
  if (errors.length > 0) throw refuseInvalid(errors);
}

/** Reads what the body of a creation, or of a change (`partial`), says. */
export function absenceChanges(value: unknown, partial: boolean): Changes {
  const body = asObject(value) ?? {};
  refuseWrong(body, partial);
  const { start, end, notes, toUserId } = body;
  if ((start === undefined) !== (end === undefined)) {
    throw refuse(400, "Please specify both ooo start and end time.");
  }
  const reason = REASONS.find((known) => known === body.reason);
  return {
    ...(start === undefined ? {} : { from: dayOf(start), to: dayOf(end) }),
    ...(typeof notes === "string" ? { notes } : {}),
    ...(typeof toUserId === "number" ? { toUserId } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

type WantedAbsence = Pick<FakeAbsence, "userId" | "from" | "to"> &
  Partial<Pick<FakeAbsence, "id" | "toUserId">>;

/** The server's refusals of an absence as it would be. */
export function refuseImpossible({ absences, teams }: State, wanted: WantedAbsence): void {
  const { id, userId, from, to, toUserId = null } = wanted;
  if (from > to) throw refuse(400, "Start date must be before end date.");
  const others = [...absences.values()].filter((one) => one.id !== id);
  if (toUserId !== null) {
    if (toUserId === userId) throw refuse(400, "Cannot redirect to self.");
    const together = [...teams.values()].some(
      ({ memberIds }) => memberIds.includes(userId) && memberIds.includes(toUserId),
    );
    if (!together) throw refuse(400, "Cannot redirect to this user.");
    const back = others.some(
      (one) =>
        one.userId === toUserId && one.toUserId === userId && one.from <= to && from <= one.to,
    );
    if (back) throw refuse(400, "Booking redirect infinite not allowed.");
  }
  const same = others.some((one) => one.userId === userId && one.from === from && one.to === to);
  if (same) throw refuse(409, "Ooo entry already exists.");
}
