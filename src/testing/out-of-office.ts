import type { FakeAbsence } from "./model.ts";
import { mustGet, type State } from "./state.ts";

/** Days on which a user is away. */
export interface AbsenceInput extends Partial<Pick<FakeAbsence, "notes" | "toUserId" | "reason">> {
  readonly userId: number;
  /** The first day away, `yyyy-MM-dd`. */
  readonly from: string;
  /** The last day away; default: the first. */
  readonly to?: string;
}

/** An absence as it would be stored. */
export const absenceFrom = (
  { ids }: State,
  { to, notes = null, toUserId = null, reason = "unspecified", ...rest }: AbsenceInput,
): FakeAbsence => ({
  id: ids.number("absence"),
  uuid: ids.uuid(),
  ...rest,
  to: to ?? rest.from,
  notes,
  toUserId,
  reason,
});

export function addAbsence(state: State, input: AbsenceInput): FakeAbsence {
  mustGet(state.users, input.userId, "user");
  const absence = absenceFrom(state, input);
  state.absences.set(absence.id, absence);
  return absence;
}

/** Whether a user is away on a date of their schedule. */
export function isAway({ absences }: State, userId: number, date: string): boolean {
  return [...absences.values()].some(
    (absence) => absence.userId === userId && absence.from <= date && date <= absence.to,
  );
}
