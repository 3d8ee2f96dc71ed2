import type { SlotsAnswer } from "../api/slots.ts";
import type { ReadOptions } from "../cache/layer.ts";
import { digestOf } from "../digest.ts";
import type { SlotsByDate, SlotsQuery } from "../schemas/slots.ts";
import { problem } from "./problems.ts";
import { questionOf } from "./question.ts";

/** What is needed of a client. */
export interface SlotsSource {
  readonly slots: { list(query: SlotsQuery, options?: ReadOptions): Promise<SlotsAnswer> };
}

/** What may be asked for, and by whom it may be kept. */
export interface SlotsHandlerOptions {
  /** The event types that anybody may ask for; others are not found. */
  readonly eventTypeIds: readonly number[];
  /** How many days one answer may span. @default 62 */
  readonly maxDays?: number;
}

/** Answers a request; never rejects. */
export type AnswerHttp = (request: Request) => Promise<Response>;

/** Serves free times to the pages of a host. */
export function createSlotsHandler(
  calcom: SlotsSource,
  { eventTypeIds, maxDays = 62 }: SlotsHandlerOptions,
): AnswerHttp {
  const etags = new WeakMap<SlotsByDate, Promise<{ body: string; etag: string }>>();
  const written = (slots: SlotsByDate) => {
    const known = etags.get(slots) ?? write(slots);
    etags.set(slots, known);
    return known;
  };
  return async (request) => {
    try {
      const question = questionOf(new URL(request.url), { eventTypeIds, maxDays });
      const { slots } = await calcom.slots.list(question, { signal: request.signal });
      const { body, etag } = await written(slots);
      const headers = { etag, "cache-control": "no-cache", "content-type": "application/json" };
      const isSame = request.headers.get("if-none-match") === etag;
      return new Response(isSame ? null : body, { status: isSame ? 304 : 200, headers });
    } catch (error) {
      return problem(error);
    }
  };
}

async function write(slots: SlotsByDate) {
  const body = JSON.stringify({ slots });
  return { body, etag: `"${await digestOf(body)}"` };
}
