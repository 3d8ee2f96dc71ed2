import { redact } from "./redact.ts";

const DEEPEST = 8;
const MOST_ERRORS = 12;
const MOST_FRAMES = 12;
const LONGEST_FRAME = 300;
const LONGEST_MESSAGE = 1_000;

/** The fields of an error that may be printed; `undefined` for an error that is not ours. */
type FieldsOf = (error: unknown) => Readonly<Record<string, unknown>> | undefined;

interface Printing {
  readonly fieldsOf: FieldsOf;
  readonly seen: Set<unknown>;
}

/**
 * An error as a console shows it: stack, fields and the chain of its causes, all of it redacted. Of
 * an error that is not ours only name, message, stack and code are taken: whatever else it carries
 * may be the request, its credential included.
 *
 * @param depth how far down the chain is shown, as `util.inspect` counts it
 */
export function errorText(error: Error, depth: number, fieldsOf: FieldsOf): string {
  return textOf(error, Math.min(depth, DEEPEST), { fieldsOf, seen: new Set() });
}

function textOf(value: unknown, depth: number, printing: Printing): string {
  try {
    if (isErrorLike(value)) return textOfError(value, depth, printing);
    if (typeof value === "string") return JSON.stringify(redact(value, LONGEST_MESSAGE));
    return typeof value === "object" && value !== null ? "[object]" : redact(String(value), 100);
  } catch {
    // A getter of somebody else's may throw; printing an error must not.
    return "[unreadable]";
  }
}

interface ErrorLike {
  readonly name?: unknown;
  readonly message: string;
  readonly stack?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

function isErrorLike(value: unknown): value is ErrorLike {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<ErrorLike>).message === "string"
  );
}

function textOfError(error: ErrorLike, depth: number, printing: Printing): string {
  const { fieldsOf, seen } = printing;
  const name = redact(typeof error.name === "string" ? error.name : "Error", 100);
  if (seen.has(error)) return `[circular ${name}]`;
  if (depth < 0 || seen.size >= MOST_ERRORS) return `[${name}]`;
  seen.add(error);
  const own = fieldsOf(error);
  const message = own === undefined ? foreignMessage(name, error.message) : redact(error.message);
  const lines = Object.entries(own ?? codeOf(error)).flatMap(([key, field]) =>
    key === "name" || key === "message" || field === undefined
      ? []
      : [`${key}: ${typeof field === "string" ? JSON.stringify(redact(field)) : String(field)}`],
  );
  if (Array.isArray(error.errors)) {
    for (const [index, inner] of error.errors.slice(0, MOST_ERRORS).entries()) {
      lines.push(`[errors.${index}]: ${textOf(inner, depth - 1, printing)}`);
    }
  }
  if ("cause" in error) lines.push(`[cause]: ${textOf(error.cause, depth - 1, printing)}`);
  const head = [`${name}: ${message}`, ...framesOf(error)].join("\n");
  return lines.length === 0 ? head : `${head} {\n${indented(lines.join(",\n"))}\n}`;
}

// The parser of JSON quotes what it could not read.
function foreignMessage(name: string, message: string): string {
  const text = redact(message, LONGEST_MESSAGE);
  return name === "SyntaxError" ? text.replace(/".*"/s, '"<input>"') : text;
}

function codeOf({ code }: ErrorLike): Readonly<Record<string, unknown>> {
  return { code: typeof code === "number" || isWord(code) ? code : undefined };
}

function isWord(value: unknown): boolean {
  return typeof value === "string" && /^[\w.-]{1,100}$/.test(value);
}

// The frames say where the code is. A stack that begins otherwise than name and message was made
// before the message changed, and lines of the old one can look like frames.
function framesOf({ message, stack }: ErrorLike): readonly string[] {
  if (typeof stack !== "string") return [];
  const header = /^[\w.]{1,100}(?: \[\w{1,100}\])?(?:: )?/.exec(stack)?.[0] ?? "";
  if (!stack.startsWith(`${message}\n`, header.length)) return [];
  const start = header.length + message.length + 1;
  const frames = stack.slice(start, start + MOST_FRAMES * LONGEST_FRAME).split("\n");
  return frames
    .filter((line) => line.startsWith("    at "))
    .map((line) => line.slice(0, LONGEST_FRAME))
    .slice(0, MOST_FRAMES);
}

function indented(text: string): string {
  return `  ${text.replaceAll("\n", "\n  ")}`;
}
