/**
 * Throws unless both are the same through and through; a property that is `undefined` counts as
 * absent. Test runners show the two as a difference.
 */
export function expectSame(what: string, actual: unknown, expected: unknown): void {
  if (isSame(actual, expected)) return;
  const message = `${what}: expected ${shown(expected)}, but it was ${shown(actual)}.`;
  throw Object.assign(new Error(message), { actual, expected });
}

/** Throws unless it is so. `what` says what should be. */
export function expectThat(what: string, isSo: boolean): void {
  if (!isSo) throw new Error(`Expected: ${what}.`);
}

function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) {
    return false;
  }
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSame(one[name], other[name]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

const LONGEST = 300;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}
