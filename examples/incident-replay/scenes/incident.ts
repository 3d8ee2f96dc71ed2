import { instant } from "../offers.ts";
import { ORIGIN_LONGEST_S } from "../origin-scheme.ts";
import type { Reading } from "../player.ts";
import type { LayerNumber, SchemeName } from "../scheme.ts";
import { countsOf, offerCell, plain, type Row, type Scene } from "../timeline.ts";
import { MONDAY, openWorld, type World } from "../world.ts";

const TAKEN = "08:00";
const EVERY_MS = 5_000;
const WATCHED_MS = 11 * 60_000;
const TWO_HOURS_MS = (2 * 3_600 + 2 * 60) * 1_000;

interface Watched {
  /** Seconds after the booking at which 8:00 was last offered; `null`: never. */
  lastOfferedAfterS: number | null;
  readings: number;
  stale: number;
}

/** One run: what was kept where when 8:00 was booked, and how long it was offered afterwards. */
interface Run {
  readonly origin: Watched;
  readonly library: Watched;
  readonly requests: Readonly<Record<SchemeName, number>>;
}

type Both = Readonly<Record<SchemeName, Reading>>;

export async function playIncident(): Promise<Scene<object>> {
  const rows: Row[] = [];
  const usual = await openWorld();
  const unlucky = await openWorld();
  const unheard = await openWorld();
  try {
    usual.listen();
    unlucky.listen();
    const run = await playUsual(usual, rows);
    const twoHoursLater = await askLater(usual, rows);
    const worst = await playUnlucky(unlucky, rows, "a second evening: only slots are asked for");
    const lost = await playUnlucky(unheard, rows, "a third evening: Cal.com's webhooks get lost");
    return {
      title: "1. The incident: 8:00 is booked through the widget, and a caller asks for 8:00",
      rows,
      notes: notesOf({ run, worst, lost }, twoHoursLater),
      figures: {
        usual: run,
        layersFilledOneAfterAnother: worst,
        webhooksLost: lost,
        originLongestByItsTtlsS: ORIGIN_LONGEST_S,
        twoHoursLater: {
          origin: twoHoursLater.origin.times.includes(TAKEN),
          library: twoHoursLater.library.times.includes(TAKEN),
        },
        provenance: twoHoursLater.library.provenance,
      },
      counts: [usual, unlucky, unheard].map(countsOf),
    };
  } finally {
    await Promise.all([usual, unlucky, unheard].map((world) => world.close()));
  }
}

async function playUsual(world: World, rows: Row[]): Promise<Run> {
  rows.push(row(world, "a caller asks for 8:00", await askBoth(world, 3)));
  await world.pass(30_000);
  return bookAndWatch(world, rows, [{ afterMs: 1, layer: 3 }]);
}

/** Each layer is filled just before the one below it ends: other callers asked other layers. */
async function playUnlucky(world: World, rows: Row[], event: string): Promise<Run> {
  await world.pass(29_000);
  rows.push(row(world, event, await askBoth(world, 1)));
  await world.pass(1_000);
  return bookAndWatch(world, rows, [
    { afterMs: 298_000, layer: 2 },
    { afterMs: 597_000, layer: 3 },
  ]);
}

async function bookAndWatch(
  world: World,
  rows: Row[],
  plan: readonly { afterMs: number; layer: LayerNumber }[],
): Promise<Run> {
  const { clock, eventTypes, fake } = world;
  const before = { ...world.sent };
  await fake.bookings.book({ eventTypeId: eventTypes.short, start: instant(MONDAY, TAKEN) });
  const bookedAt = clock.now();
  const told = ({ name }: { name: SchemeName }) => {
    const delivery = fake.webhooks.deliveries.find(({ url }) => url.includes(`/${name}/`));
    return plain(delivery ? `webhook answered ${delivery.answeredStatus}` : "hears nothing");
  };
  rows.push({
    at: bookedAt,
    event: "somebody books 8:00 through the widget",
    origin: told({ name: "origin" }),
    library: told({ name: "library" }),
  });
  const watched = { origin: nothingYet(), library: nothingYet() };
  let shown = "";
  const watch = async (layer: LayerNumber, what: string) => {
    const both = await askBoth(world, layer);
    const afterS = (clock.now() - bookedAt) / 1_000;
    for (const name of ["origin", "library"] as const) note(watched[name], both[name], afterS);
    const now = (["origin", "library"] as const).map((name) => both[name].times.includes(TAKEN));
    if (shown !== now.join() || layer !== 3) rows.push(row(world, what, both));
    shown = now.join();
  };
  for (const { afterMs, layer } of plan) {
    await world.pass(bookedAt + afterMs - clock.now());
    await watch(
      layer,
      layer === 3 ? "the caller asks for 8:00 again" : "availability is asked for",
    );
  }
  while (clock.now() - bookedAt < WATCHED_MS) {
    await world.pass(EVERY_MS);
    await watch(3, "asked every 5 seconds");
  }
  const requests = {
    origin: world.sent.origin - before.origin,
    library: world.sent.library - before.library,
  };
  return { ...watched, requests };
}

async function askLater(world: World, rows: Row[]): Promise<Both> {
  const booked = [...world.fake.bookings.list()][0]?.createdAt ?? 0;
  await world.pass(booked + TWO_HOURS_MS - world.clock.now());
  const both = await askBoth(world, 3);
  rows.push(row(world, "two hours and two minutes after the booking", both));
  return { ...both, library: await world.players.library.ask(1, world.ask()) };
}

async function askBoth({ players, ask }: World, layer: LayerNumber): Promise<Both> {
  const [origin, library] = await Promise.all([
    players.origin.ask(layer, ask()),
    players.library.ask(layer, ask()),
  ]);
  return { origin, library };
}

const row = ({ clock }: World, event: string, { origin, library }: Both): Row => ({
  at: clock.now(),
  event,
  origin: offerCell(origin, TAKEN),
  library: offerCell(library, TAKEN),
});

const nothingYet = (): Watched => ({ lastOfferedAfterS: null, readings: 0, stale: 0 });

function note(watched: Watched, { times, verdict }: Reading, afterS: number): void {
  watched.readings += 1;
  if (verdict === "stale") watched.stale += 1;
  if (times.includes(TAKEN)) watched.lastOfferedAfterS = afterS;
}

function notesOf(
  { run, worst, lost }: Readonly<Record<"run" | "worst" | "lost", Run>>,
  later: Both,
): string[] {
  const offered = ({ lastOfferedAfterS: last }: Watched): string =>
    last === null ? "not once" : `for ${last} s`;
  const both = ({ origin, library }: Run): string =>
    `the origin's scheme ${offered(origin)}, calcom-coherent ${offered(library)}`;
  const origins = later.origin.times.includes(TAKEN) ? "still offers" : "does not offer";
  return [
    `After the booking 8:00 was still offered: ${both(run)}.`,
    `With the layers filled one after another: ${both(worst)}.`,
    `With the webhooks lost as well: ${both(lost)}; nobody told the library, and then its time to live is the bound.`,
    `Requests to Cal.com from the booking on, first evening: ${run.requests.origin} and ${run.requests.library}.`,
    "",
    "The public report tells of an offer 2 h 02 min after the booking. The times to live it names",
    `allow ${ORIGIN_LONGEST_S} s at most (300 + 300 + 45, nested), and played here the origin's scheme ${origins}`,
    "8:00 by then. So the cause the report names is real and not sufficient: something else offered",
    "that time as well, and no answer said where it came from. This library's answer to the same",
    "question at 20:38 says it, and the next incident is decided by evidence:",
    ...provenanceOf(later.library),
  ];
}

function provenanceOf({ provenance }: Reading): string[] {
  if (provenance === undefined) return [];
  const { layer, source, loadBeganAt, ageMs, versions, requestId } = provenance;
  const began = new Date(loadBeganAt).toISOString();
  return [
    `  layer ${layer}, source ${source}, loadBeganAt ${began}, ageMs ${ageMs}`,
    `  versions ${Object.entries(versions)
      .map(([tag, version]) => `${tag}=${version}`)
      .join(" ")}`,
    `  requestId ${requestId}`,
  ];
}
