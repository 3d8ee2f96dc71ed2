import { createMatrixWorld, type Variant } from "./matrix-world.ts";
import { isUntold, type Maker, type Row } from "./row.ts";
import { ended } from "./rows-ended.ts";
import { made } from "./rows-made.ts";
import { movedRows } from "./rows-moved.ts";
import { reservations, settings } from "./rows-settings.ts";
import { toldRows } from "./rows-told.ts";
import { type MissedCell, runRow } from "./run-cells.ts";

/** A change that Cal.com tells nobody of when others make it. */
export interface Unannounced {
  readonly row: string;
  /** Its row in API.md 12.2. */
  readonly of: string;
  readonly changed: number;
}

/** What came of the matrix. */
export interface MatrixReport {
  readonly rows: number;
  readonly columns: number;
  /** Ways a row is run in: who makes the change, and what is known before it. */
  readonly runs: number;
  readonly cells: number;
  /** Cells to which Cal.com's own answer is another one than before. */
  readonly changed: number;
  /** Cells whose answer stayed, and was served from the cache. */
  readonly spared: number;
  readonly missed: readonly MissedCell[];
  readonly unannounced: readonly Unannounced[];
  /** Rows that should alter some answer and altered none, or the other way round. */
  readonly misjudged: readonly string[];
}

/** Every change there is. */
export const ROWS: readonly Row[] = [
  ...made,
  ...movedRows,
  ...ended,
  ...reservations,
  ...settings,
  ...toldRows,
];

const PROFILES = ["selfHosted", "hosted"] as const;
const POOLS = ["known", "auto", "off"] as const;
const MEMORIES = ["written", "heard", "none"] as const;

/** Every server, every way to know hosts, every way to know of bookings. */
export const VARIANTS: readonly Variant[] = PROFILES.flatMap((profile) =>
  POOLS.flatMap((pools) => MEMORIES.map((memory) => ({ profile, pools, memory }))),
);

/** The ways a row is run in; what makes no difference to it is run once. */
function runsOf(row: Row, variants: readonly Variant[]) {
  const ways: { readonly by: Maker; readonly variant: Variant }[] = [];
  const seen = new Set<string>();
  for (const by of ["client", "others"] as const) {
    if ((row.only ?? by) !== by) continue;
    for (const variant of variants) {
      const { memory, pools, profile } = variant;
      const untold = isUntold(row, by, profile);
      const way = [by, profile, ...(untold ? [] : [pools, row.follows ? memory : ""])].join();
      if (!seen.has(way)) ways.push({ by, variant });
      seen.add(way);
    }
  }
  return ways;
}

/**
 * Makes every change in every way, and looks at every kind of event type: where Cal.com's own answer
 * is another one than before, the tags of the change must meet those of the entry, and neither the
 * entry nor a layer on top of it may be served. Where Cal.com tells nobody there is nothing to meet;
 * that nobody is told is looked at, too.
 *
 * @param options what to run, by default everything
 */
export async function runMatrix(
  options: { readonly rows?: readonly Row[]; readonly variants?: readonly Variant[] } = {},
): Promise<MatrixReport> {
  const { rows = ROWS, variants = VARIANTS } = options;
  const totals = { runs: 0, cells: 0, changed: 0, spared: 0 };
  const missed: MissedCell[] = [];
  const unannounced: Unannounced[] = [];
  const misjudged: string[] = [];
  for (const row of rows) {
    let changedInRow = 0;
    for (const { by, variant } of runsOf(row, variants)) {
      const run = await runRow(row, by, variant);
      changedInRow += run.changed;
      if (isUntold(row, by, variant.profile)) {
        if (run.heard > 0) misjudged.push(`${row.name}: is told after all`);
        if (unannounced.some((one) => one.row === row.name)) continue;
        unannounced.push({ row: row.name, of: row.silent ?? "", changed: run.changed });
        continue;
      }
      totals.runs += 1;
      totals.cells += run.cells;
      totals.changed += run.changed;
      totals.spared += run.spared;
      missed.push(...run.missed);
    }
    if (changedInRow > 0 !== (row.idle === undefined)) {
      misjudged.push(`${row.name}: alters ${changedInRow} answers`);
    }
  }
  const { columns } = createMatrixWorld({ profile: "selfHosted", pools: "off", memory: "none" });
  return { rows: rows.length, columns: columns.length, ...totals, missed, unannounced, misjudged };
}
