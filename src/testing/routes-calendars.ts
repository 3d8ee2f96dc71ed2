import { calendarBusy } from "./calendars.ts";
import { isIsoDate, utcMillis } from "./problems.ts";
import { type Reply, refuseInvalid, success } from "./replies.ts";
import type { Route, RouteContext } from "./routes.ts";
import { callerOf } from "./routes-event-types.ts";
import { serializeCalendars } from "./serialize-calendars.ts";
import { instantOf, isTimeZone } from "./zone.ts";

const DAY_MS = 86_400_000;
const LOADED = /^calendarsToLoad\[\d+\]\[externalId\]$/;

type Query = RouteContext["query"];

/** The zone goes by its older name, too. */
const zoneOf = ({ timeZone, loggedInUsersTz }: Query): string => timeZone ?? loggedInUsersTz ?? "";

function refuseWrong(query: Query): void {
  const wrong = (property: string, constraints: object) => [
    { target: query, value: query[property], property, children: [], constraints },
  ];
  const dates = ["dateFrom", "dateTo"].flatMap((name) =>
    isIsoDate(query[name])
      ? []
      : wrong(name, { isDateString: `${name} must be a valid ISO 8601 date string` }),
  );
  const zone = isTimeZone(zoneOf(query))
    ? []
    : wrong("timeZone", { isTimeZone: "timeZone must be a valid IANA time-zone" });
  const named = Object.keys(query).some((name) => LOADED.test(name))
    ? []
    : wrong("calendarsToLoad", { arrayNotEmpty: "calendarsToLoad should not be empty" });
  const errors = [...dates, ...zone, ...named];
  if (errors.length > 0) throw refuseInvalid(errors);
}

/** Both dates are whole days of the zone. */
function busyTimes(context: RouteContext): Reply {
  const { query, tools } = context;
  refuseWrong(query);
  const { id, email } = callerOf(context);
  const asked = Object.entries(query).filter(([name]) => LOADED.test(name));
  if (!asked.some(([, externalId]) => externalId === email)) return success([]);
  const midnight = (date = "") => utcMillis(date.slice(0, 10));
  const start = instantOf(zoneOf(query), midnight(query.dateFrom));
  const end = instantOf(zoneOf(query), midnight(query.dateTo) + DAY_MS);
  const found = calendarBusy(tools.state, id, { start, end });
  return success(
    found.map((busy) => ({
      start: new Date(busy.start).toISOString(),
      end: new Date(busy.end).toISOString(),
      source: null,
    })),
  );
}

const get = (pattern: RegExp, run: Route["run"]): Route => ({
  method: "GET",
  pattern,
  access: "user",
  run,
});

/** External calendars, one for each user. Nothing announces what changes in them. */
export const calendarRoutes: readonly Route[] = [
  get(/^\/v2\/calendars$/, (context) => success(serializeCalendars(callerOf(context)))),
  get(/^\/v2\/calendars\/busy-times$/, busyTimes),
];
