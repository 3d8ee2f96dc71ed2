import type { Access, Caller } from "./auth.ts";
import type { ActionTools, Step } from "./booking-actions.ts";
import type { ProfileName } from "./profile.ts";
import type { OwnLimit } from "./rate-limit.ts";
import type { Reply } from "./replies.ts";
import { absenceRoutes } from "./routes-absences.ts";
import { bookingChangeRoutes } from "./routes-booking-changes.ts";
import { bookingRoutes } from "./routes-bookings.ts";
import { calendarRoutes } from "./routes-calendars.ts";
import { eventTypeRoutes } from "./routes-event-types.ts";
import { otherRoutes } from "./routes-others.ts";
import { reservationRoutes } from "./routes-reservations.ts";
import { scheduleRoutes } from "./routes-schedules.ts";
import { slotRoutes } from "./routes-slots.ts";
import { teamEventTypeRoutes } from "./routes-team-event-types.ts";
import { teamRoutes } from "./routes-teams.ts";
import { webhookRoutes } from "./routes-webhooks.ts";
import type { State } from "./state.ts";

/** One request on its way through a route. */
export interface RouteContext {
  readonly tools: ActionTools;
  readonly caller: Caller;
  readonly query: Readonly<Record<string, string>>;
  /** The parsed JSON body; `undefined` when there was none. */
  readonly body: unknown;
  /** What the route's pattern caught, e.g. a uid. */
  readonly id: string;
  /** All that the pattern caught, in its order. */
  readonly ids: readonly string[];
  readonly step: Step;
  /** Where the answer to a write is read from: the state, or a replica that has missed the write. */
  readonly readBack: State;
}

export interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  /** The `cal-api-version` it needs, or one of several; without one any will do. */
  readonly version?: string | readonly string[];
  /** The profile that alone has it; without one both do. */
  readonly profile?: ProfileName;
  readonly access: Access;
  readonly ownLimit?: OwnLimit;
  /** Whether it reads a replica, which on hosted servers lags behind (API.md 13). */
  readonly readsReplica?: boolean;
  readonly run: (context: RouteContext) => Reply | Promise<Reply>;
}

const routes: readonly Route[] = [
  ...slotRoutes,
  ...reservationRoutes,
  ...bookingRoutes,
  ...bookingChangeRoutes,
  ...eventTypeRoutes,
  ...scheduleRoutes,
  ...teamRoutes,
  ...teamEventTypeRoutes,
  ...webhookRoutes,
  ...absenceRoutes,
  ...calendarRoutes,
  ...otherRoutes,
];

/** Finds the route; one whose version does not match does not exist, as on the server. */
export function findRoute(
  method: string,
  path: string,
  version: string,
  profile: ProfileName,
): { route: Route; ids: readonly string[] } | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    if (route.version !== undefined && ![route.version].flat().includes(version)) continue;
    if (route.profile !== undefined && route.profile !== profile) continue;
    const found = route.pattern.exec(path);
    if (found !== null) return { route, ids: found.slice(1).map(decodeURIComponent) };
  }
  return undefined;
}
