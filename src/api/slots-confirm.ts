import { refuseInsideLoad } from "../cache/frame.ts";
import type { ReadOptions } from "../cache/layer.ts";
import { type Provenance, provenanceOf } from "../cache/provenance.ts";
import type { Coherence } from "../errors.ts";
import { NO_FACTS } from "../invalidation/changes.ts";
import type { Invalidator } from "../invalidation/invalidator.ts";
import { type ConfirmationQuery, confirmationOf } from "../schemas/confirmations.ts";
import { DAY_MS, dateOf } from "../schemas/days.ts";
import type { Slot, SlotsByDate, SlotsQuery, SlotTimesQuery } from "../schemas/slots.ts";
import type { SlotsDeps } from "./slots.ts";
import { askSlots, isById, refuseWithoutEnds, resolved } from "./slots-asking.ts";
import { liveQuestionOf, validQuery } from "./slots-questions.ts";

/** What Cal.com says of a time, asked for this call. */
export type SlotConfirmation =
  | {
      readonly available: true;
      readonly slot: Slot;
      readonly provenance: Provenance;
    }
  | {
      readonly available: false;
      readonly provenance: Provenance;
      /** Whether every answer that may list the time is gone, or will be: `deferred`. */
      readonly coherence: Coherence;
    };

/** Asks Cal.com before something is promised. */
export interface SlotsConfirmer {
  /**
   * Whether a time can be booked now. Cal.com is asked; callers that come together share one request.
   * Where it cannot, every answer that may have listed it is invalidated before this resolves. A full
   * seated slot cannot be booked. Nothing is reserved: somebody else may still be faster.
   *
   * @throws SchemaError for a question or an answer of the wrong shape; CalcomApiError, RateLimitError,
   * NetworkError or TimeoutError when Cal.com did not answer; ConfigurationError inside a layer's load;
   * the signal's reason when it aborts
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const start = "2026-12-07T09:00:00+01:00";
   * const found = await calcom.slots.confirm({ eventTypeId: 123, start, timeZone: "Europe/Berlin" });
   * console.log(found.available ? `Free until ${found.slot.end}.` : "Gone.");
   * ```
   */
  confirm(
    query: ConfirmationQuery,
    options?: Pick<ReadOptions, "signal" | "timeoutMs">,
  ): Promise<SlotConfirmation>;
}

export interface SlotsConfirmerDeps extends SlotsDeps {
  readonly invalidator: Invalidator;
}

const NAME = "slots.confirm";

export function slotsConfirmer(deps: SlotsConfirmerDeps): SlotsConfirmer {
  return {
    async confirm(query, { signal, timeoutMs } = {}) {
      refuseInsideLoad(NAME);
      const { start, rest } = confirmationOf(query, NAME);
      const window = { start: dateOf(start - DAY_MS), end: dateOf(start + DAY_MS) };
      const valid = validQuery({ ...rest, ...window } as SlotsQuery, NAME);
      const { answer, eventTypeId } = await ask(deps, valid, { signal, timeoutMs });
      const slots = answer.value as SlotsByDate;
      const provenance = provenanceOf(answer, "slots");
      refuseWithoutEnds(slots, provenance.requestId);
      const slot = Object.values(slots)
        .flat()
        .find((one) => Date.parse(one.start) === start && one.seatsRemaining !== 0);
      if (slot !== undefined) return { available: true, slot, provenance };
      const eventTypeIds = eventTypeId === undefined ? [] : [eventTypeId];
      const coherence = await deps.invalidator.correct({ ...NO_FACTS, eventTypeIds });
      return { available: false, provenance, coherence };
    },
  };
}

// Whole days, because a window lists at its edges what a booking outside it forbids (API.md 6.4).
async function ask(
  deps: SlotsConfirmerDeps,
  query: SlotsQuery | SlotTimesQuery,
  options: Pick<ReadOptions, "signal" | "timeoutMs">,
) {
  const { clock, namespace } = deps;
  const at = { entryPrefix: await namespace.prefix(), now: clock.monotonic() };
  const given = deps.readOptions(options);
  const call = { ...given, until: at.now + given.timeoutMs, priority: "confirm" as const };
  const byId = isById(query) ? query : await resolved(deps, query, call);
  const questionOf = (asked: typeof byId) => liveQuestionOf(asked, deps, at);
  const asking = { byId, questionOf, call: { ...call, cache: "ask" as const }, now: at.now };
  const answer = await askSlots(deps, asking);
  return { answer, eventTypeId: isById(byId) ? byId.eventTypeId : undefined };
}
