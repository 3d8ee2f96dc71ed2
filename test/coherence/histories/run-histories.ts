import { systemClock } from "../../../src/clock.ts";
import { checkHistory } from "./checker.ts";
import { type HistoryOptions, makeHistory } from "./make-history.ts";
import { planHistory } from "./plan.ts";
import { type HistoryReport, reportOf } from "./report.ts";
import { shrinkHistory } from "./shrink.ts";

export type { HistoryReport };

export interface RunHistoriesOptions extends HistoryOptions {
  /** Steps begun; each is one read or one change, or more where writers meet. */
  readonly operations: number;
  /** How many smaller histories are tried where something is wrong. @default 0 */
  readonly shrink?: number;
}

/** Makes one history and judges it; the same options make the same history. */
export async function runHistories({
  operations,
  shrink = 0,
  ...options
}: RunHistoriesOptions): Promise<HistoryReport> {
  const startedAt = systemClock.monotonic();
  const judge = async (plan: ReturnType<typeof planHistory>) => {
    const made = await makeHistory(options, plan);
    const verdict = checkHistory(made.history);
    const durationMs = systemClock.monotonic() - startedAt;
    return reportOf({ ...options, operations: plan.length }, made, verdict, durationMs);
  };
  const plan = planHistory(options.seed, operations);
  const report = await judge(plan);
  if (report.stale === 0 || shrink === 0) return report;
  const smallest = await shrinkHistory(options, plan, shrink);
  const { findings } = await judge(smallest);
  const steps = smallest.map((step) => JSON.stringify(step));
  const smaller = [`with these ${steps.length} steps alone: ${findings[0]}`, ...steps];
  return { ...report, findings: [...report.findings, ...smaller] };
}
