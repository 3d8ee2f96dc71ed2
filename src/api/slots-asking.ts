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

/** How one question about slots is made, whose event type may become better known meanwhile. */
interface Asking {
  readonly byId: AnyQuery;
  readonly questionOf: (query: AnyQuery) => KnownQuestion;
  readonly call: CacheReadOptions;
  /** When it was asked, by the monotonic clock. */
  readonly now: number;
}

/** Asks about an event type whose hosts are known as far as they can be; a hit is given at once. */
export function askSlots(deps: SlotsDeps, asking: Asking): Answer | Promise<Answer> {
  const { topology } = deps;
  const { byId, questionOf } = asking;
  const asked = questionOf(byId);
  if (asked.known !== undefined || !topology.hasTable || !isById(byId)) {
    return askKnown(deps, asking, asked);
  }
  return topology.learnFirst(byId.eventTypeId).then(() => askKnown(deps, asking, questionOf(byId)));
}

function askKnown(deps: SlotsDeps, asking: Asking, asked: KnownQuestion): Answer | Promise<Answer> {
  const answer = deps.cache.get(asked.question, asking.call);
  return isPromise(answer)
    ? answer.then((late) => askAgain(deps, asking, asked, late))
    : askAgain(deps, asking, asked, answer);
}

// Judged by hosts of before an edit somewhere else, an answer may rest on fewer than there are now.
function askAgain(
  deps: SlotsDeps,
  { byId, call, now, questionOf }: Asking,
  { known }: KnownQuestion,
  answer: Answer,
): Answer | Promise<Answer> {
  deps.topology.heed(answer.dependencies.versions.all);
  if (known === undefined || knownOf(byId, deps, now) === known) return answer;
  return deps.cache.get(questionOf(byId).question, call);
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
