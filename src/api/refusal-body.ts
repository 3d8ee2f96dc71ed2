/** What the body of a refusal says. */
export interface Refusal {
  /** Cal.com's own code, such as `NotFoundException` or `booking_conflict_error`. */
  readonly code: string | undefined;
  /** Its own words as they came; they may repeat what was submitted. */
  readonly text: string | undefined;
  /** What the validation form repeats of the input beside its words. */
  readonly echoed: readonly unknown[];
}

const LONGEST_TEXT = 5_000;
const MOST_COMPLAINTS = 20;
const DEEPEST_COMPLAINT = 5;

/** Reads a refusal, from any of the four forms of body and from Nest's own lists of messages. */
export function readRefusal(body: unknown): Refusal {
  const outer = fieldsOf(body);
  const error = fieldsOf(outer.error);
  const details = fieldsOf(error.details);
  const complaints: Complaint[] = [];
  collect(details.errors, complaints, 0);
  const said = complaints.map(({ text }) => text).join("; ") || listOf(details.message);
  const message =
    said ??
    textOf(error.message) ??
    listOf(error.message) ??
    textOf(outer.message) ??
    listOf(outer.message) ??
    textOf(outer.error) ??
    textOf(error.details);
  return {
    code: wordOf(error.code) ?? codeIn(message),
    text: message?.slice(0, LONGEST_TEXT),
    echoed: complaints.map(({ echoed }) => echoed),
  };
}

interface Complaint {
  readonly text: string;
  readonly echoed: unknown;
}

// The validation form echoes what was submitted; only the constraints' own texts are taken.
function collect(errors: unknown, into: Complaint[], depth: number): void {
  if (!Array.isArray(errors) || depth > DEEPEST_COMPLAINT) return;
  for (const error of errors) {
    if (into.length >= MOST_COMPLAINTS) return;
    const { children, constraints, property, target, value } = fieldsOf(error);
    const echoed = [target, { [String(textOf(property))]: value }];
    for (const text of Object.values(fieldsOf(constraints))) {
      if (typeof text === "string") into.push({ text, echoed });
    }
    collect(children, into, depth + 1);
  }
}

// The barest form gives its code as the message: `booking_conflict_error`.
function codeIn(message: string | undefined): string | undefined {
  return message !== undefined && /^[a-z]{1,40}(?:_[a-z]{1,40}){1,12}$/.test(message)
    ? message
    : undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function wordOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.-]{1,100}$/.test(value) ? value : undefined;
}

function listOf(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.slice(0, MOST_COMPLAINTS).filter((text) => typeof text === "string");
  return textOf(texts.join("; "));
}
