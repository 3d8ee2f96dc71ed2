import { Refusal } from "../../../src/testing/replies.ts";
import { isOneIn, pick } from "../histories/choice.ts";
import type { CalCom } from "./cal-com.ts";
import { someTime } from "./child/writes.ts";
import { again, type Going } from "./pace.ts";
import { EVENT_TYPES } from "./questions.ts";

const PAUSE_MS = [300, 2_500] as const;
const MOST_BOOKED = 30;

/** Visitors of the booking page: they book, move and cancel behind every process's back. */
export function startVisitors(calCom: CalCom, random: () => number): Going {
  const { fake, eventTypeIds, state } = calCom;
  const told = EVENT_TYPES.filter((one) => one.told !== "nothing");
  let visits = 0;

  const visit = async () => {
    const { slug } = pick(told, random);
    const eventTypeId = eventTypeIds[slug] ?? 0;
    const live = [...state.bookings.values()].filter(
      (one) => one.status === "accepted" && one.eventTypeId === eventTypeId,
    );
    const found = pick(live, random);
    const start = someTime(random);
    if (found === undefined || (live.length < MOST_BOOKED && isOneIn(random, 2))) {
      return fake.bookings.book({ eventTypeId, start });
    }
    return isOneIn(random, 2)
      ? fake.bookings.reschedule(found.uid, start)
      : fake.bookings.cancel(found.uid);
  };
  return again(
    async () => {
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
