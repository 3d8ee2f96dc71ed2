import * as z from "zod/mini";
import { canonicalInstant, dateOrInstant } from "./instants.ts";

const STATUSES = ["upcoming", "recurring", "past", "cancelled", "unconfirmed"] as const;
const status = z.enum(STATUSES);
const id = z.int().check(z.positive());
const direction = z.enum(["asc", "desc"]);

/** What `bookings.list` takes. */
export const bookingsFilterSchema = z.strictObject({
  status: z.optional(z.union([status, z.array(status).check(z.minLength(1))])),
  attendeeEmail: z.optional(z.string()),
  attendeeName: z.optional(z.string()),
  bookingUid: z.optional(z.string()),
  eventTypeId: z.optional(id),
  eventTypeIds: z.optional(z.array(id)),
  teamId: z.optional(id),
  teamsIds: z.optional(z.array(id)),
  afterStart: z.optional(dateOrInstant),
  beforeEnd: z.optional(dateOrInstant),
  afterCreatedAt: z.optional(dateOrInstant),
  beforeCreatedAt: z.optional(dateOrInstant),
  afterUpdatedAt: z.optional(dateOrInstant),
  beforeUpdatedAt: z.optional(dateOrInstant),
  sortStart: z.optional(direction),
  sortEnd: z.optional(direction),
  sortCreated: z.optional(direction),
  sortUpdatedAt: z.optional(direction),
  pageSize: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
});

/** A state that bookings are listed by. */
export type BookingStatusFilter = (typeof STATUSES)[number];

/** Which bookings to list, and in which order. Instants without an offset are UTC. */
export interface BookingsFilter {
  readonly status?: BookingStatusFilter | readonly BookingStatusFilter[] | undefined;
  readonly attendeeEmail?: string | undefined;
  readonly attendeeName?: string | undefined;
  readonly bookingUid?: string | undefined;
  readonly eventTypeId?: number | undefined;
  readonly eventTypeIds?: readonly number[] | undefined;
  readonly teamId?: number | undefined;
  readonly teamsIds?: readonly number[] | undefined;
  readonly afterStart?: string | undefined;
  readonly beforeEnd?: string | undefined;
  readonly afterCreatedAt?: string | undefined;
  readonly beforeCreatedAt?: string | undefined;
  readonly afterUpdatedAt?: string | undefined;
  readonly beforeUpdatedAt?: string | undefined;
  readonly sortStart?: "asc" | "desc" | undefined;
  readonly sortEnd?: "asc" | "desc" | undefined;
  readonly sortCreated?: "asc" | "desc" | undefined;
  readonly sortUpdatedAt?: "asc" | "desc" | undefined;
  /** Bookings per request, 1 to 100. @default 100 */
  readonly pageSize?: number | undefined;
}

/** The filter as query parameters: lists by comma, instants canonical, status and paging apart. */
export function filterQuery(filter: BookingsFilter): Readonly<Record<string, string | number>> {
  const { status: _status, pageSize: _pageSize, ...rest } = filter;
  const query: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined) continue;
    if (Array.isArray(value)) query[name] = value.join(",");
    else if (/^(?:after|before)/.test(name)) query[name] = canonicalInstant(String(value)) ?? "";
    else query[name] = value as string | number;
  }
  return query;
}
