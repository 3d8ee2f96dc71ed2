import { isMoreUrgent } from "../cache/priorities.ts";
import type { Priority } from "../cache/question.ts";
import { CalcomApiError } from "../errors.ts";
import type { PoolHost } from "../invalidation/pools.ts";
import type { EventTypeFacts } from "../invalidation/topology.ts";
import {
  eventTypeAnswerSchema,
  type HostedEventType,
  hostedEventTypesSchema,
  meAnswerSchema,
} from "../schemas/event-types.ts";
import { membershipsAnswerSchema, teamsAnswerSchema } from "../schemas/teams.ts";
import { parseAnswer, type SchemaOf } from "../schemas/validate.ts";
import type { Http } from "./http.ts";
import { offsetPages, type Query } from "./pages.ts";

/** Of more teams than these an event type is not looked for. */
const MOST_TEAMS = 10;
/** Others are templates, or nobody knows what. */
const HOSTED_TYPES = new Set(["roundRobin", "collective"]);
/** Not there, or not for this user to see. */
const REFUSED = new Set([403, 404]);

/**
 * Who hosts an event type, by authoritative reads: known for a personal one of the credential's own
 * user, and for a team's whose hosts are all found among its members, because an event type's answer
 * gives ids and no e-mail addresses.
 */
export class EventTypeReader {
  readonly #http: Http;
  readonly #timeoutMs: number;
  readonly #version: string;
  #me: { readonly priority: Priority; readonly known: Promise<PoolHost> } | undefined;

  /** @param version of the event types' API */
  constructor(http: Http, options: { readonly timeoutMs: number; readonly version: string }) {
    this.#http = http;
    this.#timeoutMs = options.timeoutMs;
    this.#version = options.version;
  }

  /** @param priority of whoever waits for it */
  async read(eventTypeId: number, priority: Priority = "offer"): Promise<EventTypeFacts> {
    const found = await this.#find(eventTypeId, priority);
    const notice = found.minimumBookingNotice;
    const minimumNoticeMs = typeof notice === "number" ? notice * 60_000 : undefined;
    const isTeam = found.teamId != null || found.schedulingType != null;
    const hosts = isTeam
      ? await this.#hostsOfTeams(found, priority)
      : await this.#hostsOfPersonal(found, priority);
    return { hosts, minimumNoticeMs, isTeam };
  }

  // Servers of 2025 give a team's event type in the list of its team alone.
  async #find(eventTypeId: number, priority: Priority): Promise<HostedEventType> {
    const what = "GET /event-types";
    try {
      return await this.#get(`event-types/${eventTypeId}`, what, eventTypeAnswerSchema, {
        priority,
      });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const teams = await this.#get("teams", "GET /teams", teamsAnswerSchema, { priority });
      for (const { id } of teams.slice(0, MOST_TEAMS)) {
        const listed = await this.#get(`teams/${id}/event-types`, what, hostedEventTypesSchema, {
          priority,
        });
        const found = listed.find((one) => one.id === eventTypeId);
        if (found !== undefined) return found;
      }
      throw error;
    }
  }

  async #hostsOfPersonal(
    eventType: HostedEventType,
    priority: Priority,
  ): Promise<readonly PoolHost[] | undefined> {
    const userIds = (eventType.users ?? []).map(({ id }) => id);
    if (eventType.hosts?.length || userIds.length === 0) return undefined;
    const me = await this.#whoAmI(priority);
    const isMine = eventType.ownerId === me.id && userIds.every((id) => id === me.id);
    return isMine ? [me] : undefined;
  }

  async #hostsOfTeams(
    eventType: HostedEventType,
    priority: Priority,
  ): Promise<readonly PoolHost[] | undefined> {
    const { teamId, parentEventTypeId, schedulingType, hosts, users } = eventType;
    const ids = (hosts ?? []).map(({ userId }) => userId);
    const isCertain =
      ids.length > 0 &&
      parentEventTypeId == null &&
      HOSTED_TYPES.has(schedulingType ?? "") &&
      (users ?? []).every(({ id }) => ids.includes(id));
    if (teamId == null || !isCertain) return undefined;
    const found = new Map<number, PoolHost>();
    try {
      for await (const { userId, user } of this.#membersOf(teamId, priority)) {
        if (ids.includes(userId)) found.set(userId, { id: userId, email: user.email });
      }
    } catch (error) {
      // Members are told to members; then nobody's address is known, and that is known.
      if (!isRefusal(error)) throw error;
    }
    return ids.every((id) => found.has(id as number)) ? [...found.values()] : undefined;
  }

  #membersOf(teamId: number, priority: Priority) {
    return offsetPages({}, (query) =>
      this.#get(
        `teams/${teamId}/memberships`,
        "GET /teams/{id}/memberships",
        membershipsAnswerSchema,
        { priority, query },
      ),
    );
  }

  // A credential's user does not change; a failure is asked again. Whoever is more urgent waits for
  // nobody who waits for the rate budget.
  #whoAmI(priority: Priority): Promise<PoolHost> {
    if (this.#me !== undefined && !isMoreUrgent(priority, this.#me.priority)) return this.#me.known;
    const known = this.#get("me", "GET /me", meAnswerSchema, { priority }).then(
      ({ id, email }) => {
        this.#me = { priority: "booking", known };
        return { id, email };
      },
      (error: unknown) => {
        if (this.#me?.known === known) this.#me = undefined;
        throw error;
      },
    );
    this.#me = { priority, known };
    return known;
  }

  async #get<T>(
    path: string,
    what: string,
    schema: SchemaOf<{ readonly data: T }>,
    { priority, query }: { readonly priority: Priority; readonly query?: Query },
  ): Promise<T> {
    const answer = await this.#http.send({
      method: "GET",
      path,
      version: this.#version,
      timeoutMs: this.#timeoutMs,
      priority,
      ...(query === undefined ? {} : { query }),
    });
    const { status, requestId, body } = answer;
    return parseAnswer(schema, body, { what, status, requestId }).data;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof CalcomApiError && REFUSED.has(error.status ?? 0);
}
