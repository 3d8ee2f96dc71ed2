import { checkHistory } from "./checker.ts";
import { type HistoryOptions, makeHistory } from "./make-history.ts";
import type { PlannedStep } from "./plan.ts";

/**
 * The same history with as few steps as can be found: leaves out ever smaller parts for as long as
 * something is still wrong.
 *
 * @param attempts how many histories are made at most
 */
export async function shrinkHistory(
  options: HistoryOptions,
  plan: readonly PlannedStep[],
  attempts: number,
): Promise<readonly PlannedStep[]> {
  let smallest = plan;
  let left = attempts;
  const isWrong = async (steps: readonly PlannedStep[]) => {
    left -= 1;
    const { history } = await makeHistory(options, steps);
    return checkHistory(history).findings.length > 0;
  };
  for (let size = Math.ceil(plan.length / 2); left > 0; size = Math.ceil(size / 2)) {
    // From the end: what comes after the finding is the first to go.
    for (let end = smallest.length; end > 0 && left > 0; end -= size) {
      const without = smallest.filter((_, index) => index < end - size || index >= end);
      if (await isWrong(without)) smallest = without;
    }
    if (size === 1) break;
  }
  return smallest;
}
