import { setTimeout as sleep } from "node:timers/promises";
import { instant } from "../offers.ts";
import type { Player } from "../player.ts";
import { offerCell, plain, playBoth, type Scene, type Script } from "../timeline.ts";
import { MONDAY, type World } from "../world.ts";

const WISH = "09:00";
/** Of the real clock: ample for a request on this machine. */
const GRACE_MS = 250;

interface Race {
  readonly whileLoading: { readonly offered: boolean; readonly verdict: string };
  readonly afterwards: { readonly offered: boolean; readonly verdict: string };
  readonly fiveSecondsLater: { readonly offered: boolean; readonly verdict: string };
}

export async function playRaces(): Promise<Scene<object>> {
  const own = await playBoth(
    race("a create of one's own is acknowledged", (world, player) =>
      player.create(world.eventTypes.short, WISH),
    ),
  );
  const widget = await playBoth(
    race("the widget's booking is acknowledged by webhook", (world) => {
      world.listen();
      const { eventTypes, fake } = world;
      return fake.bookings.book({ eventTypeId: eventTypes.short, start: instant(MONDAY, WISH) });
    }),
  );
  return {
    title: "5. Races: 9:00 is booked while an answer that still lists it is on its way",
    rows: [...own.rows, ...widget.rows],
    notes: [
      "Whoever asked before the booking may still hear 9:00: nobody could know better. What matters is that it is not kept, and that nobody who asks later is given it.",
    ],
    figures: { ownCreate: own.figures, widget: widget.figures },
    counts: [...own.counts, ...widget.counts],
  };
}

function race(
  change: string,
  book: (world: World, player: Player) => Promise<unknown>,
): Script<Race> {
  return async ({ world, player, say }) => {
    const ask = world.ask({ wish: WISH });
    const gate = world.fake.pause({ method: "GET", path: "/slots", phase: "beforeReply" });
    const early = player.ask(3, ask);
    await gate.reached;
    say("a caller asks; Cal.com's answer is fixed and on its way", plain("loading"));
    await world.clock.advance(100);
    await book(world, player);
    say(change, plain("acknowledged"));
    await world.clock.advance(100);
    const second = player.ask(3, ask);
    // The origin asks Cal.com again at once. The library may wait for the load under way, which it
    // then finds to be outdated; so the gate must open before it is waited for.
    await Promise.race([second, sleep(GRACE_MS)]);
    await world.clock.advance(100);
    gate.release();
    say("the first caller's answer arrives", offerCell(await early, WISH));
    const meanwhile = await second;
    say("a second caller, who asked in between, hears", offerCell(meanwhile, WISH));
    await world.pass(100);
    const afterwards = await player.ask(3, ask);
    say("a third caller asks", offerCell(afterwards, WISH));
    await world.pass(5_000);
    const later = await player.ask(3, ask);
    say("a fourth caller asks five seconds later", offerCell(later, WISH));
    const figureOf = ({ times, verdict }: typeof later) => ({
      offered: times.includes(WISH),
      verdict,
    });
    return {
      whileLoading: figureOf(meanwhile),
      afterwards: figureOf(afterwards),
      fiveSecondsLater: figureOf(later),
    };
  };
}
