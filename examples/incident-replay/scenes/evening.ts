import { instant } from "../offers.ts";
import type { Reading } from "../player.ts";
import { type LayerNumber, SCHEMES, type SchemeName } from "../scheme.ts";
import { offerCell, plain, type Row } from "../timeline.ts";
import { MONDAY, type World } from "../world.ts";

export const TAKEN = "08:00";
const EVERY_MS = 5_000;
const WATCHED_MS = 11 * 60_000;

/** How long one scheme went on offering 8:00. */
export interface Watched {
  /** Seconds after the booking at which 8:00 was last offered; `null`: not once. */
  lastOfferedAfterS: number | null;
  readings: number;
  stale: number;
}

/** One evening: 8:00 is booked, and both schemes are watched for eleven minutes. */
export interface Evening extends Readonly<Record<SchemeName, Watched>> {
  /** Requests to Cal.com from the booking on. */
  readonly requests: Readonly<Record<SchemeName, number>>;
}

export type Both = Readonly<Record<SchemeName, Reading>>;

/** An ask that the story needs at one moment; from the last one on, the top layer is polled. */
export interface PlannedAsk {
  readonly afterMs: number;
  readonly layer: LayerNumber;
  readonly event: string;
}

/** Books 8:00 through the widget and asks until eleven minutes later. */
export async function bookAndWatch(
  world: World,
  rows: Row[],
  plan: readonly PlannedAsk[],
): Promise<Evening> {
  const { clock, eventTypes, fake, sent } = world;
  const before = { ...sent };
  await fake.bookings.book({ eventTypeId: eventTypes.short, start: instant(MONDAY, TAKEN) });
  const bookedAt = clock.now();
  const event = "somebody books 8:00 through the widget";
  rows.push({
    at: bookedAt,
    event,
    origin: told(world, "origin"),
    library: told(world, "library"),
  });

  const watched = { origin: nothingYet(), library: nothingYet() };
  let shown = "";
  const watch = async (layer: LayerNumber, what: string, always: boolean) => {
    const both = await askBoth(world, layer);
    const afterS = (clock.now() - bookedAt) / 1_000;
    for (const name of SCHEMES) note(watched[name], both[name], afterS);
    const offers = SCHEMES.map((name) => both[name].times.includes(TAKEN)).join();
    if (always || offers !== shown) rows.push(rowOf(world, what, both));
    shown = offers;
  };
  for (const { afterMs, layer, event: what } of plan) {
    await world.pass(bookedAt + afterMs - clock.now());
    await watch(layer, what, true);
  }
  while (clock.now() - bookedAt < WATCHED_MS) {
    await world.pass(EVERY_MS - ((clock.now() - bookedAt) % EVERY_MS));
    await watch(3, "asked every 5 seconds", false);
  }
  const requests = {
    origin: sent.origin - before.origin,
    library: sent.library - before.library,
  };
  return { ...watched, requests };
}

export async function askBoth({ players, ask }: World, layer: LayerNumber): Promise<Both> {
  const [origin, library] = await Promise.all([
    players.origin.ask(layer, ask()),
    players.library.ask(layer, ask()),
  ]);
  return { origin, library };
}

export const rowOf = ({ clock }: World, event: string, { origin, library }: Both): Row => ({
  at: clock.now(),
  event,
  origin: offerCell(origin, TAKEN),
  library: offerCell(library, TAKEN),
});

function told({ fake }: World, name: SchemeName) {
  const delivery = fake.webhooks.deliveries.find(({ url }) => url.includes(`/${name}/`));
  return plain(delivery ? `webhook answered ${delivery.answeredStatus}` : "hears nothing");
}

const nothingYet = (): Watched => ({ lastOfferedAfterS: null, readings: 0, stale: 0 });

function note(watched: Watched, { times, verdict }: Reading, afterS: number): void {
  watched.readings += 1;
  if (verdict === "stale") watched.stale += 1;
  if (times.includes(TAKEN)) watched.lastOfferedAfterS = afterS;
}
