import * as z from "zod/mini";

/** What Cal.com counts things by. */
export const idSchema = z.int().check(z.positive());

// What becomes a part of a path.
const pathPart = (what: string) =>
  z.string().check(z.refine((id) => /^[\w-]{1,100}$/.test(id), what));

/** The id of a webhook subscription, a UUID. */
export const webhookIdSchema = pathPart("the id of a webhook subscription");

/** The id of a client of Cal.com's platform. */
export const clientIdSchema = pathPart("the id of an OAuth client");
