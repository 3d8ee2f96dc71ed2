import { ConfigurationError } from "./errors.ts";

/** What the platform's timers can wait for; beyond it they fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * @param most what a timer can wait for, unless no timer waits for it
 * @throws ConfigurationError unless it is a number of milliseconds within the bounds
 */
export function checkedMs(name: string, value: number, least: number, most = LONGEST_MS): number {
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  throw new ConfigurationError(
    `\`${name}\` must be a number of milliseconds from ${least} to ${most}.`,
  );
}

/** The deadline of one call, where it has one of its own. */
export function checkedTimeout(timeoutMs: number | undefined): number | undefined {
  return timeoutMs === undefined ? undefined : checkedMs("timeoutMs", timeoutMs, 1);
}

/** @throws ConfigurationError naming the choices, unless the value is one of them */
export function checkedChoice<T extends string>(
  name: string,
  value: unknown,
  choices: readonly T[],
): T {
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  throw new ConfigurationError(`\`${name}\` must be one of ${choices.join(", ")}.`);
}
