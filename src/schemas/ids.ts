import * as z from "zod/mini";

/** What Cal.com counts things by. */
export const idSchema = z.int().check(z.positive());

/** The id of a webhook subscription, a UUID; it becomes a part of a path. */
export const webhookIdSchema = z
  .string()
  .check(z.refine((id) => /^[\w-]{1,100}$/.test(id), "the id of a webhook subscription"));
