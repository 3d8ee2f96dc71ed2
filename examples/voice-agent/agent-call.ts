import * as z from "zod/mini";
import { LANGUAGES, type Language } from "./spoken/speech.ts";
import { ASKABLE, type Askable } from "./spoken/words.ts";

const isDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(text).toJSON()?.slice(0, 10) === text;

const day = z.string().check(z.refine(isDate));
// Models leave the zero out.
const hour = z.string().check(
  z.regex(/^([01]?\d|2[0-3]):[0-5]\d$/),
  z.overwrite((text) => text.padStart(5, "0")),
);
const language = z._default(z.enum(LANGUAGES), "de");

/** Longer names are no names, and Cal.com stores no longer metadata than 500. */
const MOST_LETTERS = 200;

const findArgs = z.object({ day, hour: z.optional(hour), language });

const bookArgs = z.object({
  ...{ day, hour, language },
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(MOST_LETTERS)),
  email: z.optional(z.email()),
  phone: z.optional(z.string().check(z.regex(/^\+[1-9]\d{6,14}$/))),
});

/** What the caller would like to know. */
export type FindArgs = z.infer<typeof findArgs>;

/** What the caller would like to have booked. */
export type BookArgs = z.infer<typeof bookArgs>;

// Agents send more of both; it is not needed here. Call ids become part of addresses, whose name has
// 64 letters at most.
const envelope = z.object({
  call: z.object({ call_id: z.string().check(z.regex(/^[\w-]{1,50}$/)) }),
  args: z.record(z.string(), z.unknown()),
});

/** A function call: of which phone call, and what the model has understood of its caller. */
export interface FunctionCall<Args> {
  readonly callId: string;
  readonly args: Args;
}

/** What the caller has to be asked again, and what the model did wrong. */
export interface Misheard {
  readonly about: Askable;
  readonly problem: string;
}

/**
 * `malformed` is the agent's configuration, `misheard` what its model has made of the caller's words,
 * and can be asked about.
 */
export type Understood<Args> =
  | { readonly kind: "understood"; readonly call: FunctionCall<Args> }
  | ({ readonly kind: "misheard"; readonly language: Language } & Misheard)
  | { readonly kind: "malformed"; readonly problem: string };

/** What a model has to send, where it has sent something else. */
const TAKEN: Readonly<Record<string, string>> = {
  day: "a date such as 2026-12-07",
  hour: "a time of day such as 08:30",
  language: LANGUAGES.join(" or "),
  name: `the caller's name, of up to ${MOST_LETTERS} letters`,
  email: "an e-mail address, or nothing",
  phone: "a number such as +491701234567, or nothing",
  call: "an object whose call_id has up to 50 letters, digits, _ and -",
  args: "an object of arguments",
};

const fieldsIn = ({ issues }: z.core.$ZodError): ReadonlySet<string> =>
  new Set(issues.map(({ path }) => String(path[0] ?? "call")));

const problemWith = (fields: ReadonlySet<string>): string =>
  Array.from(fields, (field) => `${field} takes ${TAKEN[field]}.`).join(" ");

const isAskable = (field: string): field is Askable => ASKABLE.some((one) => one === field);

/** Models send null or an empty text for what the caller has not said. */
const said = (args: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(args).filter(([, arg]) => arg !== null && arg !== ""));

const understand =
  <Args>(schema: z.ZodMiniType<Args>) =>
  (body: unknown): Understood<Args> => {
    const outer = envelope.safeParse(body);
    if (!outer.success) return { kind: "malformed", problem: problemWith(fieldsIn(outer.error)) };
    const { call, args } = outer.data;
    const inner = schema.safeParse(said(args));
    if (inner.success) {
      return { kind: "understood", call: { callId: call.call_id, args: inner.data } };
    }
    const spoken = language.safeParse(args.language);
    const fields = fieldsIn(inner.error);
    const about = [...fields].find(isAskable) ?? "time";
    return { kind: "misheard", language: spoken.data ?? "de", about, problem: problemWith(fields) };
  };

export const understandFind = understand(findArgs);
export const understandBook = understand(bookArgs);
