import type { LoadScope } from "../cache/question.ts";
import type { Coherence } from "../errors.ts";
import { deepFreeze } from "../freeze.ts";
import type { Change } from "../invalidation/changes.ts";
import type { Topology } from "../invalidation/topology.ts";
import {
  type CreateEventTypeInput,
  createEventTypeSchema,
  createTeamEventTypeSchema,
  type EventTypesFilter,
  eventTypesFilterSchema,
  teamEventTypesFilterSchema,
  type UpdateEventTypeInput,
  updateEventTypeSchema,
} from "../schemas/event-type-inputs.ts";
import {
  type EventType,
  eventTypesAnswerSchema,
  eventTypeWrittenSchema,
  oneEventTypeSchema,
} from "../schemas/event-type-settings.ts";
import { parseInput } from "../schemas/validate.ts";
import { dataOf, doneOf } from "./answers.ts";
import type { ApiVersions } from "./api-versions.ts";
import type { LiveReadDeps, LiveReadOptions } from "./live-read.ts";
import { OLD_EVENT_TYPE } from "./old-shape.ts";
import { queryFrom, readResource } from "./resource-read.ts";
import { type ResourceWrite, type ResourceWriteDeps, resourceWrite } from "./resource-write.ts";
import { checkedId, collectionUnder, type Under } from "./scopes.ts";
import type { WriteOptions } from "./write-path.ts";

/** Whose event types: the credential's user's own, or a team's. */
export type EventTypeScope = Under<never> | Under<"teamId"> | Under<"organizationId" | "teamId">;

/** An event type that has been made or edited. */
export interface EventTypeResult {
  readonly eventType: EventType;
  /** The copies of a managed one for its members, as far as Cal.com lists them. */
  readonly children: readonly EventType[];
  /** `deferred`: the invalidation is kept and repeated, because the store did not confirm it. */
  readonly coherence: Coherence;
}

/** Reads of event types; never from a cache. */
export interface EventTypesReader {
  /**
   * Event types of a user, or of a team with `{ teamId }`. Hidden ones are listed for their owner
   * alone.
   *
   * @throws CalcomApiError, NetworkError, TimeoutError, SchemaError
   */
  list(
    filter?: EventTypesFilter,
    options?: LiveReadOptions & EventTypeScope,
  ): Promise<readonly EventType[]>;
  /** @throws what `list` throws; for an unknown id a CalcomApiError with status 404 */
  get(id: number, options?: LiveReadOptions & EventTypeScope): Promise<EventType>;
}

/**
 * Event types. An edit reaches others too (by buffers, hosts, a slug), so each change of one orphans
 * every answer there is.
 */
export interface EventTypes extends EventTypesReader {
  /**
   * @throws CalcomApiError, SchemaError, UnknownOutcomeError, as writes do
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const { eventType } = await calcom.eventTypes.create({
   *   title: "Introduction",
   *   slug: "introduction",
   *   lengthInMinutes: 30,
   *   minimumBookingNotice: 120,
   * });
   * await calcom.eventTypes.update(eventType.id, { afterEventBuffer: 15 });
   * const ofTeam = await calcom.eventTypes.list({}, { teamId: 5 });
   * console.log(ofTeam.map(({ hosts }) => hosts?.length));
   * ```
   */
  create(
    input: CreateEventTypeInput,
    options?: WriteOptions & EventTypeScope,
  ): Promise<EventTypeResult>;
  /** Edits an event type; throws what `create` throws. */
  update(
    id: number,
    input: UpdateEventTypeInput,
    options?: WriteOptions & EventTypeScope,
  ): Promise<EventTypeResult>;
  /** Deletes an event type; its bookings stay, and keep their hosts busy. */
  delete(
    id: number,
    options?: WriteOptions & EventTypeScope,
  ): Promise<{ readonly coherence: Coherence }>;
}

export interface EventTypesReaderDeps extends LiveReadDeps {
  readonly versions: ApiVersions;
}

export interface EventTypesDeps extends EventTypesReaderDeps, ResourceWriteDeps {
  readonly topology: Topology;
}

const NAME = "eventTypes";
const OWN = "event-types";
const COLLECTIONS = [
  OWN,
  "teams/{teamId}/event-types",
  "organizations/{organizationId}/teams/{teamId}/event-types",
] as const;
const CHANGED: Change = { kind: "event-type-changed" };
const about = (method: string) => ({ what: `${method} /event-types`, old: OLD_EVENT_TYPE });

/** @param scope the load of a layer that these reads belong to */
export function eventTypesReader(deps: EventTypesReaderDeps, scope?: LoadScope): EventTypesReader {
  const version = deps.versions.eventTypes;
  return {
    async list(filter = {}, options) {
      const what = "eventTypes.list";
      const { collection, path } = collectionUnder(COLLECTIONS, options, what);
      const schema = collection === OWN ? eventTypesFilterSchema : teamEventTypesFilterSchema;
      const query = queryFrom(parseInput(schema, filter, what));
      const answers = { schema: eventTypesAnswerSchema, ...about("GET") };
      return readResource(deps, { name: NAME, path, version, query, answers }, options, scope);
    },
    async get(id, options) {
      const path = pathOf(id, options, "eventTypes.get");
      const answers = { schema: oneEventTypeSchema, ...about("GET") };
      return readResource(deps, { name: NAME, path, version, answers }, options, scope);
    },
  };
}

export function eventTypes(deps: EventTypesDeps): EventTypes {
  const version = deps.versions.eventTypes;

  // What is known until its end may be of before, also what is being learned just now.
  const change = async <T>(
    write: Omit<ResourceWrite<T>, "version">,
    options: WriteOptions | undefined,
  ) => {
    try {
      return await resourceWrite(deps, { ...write, version }, { expected: CHANGED }, options);
    } finally {
      deps.topology.forget();
    }
  };
  const put = async (
    write: Pick<ResourceWrite<unknown>, "name" | "method" | "path" | "body">,
    options: WriteOptions | undefined,
  ): Promise<EventTypeResult> => {
    const parse = dataOf({ schema: eventTypeWrittenSchema, ...about(write.method) });
    const { answer, coherence } = await change({ ...write, parse }, options);
    const [eventType, ...children] = deepFreeze([answer].flat());
    return { eventType: eventType as EventType, children, coherence };
  };

  return {
    ...eventTypesReader(deps),
    async create(input, options) {
      const name = "eventTypes.create";
      const { collection, path } = collectionUnder(COLLECTIONS, options, name);
      const schema = collection === OWN ? createEventTypeSchema : createTeamEventTypeSchema;
      return put({ name, method: "POST", path, body: parseInput(schema, input, name) }, options);
    },
    async update(id, input, options) {
      const name = "eventTypes.update";
      const body = parseInput(updateEventTypeSchema, input, name);
      return put({ name, method: "PATCH", path: pathOf(id, options, name), body }, options);
    },
    async delete(id, options) {
      const name = "eventTypes.delete";
      const path = pathOf(id, options, name);
      const parse = doneOf("DELETE /event-types");
      const { coherence } = await change({ name, method: "DELETE", path, parse }, options);
      return { coherence };
    },
  };
}

function pathOf(id: number, scope: EventTypeScope | undefined, what: string): string {
  return `${collectionUnder(COLLECTIONS, scope, what).path}/${checkedId(id, "id", what)}`;
}
