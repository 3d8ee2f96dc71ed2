import type { EventTypeFacts, PoolHost } from "../invalidation/topology.ts";
import { eventTypeAnswerSchema, meAnswerSchema } from "../schemas/event-types.ts";
import { parseAnswer } from "../schemas/validate.ts";
import type { Http } from "./http.ts";

/**
 * Who hosts an event type, by authoritative reads: complete only for a personal event type of the
 * credential's own user, because an event type's answer gives ids and no e-mail addresses.
 */
export class EventTypeReader {
  readonly #http: Http;
  readonly #timeoutMs: number;
  readonly #version: string;
  #me: Promise<PoolHost> | undefined;

  /** @param version of the event types' API */
  constructor(http: Http, options: { readonly timeoutMs: number; readonly version: string }) {
    this.#http = http;
    this.#timeoutMs = options.timeoutMs;
    this.#version = options.version;
  }

  async read(eventTypeId: number): Promise<EventTypeFacts> {
    const path = `event-types/${eventTypeId}`;
    const version = this.#version;
    const timeoutMs = this.#timeoutMs;
    const answer = await this.#http.send({ method: "GET", path, version, timeoutMs });
    const { status, requestId, body } = answer;
    const about = { what: "GET /event-types", status, requestId };
    const { data } = parseAnswer(eventTypeAnswerSchema, body, about);
    const notice = data.minimumBookingNotice;
    const minimumNoticeMs = typeof notice === "number" ? notice * 60_000 : undefined;
    const isTeam = data.teamId != null || data.schedulingType != null;
    const userIds = (data.users ?? []).map(({ id }) => id);
    if (isTeam || data.hosts?.length || userIds.length === 0) {
      return { hosts: undefined, minimumNoticeMs, isTeam };
    }
    const me = await this.#whoAmI();
    const isMine = data.ownerId === me.id && userIds.every((id) => id === me.id);
    return { hosts: isMine ? [me] : undefined, minimumNoticeMs, isTeam };
  }

  // A credential's user does not change; a failure is asked again.
  #whoAmI(): Promise<PoolHost> {
    this.#me ??= this.#askWhoAmI().catch((error: unknown) => {
      this.#me = undefined;
      throw error;
    });
    return this.#me;
  }

  async #askWhoAmI(): Promise<PoolHost> {
    const timeoutMs = this.#timeoutMs;
    const answer = await this.#http.send({ method: "GET", path: "me", timeoutMs });
    const { status, requestId, body } = answer;
    const { data } = parseAnswer(meAnswerSchema, body, { what: "GET /me", status, requestId });
    return { id: data.id, email: data.email };
  }
}
