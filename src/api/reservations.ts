import type { Clock } from "../clock.ts";
import type { Coherence } from "../errors.ts";
import { deepFreeze } from "../freeze.ts";
import { type BookingFacts, mergeFacts, NO_FACTS, namesHosts } from "../invalidation/changes.ts";
import type { InvalidationWidth } from "../invalidation/rules.ts";
import type { Topology } from "../invalidation/topology.ts";
import { uidSchema } from "../schemas/bookings.ts";
import { canonicalInstant } from "../schemas/instants.ts";
import {
  type Reservation,
  type ReservationInput,
  reservationAnswerSchema,
  reservationFoundSchema,
  reservationInputSchema,
} from "../schemas/reservations.ts";
import { parseAnswer, parseInput, serialized } from "../schemas/validate.ts";
import { doneOf } from "./answers.ts";
import type { BookingReadDeps } from "./booking-reads.ts";
import { type LiveReadOptions, liveRead } from "./live-read.ts";
import type { HttpAnswer } from "./refusals.ts";
import type { Write, WriteOptions, WritePath } from "./write-path.ts";

/** A reservation that has been made or moved. */
export interface ReservationResult {
  readonly reservation: Reservation;
  /** `deferred`: the invalidation is kept and repeated, because the store did not confirm it. */
  readonly coherence: Coherence;
}

/**
 * Times held for a while. A reservation hides the time from every event type of the host, also from
 * whoever made it, and does not keep anybody from booking it. When it runs out Cal.com tells nobody;
 * answers loaded while a reservation of this library was held do not outlive it.
 */
export interface Reservations {
  /**
   * Holds a time, for five minutes unless said otherwise.
   *
   * @throws CalcomApiError (422 when it is held or booked already, 401 or 403 for a duration without
   * permission), SchemaError, UnknownOutcomeError, as writes do
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const { reservation } = await calcom.reservations.create({
   *   eventTypeId: 123,
   *   slotStart: "2026-12-07T09:00:00Z",
   * });
   * await calcom.reservations.delete(reservation.reservationUid);
   * ```
   */
  create(input: ReservationInput, options?: WriteOptions): Promise<ReservationResult>;
  /** One reservation as it is now, or `null` when it has run out or never was. */
  get(uid: string, options?: LiveReadOptions): Promise<Reservation | null>;
  /** Moves a reservation, and holds it anew. */
  update(uid: string, input: ReservationInput, options?: WriteOptions): Promise<ReservationResult>;
  /** Lets a time go. Deleting what is not there is no error. */
  delete(uid: string, options?: WriteOptions): Promise<{ readonly coherence: Coherence }>;
}

export interface ReservationsDeps extends BookingReadDeps {
  readonly clock: Clock;
  readonly topology: Topology;
  readonly width: InvalidationWidth;
  readonly writes: WritePath;
}

const COLLECTION = "slots/reservations";

export function reservations(deps: ReservationsDeps): Reservations {
  const { clock, http, index, topology, versions, width, writes } = deps;
  const kind = "reservation-changed";
  const version = versions.slots;

  // It stays on whoever was a host when it was made, whoever hosts the event type by now.
  const hostsOf = (eventTypeId: number) => (topology.poolOf(eventTypeId) ?? []).map(({ id }) => id);
  const isKnown = (before: BookingFacts | undefined) =>
    before !== undefined && (width !== "hosts" || namesHosts(before));

  /** Sends a reservation; what it says is noted, for the deletion that names only a uid. */
  const put = async (
    about: { name: string; method: "POST" | "PATCH"; path: string; uid?: string },
    input: ReservationInput,
    options: WriteOptions | undefined,
  ): Promise<ReservationResult> => {
    const { name, method, path, uid } = about;
    const valid = parseInput(reservationInputSchema, input, name);
    const slotStart = canonicalInstant(valid.slotStart) as string;
    const body = serialized({ ...valid, slotStart }, name);
    const own: BookingFacts = { ...NO_FACTS, eventTypeIds: [valid.eventTypeId] };
    let previousKnown = uid === undefined;
    let sentAt = 0;
    const write: Write<Reservation> = {
      name,
      method,
      path,
      expected: (booking) => ({ kind, booking, previousKnown }),
      facts: async () => {
        const before = uid === undefined ? undefined : await index.find(uid);
        if (before === undefined) return own;
        previousKnown = isKnown(before);
        return mergeFacts(own, before);
      },
      send: async (call) => {
        sentAt = clock.monotonic();
        const answer = await http.send({ method, path, version, body, ...call });
        return parse(reservationAnswerSchema, answer, `${method} /${COLLECTION}`).data;
      },
      changed: async (reservation, booking) => {
        const hostIds = hostsOf(valid.eventTypeId);
        await index.remember([reservation.reservationUid], { ...own, hostIds });
        return { kind, booking, previousKnown };
      },
      // Cal.com counted from some moment since it was sent. What is loaded before the earliest end lacks
      // the time, and so may what is loaded before the last.
      endings: (reservation) => {
        const lastsMs = lifeMs(reservation, clock.now());
        return [lastsMs - (clock.monotonic() - sentAt), lastsMs];
      },
    };
    const { answer, coherence } = await writes.run(write, options);
    return { reservation: deepFreeze(answer), coherence };
  };

  return {
    create: async (input, options) =>
      put({ name: "reservations.create", method: "POST", path: COLLECTION }, input, options),

    update: async (uid, input, options) => {
      const name = "reservations.update";
      return put({ name, method: "PATCH", path: pathOf(uid, name), uid }, input, options);
    },

    async get(uid, options) {
      const request = { path: pathOf(uid, "reservations.get"), version };
      const found = (answer: HttpAnswer) =>
        parse(reservationFoundSchema, answer, `GET /${COLLECTION}`).data;
      return liveRead(deps, { layer: "reservations", request, parse: found }, options);
    },

    async delete(uid, options) {
      const path = pathOf(uid, "reservations.delete");
      let previousKnown = false;
      const write: Write<undefined> = {
        name: "reservations.delete",
        method: "DELETE",
        path,
        expected: (booking) => ({ kind, booking, previousKnown }),
        facts: async () => {
          const before = await index.find(uid);
          previousKnown = isKnown(before);
          return before ?? NO_FACTS;
        },
        send: async (call) => {
          const answer = await http.send({ method: "DELETE", path, version, ...call });
          doneOf(`DELETE /${COLLECTION}`)(answer);
        },
        changed: async (_answer, booking) => ({ kind, booking, previousKnown }),
      };
      const { coherence } = await writes.run(write, options);
      return { coherence };
    },
  };
}

// By its length, because the clocks of Cal.com and of this machine may differ.
function lifeMs({ reservationDuration, reservationUntil }: Reservation, now: number): number {
  return reservationDuration === undefined
    ? Date.parse(reservationUntil) - now
    : reservationDuration * 60_000;
}

function pathOf(uid: string, name: string): string {
  return `${COLLECTION}/${encodeURIComponent(parseInput(uidSchema, uid, name))}`;
}

function parse<T extends Parameters<typeof parseAnswer>[0]>(
  schema: T,
  { status, requestId, body }: HttpAnswer,
  what: string,
) {
  return parseAnswer(schema, body, { what, status, requestId });
}
