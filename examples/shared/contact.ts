import type { FieldProblem } from "./texts.ts";

/** What somebody types to book. */
export interface Contact {
  readonly name: string;
  readonly email: string;
}

/** What is wrong with which field. */
export type ContactProblems = Partial<Record<keyof Contact, FieldProblem>>;

const LONGEST_NAME = 100;
const LONGEST_EMAIL = 254;

/** One `@` with something sensible around it. More only a message that arrives can tell. */
const EMAIL = /^[^\s@<>()",;:\\]+@[^\s@<>()",;:\\]+\.[^\s@<>()",;:\\.]{2,}$/;

/** Looks over what was typed; in the browser for quick help, on the server because anybody may ask. */
export function problemsOf({ name, email }: Contact): ContactProblems {
  const problems: ContactProblems = {};
  if (name.trim() === "") problems.name = "name_missing";
  else if (name.trim().length > LONGEST_NAME) problems.name = "name_long";
  if (email.trim() === "") problems.email = "email_missing";
  else if (email.trim().length > LONGEST_EMAIL || !EMAIL.test(email.trim())) {
    problems.email = "email_invalid";
  }
  return problems;
}
