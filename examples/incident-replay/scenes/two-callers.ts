import type { Outcome, SchemeName } from "../scheme.ts";
import { offerCell, plain, playBoth, type Scene, timesCell } from "../timeline.ts";

const WISH = "13:00";

/** What became of the second caller. */
interface SecondCaller {
  readonly firstBooked: boolean;
  readonly offeredToTheSecond: boolean;
  readonly offeredAfterTheRefusal: boolean;
  /** `null` where the scheme says nothing more than that it is refused. */
  readonly heardInTheSameBreath: readonly string[] | null;
  /** Whether Cal.com, asked at the same instant, says something else. */
  readonly differsFromCalcom: boolean | null;
  readonly refusal: Pick<Extract<Outcome, { booked: false }>, "told" | "status" | "code"> | null;
}

export async function playTwoCallers(): Promise<Scene<Record<SchemeName, SecondCaller>>> {
  const { rows, figures, counts } = await playBoth<SecondCaller>(async ({ world, player, say }) => {
    const ask = world.ask({ wish: WISH });
    say("the first caller hears 13:00", offerCell(await player.ask(3, ask), WISH));
    await world.pass(1_000);
    say("the second caller hears 13:00", offerCell(await player.ask(3, ask), WISH));
    await world.pass(1_000);
    const first = await player.create(ask.eventTypeId, WISH, "Ann");
    say("the first caller books it", plain(first.booked ? "booked" : first.told));
    await world.pass(1_000);
    const asked = await player.ask(3, ask);
    say("the second caller asks again", offerCell(asked, WISH));
    await world.pass(1_000);
    const second = await player.create(ask.eventTypeId, WISH, "Ben");
    say("the second caller books it anyway", plain(second.booked ? "booked" : told(second)));
    const instead = await player.hearInstead(second, ask);
    const nothing = plain("nothing more");
    say("and hears in the same breath", instead === undefined ? nothing : timesCell(instead));
    await world.pass(1_000);
    const after = await player.ask(3, ask);
    say("and asks once more", offerCell(after, WISH));
    return {
      firstBooked: first.booked,
      offeredToTheSecond: asked.times.includes(WISH),
      offeredAfterTheRefusal: after.times.includes(WISH),
      heardInTheSameBreath: instead?.times ?? null,
      differsFromCalcom: instead?.differs ?? null,
      refusal: second.booked
        ? null
        : { told: second.told, status: second.status, code: second.code },
    };
  });
  const { origin, library } = figures;
  return {
    title: "2. Two callers: both hear 13:00, one books it",
    rows,
    notes: [
      `The origin's refusal in full: ${origin.refusal?.told}`,
      `The library's: ${library.refusal?.told}; a program can act on the code alone.`,
      "What is left it says at once: `error.alternatives()` asks Cal.com once, after the refusal.",
    ],
    figures,
    counts,
  };
}

function told({
  code,
  status,
  told: text,
}: {
  code?: string | undefined;
  status: number | undefined;
  told: string;
}): string {
  return code === undefined ? `a raw HTTP ${status}` : text;
}
