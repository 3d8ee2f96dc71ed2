import { ALTERNATIVES, type FindNear } from "./alternatives-finder.ts";
import { type BookingsReader, bookingsReader } from "./api/booking-reads.ts";
import { type Calendars, calendars } from "./api/calendars.ts";
import { type EventTypesReader, eventTypesReader } from "./api/event-types.ts";
import { type OutOfOfficeReader, outOfOfficeReader } from "./api/out-of-office.ts";
import { type SchedulesReader, schedulesReader } from "./api/schedules.ts";
import { slotsLister } from "./api/slots.ts";
import { type Teams, teams } from "./api/teams.ts";
import { type WebhooksReader, webhooksReader } from "./api/webhooks.ts";
import type { SlotsReader } from "./booking-flow/slots.ts";
import type { Layer, ReadOptions } from "./cache/layer.ts";
import type { LoadScope } from "./cache/question.ts";
import type { Parts } from "./parts.ts";

/** Everything that can be read of Cal.com. */
interface Readers {
  readonly slots: SlotsReader;
  readonly bookings: BookingsReader;
  readonly eventTypes: EventTypesReader;
  readonly schedules: SchedulesReader;
  readonly outOfOffice: OutOfOfficeReader;
  readonly webhooks: WebhooksReader;
  readonly calendars: Calendars;
  readonly teams: Teams;
}

/** What a layer's load reads through: everything read here becomes a dependency of its answer. */
export interface LoadContext extends Readers {
  /** Aborted when nobody waits for this load any more. */
  readonly signal: AbortSignal;
  /** The answer of another layer of the same client. */
  get<Query, Value>(
    layer: Layer<Query, Value>,
    query: Query,
    options?: ReadOptions,
  ): Promise<Readonly<Value>>;
}

/** The reads of one load. */
export function readersWithin(
  scope: LoadScope,
  reads: Parts["reads"],
  findNear: FindNear,
): Readers {
  return {
    slots: {
      ...slotsLister(reads, scope),
      alternatives: (query, options) => findNear(query, { options, scope }),
    },
    bookings: bookingsReader(reads, scope),
    eventTypes: eventTypesReader(reads, scope),
    schedules: schedulesReader(reads, scope),
    outOfOffice: outOfOfficeReader(reads, scope),
    webhooks: webhooksReader(reads, scope),
    calendars: calendars(reads, scope),
    teams: teams(reads, scope),
  };
}

/** Families of answers of the client's own, which no layer can be called. */
export const OWN_FAMILIES: ReadonlySet<string> = new Set([
  ...["slots", "bookings", "reservations", "request", "eventTypes", "schedules", "outOfOffice"],
  ...["webhooks", "calendars", "teams", ALTERNATIVES],
]);
