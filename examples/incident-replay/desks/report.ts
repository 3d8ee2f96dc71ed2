import type { Paint } from "../report.ts";
import type { PlayedDesks, Round } from "./play.ts";

/** The rounds as text: what each process offers, and where it had that from. */
export function renderDesks({ rounds, stale }: PlayedDesks, paint: Paint): string {
  const answers = rounds.reduce((sum, round) => sum + round.answers.length, 0);
  return [
    "",
    paint("Four processes on one Redis; only the post room hears webhooks", "title"),
    ...rounds.flatMap((round) => renderRound(round, paint)),
    "",
    paint(
      `${stale} of ${answers} answers offered a time that was taken.`,
      stale === 0 ? "good" : "bad",
    ),
    "",
  ].join("\n");
}

function renderRound({ event, taken, answers, requests }: Round, paint: Paint): string[] {
  const cells = answers.map(({ desk, offersIt, source }) => {
    const offer = taken === undefined ? "" : offersIt ? `offers ${taken}, ` : `no ${taken}, `;
    const way = source === "cache" ? "cached" : "loaded";
    return `  ${desk.padEnd(12)}${paint(offer + way, offersIt ? "bad" : "good")}`;
  });
  const asked = requests === 1 ? "1 request" : `${requests} requests`;
  return ["", event, ...cells, paint(`  ${asked} for slots reached Cal.com`, "dim")];
}
