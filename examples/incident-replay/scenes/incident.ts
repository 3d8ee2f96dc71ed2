import type { Provenance } from "calcom-coherent";
import { ORIGIN_LONGEST_S } from "../origin-scheme.ts";
import { countsOf, type Row, type Scene } from "../timeline.ts";
import { openWorld, type World } from "../world.ts";
import { askBoth, bookAndWatch, type Evening, rowOf, TAKEN } from "./evening.ts";
import { notesOf } from "./incident-notes.ts";

const TWO_HOURS_MS = (2 * 3_600 + 2 * 60) * 1_000;

/** What the incident scene measured. */
export interface IncidentFigures {
  /** All layers were filled by one question before the booking. */
  readonly usual: Evening;
  /** Each layer was filled as the one below it ended. */
  readonly layersFilledOneAfterAnother: Evening;
  /** The same, and Cal.com's webhooks never arrived. */
  readonly webhooksLost: Evening;
  readonly originLongestByItsTtlsS: number;
  readonly twoHoursLater: {
    readonly originOffers: boolean;
    readonly libraryOffers: boolean;
    readonly provenance: Provenance | undefined;
  };
}

export async function playIncident(): Promise<Scene<IncidentFigures>> {
  const rows: Row[] = [];
  const worlds = await Promise.all([openWorld(), openWorld(), openWorld()]);
  const [usual, unlucky, unheard] = worlds;
  try {
    for (const world of worlds) world.listen();
    unheard.fake.faults.webhooks.lose({ times: 2 });
    const first = await playUsual(usual, rows);
    const later = await askTwoHoursLater(usual, rows);
    const second = await playUnlucky(unlucky, rows, "a second evening: only slots are asked for");
    const third = await playUnlucky(unheard, rows, "a third one: and the webhooks get lost");
    const figures = {
      usual: first,
      layersFilledOneAfterAnother: second,
      webhooksLost: third,
      originLongestByItsTtlsS: ORIGIN_LONGEST_S,
      twoHoursLater: later,
    };
    return {
      title: "1. The incident: 8:00 is booked through the widget, and a caller asks for 8:00",
      rows,
      notes: notesOf(figures),
      figures,
      counts: worlds.map(countsOf),
    };
  } finally {
    await Promise.all(worlds.map((world) => world.close()));
  }
}

async function playUsual(world: World, rows: Row[]): Promise<Evening> {
  rows.push(rowOf(world, "a caller asks for 8:00", await askBoth(world, 3)));
  await world.pass(30_000);
  return bookAndWatch(world, rows, [
    { afterMs: 1, layer: 3, event: "the caller asks for 8:00 again" },
  ]);
}

async function playUnlucky(world: World, rows: Row[], event: string): Promise<Evening> {
  await world.pass(29_000);
  rows.push(rowOf(world, event, await askBoth(world, 1)));
  await world.pass(1_000);
  return bookAndWatch(world, rows, [
    { afterMs: 298_000, layer: 2, event: "availability is asked for" },
    { afterMs: 597_000, layer: 3, event: "a caller asks for 8:00" },
  ]);
}

async function askTwoHoursLater(world: World, rows: Row[]) {
  const bookedAt = world.fake.bookings.list()[0]?.createdAt ?? Number.NaN;
  await world.pass(bookedAt + TWO_HOURS_MS - world.clock.now());
  rows.push(rowOf(world, "2 h 02 min after the booking", await askBoth(world, 3)));
  await world.pass(2_000);
  const { origin, library } = await askBoth(world, 1);
  return {
    originOffers: origin.times.includes(TAKEN),
    libraryOffers: library.times.includes(TAKEN),
    provenance: library.provenance,
  };
}
