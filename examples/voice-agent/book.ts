import type { BookArgs, FunctionCall } from "./agent-call.ts";
import { type BookAnswer, misheard, offersOf } from "./answers.ts";
import type { BookingDesk, Outcome } from "./booking-desk.ts";
import type { Moment, OfficeTime } from "./office-time.ts";
import { oncePerWish } from "./once-per-wish.ts";
import { type Speech, speech } from "./spoken/speech.ts";
import { timeProblem } from "./time-problem.ts";

export interface BookDeps {
  readonly desk: BookingDesk;
  readonly office: OfficeTime;
  readonly today: () => string;
}

/** Books a time, and says so only when Cal.com has taken the booking. */
export function book({ desk, office, today }: BookDeps) {
  const take = oncePerWish(desk);
  return async (call: FunctionCall<BookArgs>): Promise<BookAnswer> => {
    const { day, hour, language } = call.args;
    const problem = timeProblem(call.args, { office, today: today() });
    if (problem !== undefined) return misheard(language, problem);
    const wish = office.wish(day, hour);
    return answerOf(await take(wish, call), wish, speech(language, today()));
  };
}

function answerOf(outcome: Outcome, wish: Moment, told: Speech): BookAnswer {
  switch (outcome.kind) {
    case "booked":
    case "requested": {
      const say = told.became(wish, outcome.kind === "booked" ? "isBooked" : "isRequested");
      return { status: outcome.kind, say, offers: [], booking: outcome.booking };
    }
    case "taken": {
      const say = told.instead(wish, outcome.left, outcome.said);
      return { status: "taken", say, offers: offersOf(outcome.left ?? []) };
    }
    case "hold":
      return { status: "hold", say: told.say("hold"), retry: true, offers: [] };
    case "no_calendar":
      return { status: "no_calendar", say: told.say("noCalendar"), offers: [] };
    case "not_booked":
      return { status: "not_booked", say: told.say("isNotBooked"), offers: [] };
    case "unclear":
      return { status: "unclear", say: told.became(wish, "isUnclear"), offers: [] };
  }
}
