import type { CoherentCache } from "../cache/coherent-cache.ts";
import type { EntryNamespace } from "../cache/entry-namespace.ts";
import { questionKey } from "../cache/key.ts";
import type { CacheReadOptions, Loaded, LoadScope } from "../cache/question.ts";
import { reading } from "../cache/reading.ts";
import { CalcomApiError, RateLimitError } from "../errors.ts";
import { sluggedAnswerSchema } from "../schemas/event-types.ts";
import type { SlotsByTeamSlug, SlotsByUserSlug } from "../schemas/slots.ts";
import { parseAnswer } from "../schemas/validate.ts";
import type { ApiVersions } from "./api-versions.ts";
import { SLUG_TAGS, type SlotsTtl } from "./cache-policy.ts";
import type { Http } from "./http.ts";

export interface EventTypeSlugsDeps {
  readonly cache: CoherentCache;
  readonly http: Http;
  readonly namespace: EntryNamespace;
  readonly versions: ApiVersions;
  readonly ttl: SlotsTtl;
}

/**
 * The id behind a slug, so that answers by slug depend on what the event type's own do. Kept like
 * any answer.
 *
 * @returns `undefined` where Cal.com does not say, as with hidden event types or without permission
 * to read a team's
 * @throws NetworkError, TimeoutError, SchemaError, or the signal's reason
 */
export async function eventTypeIdOf(
  deps: EventTypeSlugsDeps,
  subject: SlotsByUserSlug | SlotsByTeamSlug,
  call: CacheReadOptions,
  scope: LoadScope | undefined,
): Promise<number | undefined> {
  const { cache, namespace } = deps;
  const { eventTypeSlug, organizationSlug = null } = subject;
  const owner = "teamSlug" in subject ? ["team", subject.teamSlug] : ["user", subject.username];
  return reading(scope?.frame, async (begun) => {
    const question = {
      layer: "eventTypes",
      entryKey: `${await namespace.prefix()}eventTypes:slug:${questionKey([eventTypeSlug, ...owner, organizationSlug])}`,
      tags: SLUG_TAGS,
      derived: false,
      kept: true,
      timeless: true,
      load: (about: LoadScope) => findId(deps, subject, about),
    };
    try {
      const { value } = await cache.get(question, { ...call, reading: begun });
      return value === null ? undefined : (value as number);
    } catch (error) {
      // The slots may be answered all the same; they are asked for by slug then.
      if (error instanceof CalcomApiError) return undefined;
      throw error;
    }
  });
}

async function findId(
  deps: EventTypeSlugsDeps,
  subject: SlotsByUserSlug | SlotsByTeamSlug,
  scope: LoadScope,
): Promise<Loaded> {
  const { eventTypeSlug: eventSlug, organizationSlug: orgSlug } = subject;
  try {
    const id =
      "teamSlug" in subject
        ? await findTeams(deps, subject, scope)
        : await find(deps, scope, eventSlug, "event-types", {
            ...{ username: subject.username, eventSlug },
            ...(orgSlug === undefined ? {} : { orgSlug }),
          });
    return { value: id ?? null, ttlMs: id === undefined ? deps.ttl.emptyMs : deps.ttl.farMs };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { value: null, ttlMs: deps.ttl.emptyMs };
  }
}

// The public list of a team's event types wants the team's id, and only its members may learn that.
async function findTeams(
  deps: EventTypeSlugsDeps,
  { eventTypeSlug: eventSlug, teamSlug, organizationSlug }: SlotsByTeamSlug,
  scope: LoadScope,
): Promise<number | undefined> {
  // The same team slug may exist in several organizations.
  if (organizationSlug !== undefined) return undefined;
  const teamId = await find(deps, scope, teamSlug, "teams");
  if (teamId === undefined) return undefined;
  return find(deps, scope, eventSlug, `teams/${teamId}/event-types`, { eventSlug });
}

/** The id of what has the slug; `undefined` where nothing, or more than one thing has. */
async function find(
  { http, versions }: EventTypeSlugsDeps,
  scope: LoadScope,
  slug: string,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<number | undefined> {
  const version = versions.eventTypes;
  const { signal, until, priority } = scope;
  const about = { signal, until, priority };
  const answer = await http.send({ method: "GET", path, version, query, ...about });
  const { status, requestId, body } = answer;
  const { data } = parseAnswer(sluggedAnswerSchema, body, {
    what: `GET /${path}`,
    status,
    requestId,
  });
  const found = data.filter((one) => one.slug === slug);
  return found.length === 1 ? found[0]?.id : undefined;
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof CalcomApiError) || error instanceof RateLimitError) return false;
  return (error.status ?? 500) < 500;
}
