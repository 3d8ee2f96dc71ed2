import type { Answer, CacheReadOptions, LoadScope } from "../cache/question.ts";
import { isPromise } from "../cache/waiting.ts";
import { SchemaError } from "../errors.ts";
import type {
  SlotsByDate,
  SlotsById,
  SlotsByTeamSlug,
  SlotsByUserSlug,
  SlotsQuery,
  SlotsWindow,
  SlotTimesQuery,
} from "../schemas/slots.ts";
import { eventTypeIdOf } from "./event-type-slugs.ts";
import type { SlotsDeps } from "./slots.ts";
import { slotWithoutEnd } from "./slots-load.ts";
import { type KnownQuestion, knownOf, validQuery } from "./slots-questions.ts";

type AnyQuery = SlotsQuery | SlotTimesQuery;

/** Asks about an event type whose hosts are known as far as they can be. */
export async function askSlots(
  deps: SlotsDeps,
  byId: AnyQuery,
  questionOf: (query: AnyQuery) => KnownQuestion,
  call: CacheReadOptions & { readonly now: number },
): Promise<Answer> {
  const { cache, topology } = deps;
  let asked = questionOf(byId);
  if (asked.known === undefined && topology.hasTable && isById(byId)) {
    await topology.learnFirst(byId.eventTypeId);
    asked = questionOf(byId);
  }
  const first = cache.get(asked.question, call);
  const answer = isPromise(first) ? await first : first;
  topology.heed(answer.dependencies.versions.all);
  // Judged by hosts of before an edit somewhere else, it may rest on fewer than there are now.
  if (asked.known === undefined || knownOf(byId, deps, call.now) === asked.known) return answer;
  return cache.get(questionOf(byId).question, call);
}

export function isById(query: AnyQuery): query is AnyQuery & SlotsById {
  return (query as Partial<SlotsById> | null | undefined)?.eventTypeId !== undefined;
}

/** The query by id, where Cal.com tells the id. */
export async function resolved(
  deps: SlotsDeps,
  query: AnyQuery,
  call: CacheReadOptions,
  scope?: LoadScope,
): Promise<AnyQuery> {
  const valid = validQuery(query);
  if (!("eventTypeSlug" in valid)) return valid;
  const eventTypeId = await eventTypeIdOf(deps, valid, call, scope);
  if (eventTypeId === undefined) return valid;
  const { eventTypeSlug: _slug, organizationSlug: _organization, ...rest } = valid;
  const {
    username: _user,
    teamSlug: _team,
    ...window
  } = rest as SlotsWindow & Partial<SlotsByUserSlug & SlotsByTeamSlug>;
  return { ...window, eventTypeId };
}

/** @throws SchemaError where ends are missing */
export function refuseWithoutEnds(slots: SlotsByDate, requestId: string | undefined): void {
  const where = slotWithoutEnd(slots);
  if (where === undefined) return;
  const path = `data.${where}.end`;
  throw new SchemaError(
    "invalid_response",
    `Cal.com listed slots without their ends, at ${path}. Ask with \`format: "time"\`.`,
    { path, status: 200, requestId },
  );
}
