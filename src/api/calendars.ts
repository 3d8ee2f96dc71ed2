import type { LoadScope } from "../cache/question.ts";
import {
  type BusyTime,
  type BusyTimesQuery,
  busyTimesAnswerSchema,
  busyTimesQuerySchema,
  type ConnectedCalendars,
  calendarsAnswerSchema,
} from "../schemas/calendars.ts";
import { parseInput } from "../schemas/validate.ts";
import type { LiveReadDeps, LiveReadOptions } from "./live-read.ts";
import { readResource } from "./resource-read.ts";

/** External calendars of the credential's user; never from a cache. Nothing announces their changes. */
export interface Calendars {
  /**
   * The calendars that are connected, and where bookings are entered.
   *
   * @throws CalcomApiError, NetworkError, TimeoutError, SchemaError
   */
  list(options?: LiveReadOptions): Promise<ConnectedCalendars>;
  /**
   * When calendars are busy, asked from their providers now.
   *
   * @throws what `list` throws
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const { connectedCalendars } = await calcom.calendars.list();
   * const calendarsToLoad = connectedCalendars.flatMap(({ credentialId, calendars }) =>
   *   (calendars ?? []).flatMap(({ externalId }) =>
   *     credentialId == null ? [] : [{ credentialId, externalId }],
   *   ),
   * );
   * const dates = { dateFrom: "2026-12-07", dateTo: "2026-12-08", timeZone: "Europe/Berlin" };
   * console.log(await calcom.calendars.busyTimes({ ...dates, calendarsToLoad }));
   * ```
   */
  busyTimes(query: BusyTimesQuery, options?: LiveReadOptions): Promise<readonly BusyTime[]>;
}

/** @param scope the load of a layer that these reads belong to */
export function calendars(deps: LiveReadDeps, scope?: LoadScope): Calendars {
  const name = "calendars";
  return {
    async list(options) {
      const answers = { schema: calendarsAnswerSchema, what: "GET /calendars" };
      return readResource(deps, { name, path: "calendars", answers }, options, scope);
    },
    async busyTimes(query, options) {
      const valid = parseInput(busyTimesQuerySchema, query, "calendars.busyTimes");
      const answers = { schema: busyTimesAnswerSchema, what: "GET /calendars/busy-times" };
      const path = "calendars/busy-times";
      return readResource(
        deps,
        { name, path, query: busyTimesParameters(valid), answers },
        options,
        scope,
      );
    },
  };
}

function busyTimesParameters({
  dateFrom,
  dateTo,
  timeZone = "UTC",
  calendarsToLoad,
}: BusyTimesQuery) {
  const named = calendarsToLoad.flatMap(({ credentialId, externalId }, index) => [
    [`calendarsToLoad[${index}][credentialId]`, credentialId] as const,
    [`calendarsToLoad[${index}][externalId]`, externalId] as const,
  ]);
  // Servers of 2025 know the zone by its older name alone, and insist on it.
  return { timeZone, loggedInUsersTz: timeZone, dateFrom, dateTo, ...Object.fromEntries(named) };
}
