import { type Refusal, refuse } from "./replies.ts";

/** What is wrong with one property of a query or a body. */
export interface Problem {
  readonly property: string;
  readonly constraints: readonly string[];
  readonly children?: readonly Problem[];
}

function describe({ property, constraints, children = [] }: Problem): string {
  const inner = children.map(describe).join(", ");
  return `${property} property is wrong,${constraints.join(", ")} ${inner}`;
}

/** Throws the server's single-line refusal when there are problems. */
export function refuseProblems(problems: readonly Problem[]): void {
  const refusal = problemsRefusal(problems);
  if (refusal !== undefined) throw refusal;
}

function problemsRefusal(problems: readonly Problem[]): Refusal | undefined {
  return problems.length === 0 ? undefined : refuse(400, problems.map(describe).join(", "));
}

/** One problem for each key that is not allowed. */
export function unknownKeys(input: object, allowed: readonly string[]): Problem[] {
  return Object.keys(input)
    .filter((key) => !allowed.includes(key))
    .map((key) => ({ property: key, constraints: [`property ${key} should not exist`] }));
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

export function isIsoDate(value: unknown): value is string {
  return typeof value === "string" && ISO_DATE.test(value) && !Number.isNaN(utcMillis(value));
}

/** Reads ISO 8601 as the server does: without an offset it is UTC. */
export function utcMillis(text: string): number {
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  return Date.parse(text.length === 10 || zoned ? text : `${text}Z`);
}

export function dateProblem(property: string, value: unknown): Problem[] {
  const constraints = [`${property} must be a valid ISO 8601 date string`];
  return isIsoDate(value) ? [] : [{ property, constraints }];
}
