import type { ProcessHistory, Read, Told } from "./history.ts";
import { countEarly } from "./search.ts";

/** Longer than any change is on its way. */
const LONGEST_MS = 15_000;

/** How many reads went on while a change of what they asked for was on its way to be acknowledged. */
export function racingReads({ changes, reads, truths }: ProcessHistory): number {
  const told = truths.map((_, number): readonly Told[] =>
    changes
      .filter(({ commits }) => commits.some(({ altered }) => altered.includes(number)))
      .flatMap((change) => change.told)
      .sort((left, right) => left.at - right.at),
  );
  const isRacing = ({ began, ended, parts }: Read) =>
    parts.some(([number]) => {
      const about = told[number] ?? [];
      const from = countEarly(about, ({ at }) => at <= began);
      const to = countEarly(about, ({ at }) => at <= began + LONGEST_MS);
      return about.slice(from, to).some(({ change }) => change.begunAt < ended);
    });
  return reads.filter(isRacing).length;
}
