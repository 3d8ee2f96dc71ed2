import type { FieldProblem } from "./texts.ts";

/** What somebody types to book. */
export interface Contact {
  readonly name: string;
  readonly email: string;
}

/** As it is sent on: on one line, and without what nobody has typed on purpose. */
export const tidy = ({ name, email }: Contact): Contact => ({
  name: name.replaceAll(/[\s\p{Cc}]+/gu, " ").trim(),
  email: email.trim(),
});

/** What is wrong with which field. */
export type ContactProblems = Partial<Record<keyof Contact, FieldProblem>>;

const LONGEST_NAME = 100;
const LONGEST_EMAIL = 254;

/** One `@` with something sensible around it. More only a message that arrives can tell. */
const EMAIL = /^[^\s@<>()",;:\\]+@[^\s@<>()",;:\\]+\.[^\s@<>()",;:\\.]{2,}$/;

/** Looks over what was typed; in the browser for quick help, on the server because anybody may ask. */
export function problemsOf(contact: Contact): ContactProblems {
  const { name, email } = tidy(contact);
  const problems: ContactProblems = {};
  if (name === "") problems.name = "name_missing";
  else if (name.length > LONGEST_NAME) problems.name = "name_long";
  if (email === "") problems.email = "email_missing";
  else if (email.length > LONGEST_EMAIL || !EMAIL.test(email)) {
    problems.email = "email_invalid";
  }
  return problems;
}
