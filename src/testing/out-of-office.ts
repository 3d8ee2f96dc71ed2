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

export function addAbsence(state: State, input: AbsenceInput): FakeAbsence {
  const { userId, from, to = from, notes = null, toUserId = null } = input;
  mustGet(state.users, userId, "user");
  const absence: FakeAbsence = {
    id: state.ids.number("absence"),
    uuid: state.ids.uuid(),
    userId,
    from,
    to,
    notes,
    toUserId,
    reason: input.reason ?? "unspecified",
  };
  state.absences.set(absence.id, absence);
  return absence;
}

/** Whether a user is away on a date of their schedule. */
export function isAway({ absences }: State, userId: number, date: string): boolean {
  return [...absences.values()].some(
    (absence) => absence.userId === userId && absence.from <= date && date <= absence.to,
  );
}
