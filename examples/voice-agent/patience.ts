import type { FunctionCall } from "./agent-call.ts";
import type { Answer } from "./answers.ts";
import { type Language, WORDS } from "./spoken/speech.ts";

/** How often a caller is asked to wait before hearing that it is of no use. */
const MOST_HOLDS = 2;
/** More calls than wait at a time; the oldest are forgotten first. */
const MOST_REMEMBERED = 1_000;

type Asked = FunctionCall<{ readonly language: Language }>;

interface NoCalendar extends Answer {
  readonly status: "no_calendar";
}

/** Ends what would go on as long as the model calls again: it is told to, and may not count. */
export function patient<Call extends Asked, Given extends Answer>(
  answer: (call: Call) => Promise<Given>,
): (call: Call) => Promise<Given | NoCalendar> {
  const holds = new Map<string, number>();

  return async (call) => {
    const given = await answer(call);
    const before = holds.get(call.callId) ?? 0;
    holds.delete(call.callId);
    if (given.retry !== true) return given;
    if (before === MOST_HOLDS) {
      const say = WORDS[call.args.language].noCalendar();
      return { status: "no_calendar", say, offers: [] };
    }
    holds.set(call.callId, before + 1);
    const [oldest] = holds.keys();
    if (holds.size > MOST_REMEMBERED && oldest !== undefined) holds.delete(oldest);
    return given;
  };
}
