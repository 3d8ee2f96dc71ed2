import type { Truth } from "./cal-com.ts";
import type { Change, ProcessHistory, Read, Told } from "./history.ts";
import { type Item, Knowledge } from "./knowledge.ts";
import type { NotedPart } from "./notes.ts";
import { countEarly } from "./search.ts";

/**
 * What is wrong with a read.
 * - `stale`: everybody had been told of a change before it began, and its answer was loaded before that;
 * - `untrue`: what it was given was not the case at any time since the last change it had to know of,
 *   whatever it says of when it was loaded;
 * - `misdated`: a layer's answer says that it is younger than what it was made from.
 */
export type FindingKind = "stale" | "untrue" | "misdated";

export interface Finding {
  readonly kind: FindingKind;
  readonly read: Read;
  readonly part: NotedPart;
  readonly told: Told | undefined;
}

/** What has to be known of one question, and from when on. */
interface Known {
  /** What was loaded before these must not be given. */
  readonly loads: Knowledge;
  /** Of Cal.com's commits: an answer must be of after. */
  readonly commits: Knowledge;
}

/**
 * Judges every read by times and by what was true. Knows nothing of tags, versions or stores.
 *
 * @param boundMs after how long a change that another process was told of has to show; one that the
 * reader's own process was told of has to show at once
 */
export function checkHistory(
  { changes, reads, truths }: Pick<ProcessHistory, "changes" | "reads" | "truths">,
  boundMs: number,
): readonly Finding[] {
  const known = truths.map((_, number) => knownOf(number, changes, boundMs));
  return reads.flatMap((read) =>
    read.parts.flatMap((part): Finding[] => {
      const [number] = part;
      const about = known[number];
      if (about === undefined) throw new RangeError(`There is no question ${number}`);
      const found = judge(read, part, about, truths[number] ?? []);
      return found === undefined ? [] : [{ read, part, ...found }];
    }),
  );
}

function knownOf(number: number, changes: readonly Change[], boundMs: number): Known {
  const loads: Item[] = [];
  const commits: Item[] = [];
  for (const change of changes) {
    const altering = change.commits.filter(({ altered }) => altered.includes(number));
    for (const told of change.told) {
      if (altering.length === 0 && !told.said.includes(number)) continue;
      loads.push({ told, moment: told.after });
      // What was not yet done when it was announced is another matter.
      const done = altering.filter(({ at }) => at <= told.after);
      for (const { at } of done) commits.push({ told, moment: at });
    }
  }
  return { loads: new Knowledge(loads, boundMs), commits: new Knowledge(commits, boundMs) };
}

function judge(
  { process, began, ended, loadBeganAt: wholeBeganAt }: Read,
  [, digest, loadBeganAt]: NotedPart,
  { loads, commits }: Known,
  truths: readonly Truth[],
): Pick<Finding, "kind" | "told"> | undefined {
  const loaded = loads.latest(process, began);
  if (loaded !== undefined && loadBeganAt < loaded.moment) {
    return { kind: "stale", told: loaded.told };
  }
  const made = commits.latest(process, began);
  if (made !== undefined && !wasTrue(truths, digest, made.moment, ended)) {
    return { kind: "untrue", told: made.told };
  }
  return wholeBeganAt > loadBeganAt ? { kind: "misdated", told: undefined } : undefined;
}

/** Whether an answer was the true one at some time from `since` to `until`. */
function wasTrue(truths: readonly Truth[], digest: string, since: number, until: number): boolean {
  const known = countEarly(truths, ({ at }) => at <= until);
  for (let index = known - 1; index >= 0; index--) {
    const truth = truths[index];
    if (truth?.digest === digest) return true;
    // The one before was true up to this one, and no longer.
    if (truth !== undefined && truth.at <= since) return false;
  }
  return false;
}
