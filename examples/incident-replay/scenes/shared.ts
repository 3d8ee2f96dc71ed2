import type { Reading } from "../player.ts";
import { LAYERS } from "../scheme.ts";
import { playBoth, type Scene, type Script, verdictCell } from "../timeline.ts";

const BOOKED = "10:00";

interface Shared {
  readonly stale: number;
  readonly stillOffered: number;
  readonly readings: number;
}

export async function playShared(): Promise<Scene<object>> {
  const tenants = await playBoth(script("another tenant", { company: 16, branch: 2 }));
  const eventTypes = await playBoth(script("the host's other event type", "long"));
  return {
    title: "3. Shared things: a booking at 10:00 is made through each scheme's own create",
    rows: [...tenants.rows, ...eventTypes.rows],
    notes: [
      "Two tenants sell one event type; and one host serves two event types, so a booking on one takes the other's time.",
    ],
    figures: { twoTenants: tenants.figures, oneHostTwoEventTypes: eventTypes.figures },
    counts: [...tenants.counts, ...eventTypes.counts],
  };
}

function script(
  whose: string,
  other: { readonly company: number; readonly branch: number } | "long",
): Script<Shared> {
  return async ({ world, player, say }) => {
    const { eventTypes } = world;
    const changes = other === "long" ? { eventTypeId: eventTypes.long } : other;
    const ask = world.ask({ wish: BOOKED, ...changes });
    await player.ask(3, world.ask({ wish: BOOKED }));
    say(`${whose} asks`, cellOf([await player.ask(3, ask)]));
    await world.pass(1_000);
    await player.create(eventTypes.short, BOOKED);
    await world.pass(1_000);
    const readings: Reading[] = [];
    for (const layer of LAYERS) readings.push(await player.ask(layer, ask));
    say(`after the booking ${whose} asks all layers`, cellOf(readings));
    return {
      stale: readings.filter(({ verdict }) => verdict === "stale").length,
      stillOffered: readings.filter(({ times }) => times.includes(BOOKED)).length,
      readings: readings.length,
    };
  };
}

function cellOf(readings: readonly Reading[]) {
  const offering = readings.filter(({ times }) => times.includes(BOOKED)).length;
  const worst = readings.find(({ verdict }) => verdict === "stale") ?? readings[0];
  const text = `${offering} of ${readings.length} offer ${BOOKED}`;
  return verdictCell({ verdict: worst?.verdict ?? "fresh" }, text);
}
