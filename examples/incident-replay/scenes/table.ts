import type { Verdict } from "../checker.ts";
import { instant } from "../offers.ts";
import type { Player, Reading } from "../player.ts";
import { LAYERS, type LayerNumber, type SchemeName } from "../scheme.ts";
import { plain, playBoth, type Scene, verdictCell } from "../timeline.ts";
import { MONDAY, type World } from "../world.ts";
import { ENTRY_POINTS, type EntryPoint, SLOT } from "./entry-points.ts";

/** An entry point and a layer, as one scheme came out of them. */
export interface TableCell {
  readonly entryPoint: number;
  readonly name: string;
  readonly layer: LayerNumber;
  readonly scheme: SchemeName;
  /** Whether the layer answered from its cache before the change: else nothing could be stale. */
  readonly warm: boolean;
  readonly stale: boolean;
  /** Whether a stale answer also said something else than Cal.com did at that instant. */
  readonly contradicted: boolean;
  /** Whether an answer was wrong only because Cal.com itself had not come round. */
  readonly calcomsOwn: boolean;
  readonly readings: number;
}

export interface TableFigures {
  readonly cells: readonly TableCell[];
  readonly stale: Readonly<Record<SchemeName, number>>;
  readonly contradicted: Readonly<Record<SchemeName, number>>;
  readonly calcomsOwn: Readonly<Record<SchemeName, number>>;
  readonly of: number;
}

/** While the tags settle, after they have, and when answers come from the cache again. */
const ASKED_AFTER_MS = [1_000, 9_000, 1_000];

export async function playTable(): Promise<Scene<TableFigures>> {
  const played = await Promise.all(ENTRY_POINTS.map(playEntryPoint));
  const cells = played.flatMap(({ figures }) => [...figures.origin, ...figures.library]);
  const count = (scheme: SchemeName, is: (cell: TableCell) => boolean): number =>
    cells.filter((cell) => cell.scheme === scheme && is(cell)).length;
  const counted = (is: (cell: TableCell) => boolean) => ({
    origin: count("origin", is),
    library: count("library", is),
  });
  return {
    title: "4. Seven entry points, three layers: warm all, change one booking, ask all again",
    rows: played.flatMap(({ rows }) => rows),
    notes: [],
    figures: {
      cells,
      stale: counted(({ stale }) => stale),
      contradicted: counted(({ contradicted }) => contradicted),
      calcomsOwn: counted(({ calcomsOwn }) => calcomsOwn),
      of: count("origin", () => true),
    },
    counts: played.flatMap(({ counts }) => counts),
  };
}

function playEntryPoint(entryPoint: EntryPoint) {
  return playBoth(async ({ world, player, say }) => {
    const { fake, eventTypes } = world;
    if (entryPoint.byWebhook) world.listen();
    const seed = { eventTypeId: eventTypes.short, start: instant(MONDAY, SLOT) };
    const uid = entryPoint.onBooking ? fake.bookings.add(seed).uid : "";
    await askAll(world, player);
    await world.pass(1_000);
    const before = await askAll(world, player);
    await world.pass(1_000);

    const rounds: Reading[][] = [];
    const stalled = entryPoint.commitsLate ? world.stall() : undefined;
    const performing = entryPoint.perform({ world, player, uid });
    if (stalled !== undefined) {
      // Announced and acknowledged, but Cal.com waits for another receiver before it commits.
      await world.heard();
      await world.pass(100);
      rounds.push(await askAll(world, player));
      stalled.release();
    }
    await performing;
    for (const ms of ASKED_AFTER_MS) {
      await world.pass(ms);
      rounds.push(await askAll(world, player));
    }
    const cells = LAYERS.map((layer, index) =>
      cellOf(
        { entryPoint, layer, scheme: player.scheme.name, warm: before[index]?.source === "cache" },
        rounds.flatMap((round) => round[index] ?? []),
      ),
    );
    const stale = cells.filter((cell) => cell.stale).length;
    const verdict: Verdict = stale > 0 ? "stale" : "fresh";
    const text = `${stale} of ${cells.length} layers`;
    say(
      `${entryPoint.number} ${entryPoint.name}`,
      stale > 0 ? verdictCell({ verdict }, text) : plain("all fresh"),
    );
    return cells;
  });
}

async function askAll(world: World, player: Player): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const layer of LAYERS) readings.push(await player.ask(layer, world.ask({ wish: SLOT })));
  return readings;
}

function cellOf(
  about: { entryPoint: EntryPoint; layer: LayerNumber; scheme: SchemeName; warm: boolean },
  readings: readonly Reading[],
): TableCell {
  const { entryPoint, layer, scheme, warm } = about;
  const stale = readings.filter(({ verdict }) => verdict === "stale");
  return {
    ...{ entryPoint: entryPoint.number, name: entryPoint.name, layer, scheme, warm },
    stale: stale.length > 0,
    contradicted: stale.some(({ differs }) => differs),
    calcomsOwn: readings.some(({ verdict }) => verdict === "Cal.com's own"),
    readings: readings.length,
  };
}
