import { CalcomError, type Clock } from "calcom-coherent";
import type { FindArgs, FunctionCall } from "./agent-call.ts";
import { type FindAnswer, misheard, offersOf } from "./answers.ts";
import type { OfficeTime } from "./office-time.ts";
import { nearest, type Openings, type OpeningsReader, ofDay } from "./openings.ts";
import { type Speech, speech } from "./spoken/speech.ts";
import { timeProblem } from "./time-problem.ts";
import { within } from "./within.ts";

export interface FindTimesDeps {
  readonly openings: OpeningsReader;
  readonly office: OfficeTime;
  readonly clock: Clock;
  readonly today: () => string;
  readonly report: (error: unknown) => void;
  /** Milliseconds of silence a caller bears before hearing that it takes a moment. */
  readonly holdAfterMs: number;
}

/** Says whether a wished time is free, or else what is, in one breath. */
export function findTimes(deps: FindTimesDeps) {
  const { openings, office, clock, today, report, holdAfterMs } = deps;
  return async ({ args }: FunctionCall<FindArgs>): Promise<FindAnswer> => {
    const problem = timeProblem(args, { office, today: today() });
    if (problem !== undefined) return misheard(args.language, problem);
    const told = speech(args.language, today());
    // It goes on when the deadline has passed, so that the next call finds it done.
    const reading = openings.around(args.day);
    reading.catch(report);
    try {
      const found = await within(clock, holdAfterMs, reading);
      if (found === undefined) {
        return { status: "hold", say: told.say("hold"), retry: true, offers: [] };
      }
      return answerOf(found, args, { told, office });
    } catch (error) {
      if (!(error instanceof CalcomError)) throw error;
      return { status: "no_calendar", say: told.say("noCalendar"), offers: [] };
    }
  };
}

function answerOf(
  { moments, provenance }: Openings,
  { day, hour }: FindArgs,
  { told, office }: { readonly told: Speech; readonly office: OfficeTime },
): FindAnswer {
  const { source, ageMs, requestId } = provenance;
  const seen = { source, ageMs, requestId };
  if (hour === undefined) {
    const offers = ofDay(moments, day);
    const status = offers.length === 0 ? "full" : "alternatives";
    return { status, say: told.ofDay(day, offers), offers: offersOf(offers), seen };
  }
  const wish = office.wish(day, hour);
  if (moments.some(({ at }) => at === wish.at)) {
    return { status: "free", say: told.free(wish), offers: offersOf([wish]), seen };
  }
  const offers = nearest(moments, wish);
  const status = offers.length === 0 ? "full" : "alternatives";
  const say = told.instead(wish, offers, "isNotFree");
  return { status, say, offers: offersOf(offers), seen };
}
