import * as z from "zod/mini";

/** `GET /v2/event-types/{id}`, API version 2024-06-14: the fields that say who hosts it. */
export const eventTypeAnswerSchema = z.looseObject({
  data: z.looseObject({
    id: z.number(),
    ownerId: z.optional(z.nullable(z.number())),
    teamId: z.optional(z.nullable(z.number())),
    schedulingType: z.optional(z.nullable(z.string())),
    users: z.optional(z.array(z.looseObject({ id: z.optional(z.nullable(z.number())) }))),
    hosts: z.optional(z.nullable(z.array(z.looseObject({})))),
    minimumBookingNotice: z.optional(z.nullable(z.number())),
  }),
});

/** Lists of event types or teams: what each is called. */
export const sluggedAnswerSchema = z.looseObject({
  data: z.array(z.looseObject({ id: z.number(), slug: z.optional(z.nullable(z.string())) })),
});

/** `GET /v2/me`. */
export const meAnswerSchema = z.looseObject({
  data: z.looseObject({ id: z.number(), email: z.string() }),
});
