import { playDesks } from "./desks/play.ts";
import { renderDesks } from "./desks/report.ts";
import { playLive } from "./live.ts";
import { type Played, playAll } from "./replay.ts";
import { painter, renderScene, renderTable } from "./report.ts";

const LONGEST_MS = 60_000;

// The virtual clock has no deadlines of its own: a replay that hangs must not hang a build.
setTimeout(() => {
  console.error(`The replay did not end within ${LONGEST_MS / 1_000} seconds.`);
  process.exit(1);
}, LONGEST_MS).unref();

const asJson = process.argv.includes("--json");
if (process.argv.includes("--redis")) {
  const played = await playDesks(process.env);
  process.stdout.write(
    asJson ? `${JSON.stringify(played, null, 2)}\n` : renderDesks(played, paint()),
  );
  process.exitCode = played.stale === 0 ? 0 : 1;
} else if (process.argv.includes("--live")) {
  const { lines, isHit } = await playLive(process.env, Date.now());
  process.stdout.write(`${lines.join("\n")}\n`);
  process.exitCode = isHit ? 0 : 1;
} else {
  const played = await playAll();
  process.stdout.write(asJson ? `${JSON.stringify(figuresOf(played), null, 2)}\n` : textOf(played));
  process.exitCode = played.totals.library.stale === 0 ? 0 : 1;
}

function paint() {
  const { NO_COLOR } = process.env;
  return painter(process.stdout.isTTY === true && !NO_COLOR);
}

function figuresOf({ totals, ...scenes }: Played) {
  const figures = Object.entries(scenes).map(([name, scene]) => [name, scene.figures] as const);
  return { ...Object.fromEntries(figures), totals };
}

function textOf({ incident, twoCallers, shared, table, races, totals }: Played): string {
  const scenes = [incident, twoCallers, shared, table, races];
  const { calcomsOwn, contradicted, of, stale } = table.figures;
  const { origin, library } = totals;
  return [
    "",
    ...scenes.map((scene) => renderScene(scene, paint())),
    renderTable(table.figures, paint()),
    `Stale cells: the origin's scheme ${stale.origin} of ${of} (${contradicted.origin} contradicted by Cal.com), calcom-coherent ${stale.library} of ${of}.`,
    `* a cancellation is announced before Cal.com commits it; what Cal.com itself got wrong meanwhile is counted apart: ${calcomsOwn.origin} and ${calcomsOwn.library} cells.`,
    `All scenes: ${origin.stale} of ${origin.readings} answers stale in the origin's scheme, ${library.stale} of ${library.readings} in calcom-coherent.`,
    "",
  ].join("\n");
}
