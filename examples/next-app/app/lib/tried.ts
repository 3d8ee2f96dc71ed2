import type { Contact } from "@/shared/contact.ts";
import type { Outcome } from "@/shared/outcome.ts";

/** What a form is told of a try that has not led to another page. */
export interface Tried {
  readonly outcome: Exclude<Outcome, { readonly code: "done" }>;
  /** The start that was wanted. */
  readonly start: string;
  /** What was typed, so that nobody types it twice. */
  readonly contact: Contact;
}
