import * as z from "zod/mini";
import type { Frozen } from "./frozen.ts";

const teamSchema = z.looseObject({
  id: z.number(),
  name: z.string(),
  slug: z.optional(z.nullable(z.string())),
  parentId: z.optional(z.nullable(z.number())),
  isOrganization: z.optional(z.nullable(z.boolean())),
  timeZone: z.optional(z.nullable(z.string())),
});

/** `GET /v2/teams/{id}`. */
export const teamAnswerSchema = z.looseObject({ data: teamSchema });

/** `GET /v2/teams`. */
export const teamsAnswerSchema = z.looseObject({ data: z.array(teamSchema) });

const membershipSchema = z.looseObject({
  id: z.number(),
  userId: z.number(),
  teamId: z.number(),
  accepted: z.boolean(),
  role: z.string(),
  user: z.looseObject({
    email: z.string(),
    username: z.optional(z.nullable(z.string())),
    name: z.optional(z.nullable(z.string())),
  }),
});

/** `GET /v2/teams/{id}/memberships`. */
export const membershipsAnswerSchema = z.looseObject({ data: z.array(membershipSchema) });

const email = z
  .string()
  .check(z.refine((text) => /^[^\s,@]+@[^\s,@]+$/.test(text), "an e-mail address"));

/** What `teams.memberships` takes. */
export const membershipsFilterSchema = z.strictObject({
  emails: z.optional(z.array(email).check(z.minLength(1), z.maxLength(20))),
});

/** A team; fields not named here are kept. */
export type Team = Frozen<z.infer<typeof teamSchema>>;

/** Somebody's place in a team; fields not named here are kept. */
export type Membership = Frozen<z.infer<typeof membershipSchema>>;

/** Which memberships to list. */
export interface MembershipsFilter {
  /** E-mail addresses, 20 at most. */
  readonly emails?: readonly string[] | undefined;
}
