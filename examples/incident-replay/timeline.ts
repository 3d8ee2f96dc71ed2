import type { Player, Reading } from "./player.ts";
import { SCHEMES, type SchemeName } from "./scheme.ts";
import { openWorld, type World } from "./world.ts";

/** What one scheme does at one moment. */
export interface Cell {
  readonly text: string;
  readonly tone: "good" | "bad" | "plain";
}

/** A moment of a scene, both schemes side by side. */
export interface Row {
  readonly at: number;
  readonly event: string;
  readonly origin: Cell;
  readonly library: Cell;
}

/** A scene that has been played. */
export interface Scene<Figures> {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
  readonly figures: Figures;
  readonly counts: readonly Record<SchemeName, Counts>[];
}

export type Counts = Player["checker"]["counts"];

export const plain = (text: string): Cell => ({ text, tone: "plain" });

/** A reading as a cell: whether the time is offered, and what the checker says. */
export function offerCell(reading: Reading, time: string): Cell {
  const offered = reading.times.includes(time) ? `offers ${time}` : `no ${time}`;
  return verdictCell(reading, `${offered}, ${wayOf(reading)}`);
}

/** A reading as a cell: every time that is told. */
export function timesCell(reading: Reading): Cell {
  return verdictCell(reading, `${reading.times.join(", ")}, ${wayOf(reading)}`);
}

/** A layer that had nothing may still have been answered by the cache of the one below it. */
function wayOf({ source, loadBeganAt, startedAt }: Reading): string {
  if (source === "cache") return "cached";
  return loadBeganAt < startedAt ? "recomputed" : "asked Cal.com";
}

export function verdictCell({ verdict }: Pick<Reading, "verdict">, text: string): Cell {
  if (verdict === "stale") return { text: `${text}: STALE`, tone: "bad" };
  if (verdict === "Cal.com's own") return { text: `${text}: Cal.com's own`, tone: "plain" };
  return { text, tone: "good" };
}

export const countsOf = ({ players }: World): Record<SchemeName, Counts> => ({
  origin: players.origin.checker.counts,
  library: players.library.checker.counts,
});

/** One scheme's run of a script: it says what happens, moment by moment. */
export type Script<Figures> = (stage: {
  readonly world: World;
  readonly player: Player;
  readonly say: (event: string, cell: Cell) => void;
}) => Promise<Figures>;

/** Runs a script for each scheme in a world of its own and puts the moments side by side. */
export async function playBoth<Figures>(script: Script<Figures>) {
  const runs = await Promise.all(
    SCHEMES.map(async (name) => {
      const world = await openWorld();
      const said: { at: number; event: string; cell: Cell }[] = [];
      const say = (event: string, cell: Cell) => said.push({ at: world.clock.now(), event, cell });
      try {
        const figures = await script({ world, player: world.players[name], say });
        return { said, figures, counts: world.players[name].checker.counts };
      } finally {
        await world.close();
      }
    }),
  );
  const [origin, library] = runs as [(typeof runs)[number], (typeof runs)[number]];
  const rows = origin.said.map(({ at, event, cell }, index): Row => {
    return { at, event, origin: cell, library: library.said[index]?.cell ?? plain("") };
  });
  return {
    rows,
    figures: { origin: origin.figures, library: library.figures },
    counts: [{ origin: origin.counts, library: library.counts }],
  };
}
