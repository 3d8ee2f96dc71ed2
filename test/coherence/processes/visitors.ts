import { Refusal } from "../../../src/testing/replies.ts";
import { isOneIn, pick } from "../histories/choice.ts";
import type { CalCom } from "./cal-com.ts";
import { someTime } from "./child/writes.ts";
import type { Focus } from "./focus.ts";
import { again, type Going, sleep } from "./pace.ts";
import { EVENT_TYPES } from "./questions.ts";
import { SETTLE_MS } from "./settings.ts";

const PAUSE_MS = [200, 1_500] as const;
const MOST_BOOKED = 6;

const TOLD = EVENT_TYPES.filter(({ isTold }) => isTold).map(({ slug }) => slug);

const CANCEL = { method: "PAGE", path: "/cancel", phase: "beforeCommit" } as const;
/** So short that it has settled by then. */
const SLOWEST_CANCEL_MS = SETTLE_MS / 2;

/** Visitors of the booking page: they book, move and cancel behind every process's back. */
export function startVisitors(calCom: CalCom, focus: Focus, random: () => number): Going {
  const { fake, eventTypeIds, state } = calCom;
  let visits = 0;

  const visit = async () => {
    const slug = focus.pick(random, TOLD);
    const eventTypeId = eventTypeIds[slug] ?? 0;
    const live = [...state.bookings.values()].filter(
      (one) => one.status === "accepted" && one.eventTypeId === eventTypeId,
    );
    const found = pick(live, random);
    const start = someTime(random);
    if (found === undefined || (live.length < MOST_BOOKED && isOneIn(random, 2))) {
      return fake.bookings.book({ eventTypeId, start });
    }
    if (isOneIn(random, 2)) return fake.bookings.reschedule(found.uid, start);
    // It is announced before it is done, and a server may be slow about that (API.md 11.4).
    const { reached, release } = fake.pause(CANCEL);
    const cancelled = fake.bookings.cancel(found.uid).finally(release);
    await Promise.race([reached, cancelled]);
    await sleep(random() * SLOWEST_CANCEL_MS);
    release();
    return cancelled;
  };
  return again(
    async () => {
      if (focus.isCalm()) return;
      visits += 1;
      try {
        await calCom.as(`visitor-${visits}`, visit);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    },
    random,
    PAUSE_MS,
  );
}
