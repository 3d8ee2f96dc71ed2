import * as z from "zod/mini";
import type { Frozen } from "./frozen.ts";
import { idSchema } from "./ids.ts";
import { dateOrInstant } from "./instants.ts";

const REASONS = ["unspecified", "vacation", "travel", "sick", "public_holiday"] as const;
const direction = z.enum(["asc", "desc"]);

const input = {
  start: dateOrInstant,
  end: dateOrInstant,
  notes: z.optional(z.string()),
  toUserId: z.optional(idSchema),
  reason: z.optional(z.enum(REASONS)),
};

/** What `outOfOffice.create` takes. */
export const createAbsenceSchema = z.strictObject(input);

/** What `outOfOffice.update` takes. */
export const updateAbsenceSchema = z.partial(z.strictObject(input));

/** What `outOfOffice.list` takes. */
export const absencesFilterSchema = z.strictObject({
  email: z.optional(z.string()),
  sortStart: z.optional(direction),
  sortEnd: z.optional(direction),
});

const absenceSchema = z.looseObject({
  id: z.number(),
  userId: z.number(),
  start: z.string(),
  end: z.string(),
  uuid: z.optional(z.nullable(z.string())),
  toUserId: z.optional(z.nullable(z.number())),
  notes: z.optional(z.nullable(z.string())),
  reason: z.optional(z.nullable(z.string())),
});

/** An answer with one absence. */
export const absenceAnswerSchema = z.looseObject({ data: absenceSchema });

/** An answer with absences. */
export const absencesAnswerSchema = z.looseObject({ data: z.array(absenceSchema) });

/** What a deletion answers; whose absence it was is not always said. */
export const absenceDeletedSchema = z.looseObject({
  status: z.literal("success"),
  data: z.optional(z.nullable(z.looseObject({ userId: z.optional(z.nullable(z.number())) }))),
});

/** Days on which somebody is away; fields not named here are kept. */
export type Absence = Frozen<z.infer<typeof absenceSchema>>;

/** Why somebody is away. */
export type AbsenceReason = (typeof REASONS)[number];

/** Days to be away. Cal.com counts whole days in UTC. */
export interface CreateAbsenceInput {
  /** ISO 8601 date, or date-time; without an offset it is UTC. */
  readonly start: string;
  /** ISO 8601 date (to its end), or date-time; without an offset it is UTC. */
  readonly end: string;
  readonly notes?: string | undefined;
  /** Who takes over. */
  readonly toUserId?: number | undefined;
  /** @default "unspecified" */
  readonly reason?: AbsenceReason | undefined;
}

/** What is to be changed of an absence. */
export type UpdateAbsenceInput = Partial<CreateAbsenceInput>;

/** Which absences to list, and in which order. */
export interface AbsencesFilter {
  /** One user's, by e-mail address; for a whole organization only. */
  readonly email?: string | undefined;
  readonly sortStart?: "asc" | "desc" | undefined;
  readonly sortEnd?: "asc" | "desc" | undefined;
}
