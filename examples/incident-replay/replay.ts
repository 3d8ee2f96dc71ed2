import { playIncident } from "./scenes/incident.ts";
import { playRaces } from "./scenes/races.ts";
import { playShared } from "./scenes/shared.ts";
import { playTable } from "./scenes/table.ts";
import { playTwoCallers } from "./scenes/two-callers.ts";
import type { SchemeName } from "./scheme.ts";
import type { Counts, Scene } from "./timeline.ts";

/** Plays all scenes and adds up what the checkers counted. */
export async function playAll() {
  const incident = await playIncident();
  const twoCallers = await playTwoCallers();
  const shared = await playShared();
  const table = await playTable();
  const races = await playRaces();
  const scenes = [incident, twoCallers, shared, table, races];
  const totals = { origin: total(scenes, "origin"), library: total(scenes, "library") };
  return { incident, twoCallers, shared, table, races, totals };
}

export type Played = Awaited<ReturnType<typeof playAll>>;

function total(scenes: readonly Scene<unknown>[], scheme: SchemeName) {
  const counts = scenes.flatMap((scene) => scene.counts.map((one) => one[scheme]));
  const add = (verdict: keyof Counts): number =>
    counts.reduce((sum, count) => sum + count[verdict], 0);
  const sums = { fresh: add("fresh"), stale: add("stale"), calcomsOwn: add("Cal.com's own") };
  return { readings: sums.fresh + sums.stale + sums.calcomsOwn, ...sums };
}
