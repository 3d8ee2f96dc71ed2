import * as z from "zod/mini";

const id = z.optional(z.nullable(z.number()));

const hostedSchema = z.looseObject({
  id: z.number(),
  ownerId: id,
  teamId: id,
  parentEventTypeId: id,
  schedulingType: z.optional(z.nullable(z.string())),
  users: z.optional(z.array(z.looseObject({ id }))),
  hosts: z.optional(z.nullable(z.array(z.looseObject({ userId: id })))),
  minimumBookingNotice: z.optional(z.nullable(z.number())),
});

/** `GET /v2/event-types/{id}`, API version 2024-06-14: the fields that say who hosts it. */
export const eventTypeAnswerSchema = z.looseObject({ data: hostedSchema });

/** The same in a list. */
export const hostedEventTypesSchema = z.looseObject({ data: z.array(hostedSchema) });

/** An event type, as far as its hosts go. */
export type HostedEventType = z.infer<typeof hostedSchema>;

/** Lists of event types or teams: what each is called. */
export const sluggedAnswerSchema = z.looseObject({
  data: z.array(z.looseObject({ id: z.number(), slug: z.optional(z.nullable(z.string())) })),
});

/** `GET /v2/me`. */
export const meAnswerSchema = z.looseObject({
  data: z.looseObject({
    id: z.number(),
    email: z.string(),
    username: z.catch(z.optional(z.nullable(z.string())), undefined),
    organizationId: z.catch(z.optional(z.nullable(z.number())), undefined),
  }),
});
