import { dateProblem, type Problem, refuseProblems, unknownKeys, utcMillis } from "./problems.ts";
import { isTimeZone } from "./zone.ts";

type Query = Readonly<Record<string, string>>;

/** A valid query of `GET /v2/slots`. */
export interface ParsedSlotsQuery {
  readonly eventTypeId: number | undefined;
  readonly eventTypeSlug: string | undefined;
  readonly username: string | undefined;
  readonly teamSlug: string | undefined;
  readonly organizationSlug: string | undefined;
  /** At least two, where the slots of several people are asked for. */
  readonly usernames: readonly string[] | undefined;
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** Milliseconds since the epoch. */
  readonly end: number;
  readonly timeZone: string | undefined;
  readonly range: boolean;
  readonly duration: number | undefined;
  readonly ignoredUid: string | undefined;
  /** The hosts a round robin is asked of; all of them when it is left out. */
  readonly rrHostSubsetIds: readonly number[] | undefined;
}

const COMMON = [
  "start",
  "end",
  "timeZone",
  "duration",
  "format",
  "bookingUidToReschedule",
  "rrHostSubsetIds",
];
const NOT_ENOUGH_USERNAMES = [
  "each value in usernames must be a string",
  "The array must contain at least 2 elements.",
  "usernames must be an array",
];

function numberProblem(property: string, value: string | undefined): Problem[] {
  if (value === undefined || !Number.isNaN(Number(value))) return [];
  const text = `${property} must be a number conforming to the specified constraints`;
  return [{ property, constraints: [text] }];
}

/** Whether an event type is asked for, by id or by slug, and not several people. */
const isNamed = ({ eventTypeId, eventTypeSlug, username, teamSlug }: Query): boolean =>
  eventTypeId !== undefined ||
  (eventTypeSlug !== undefined && (username ?? teamSlug) !== undefined);

function identityProblems(query: Query): Problem[] {
  if (query.eventTypeId !== undefined) {
    const allowed = [...COMMON, "eventTypeId"];
    return [...unknownKeys(query, allowed), ...numberProblem("eventTypeId", query.eventTypeId)];
  }
  if (query.eventTypeSlug !== undefined && query.username !== undefined) {
    const allowed = [...COMMON, "eventTypeSlug", "username", "organizationSlug"];
    return unknownKeys(query, allowed);
  }
  if (query.eventTypeSlug !== undefined && query.teamSlug !== undefined) {
    return unknownKeys(query, [...COMMON, "eventTypeSlug", "teamSlug", "organizationSlug"]);
  }
  const problems = unknownKeys(query, [...COMMON, "usernames", "organizationSlug"]);
  if ((query.usernames?.split(",").length ?? 0) < 2) {
    problems.push({ property: "usernames", constraints: NOT_ENOUGH_USERNAMES });
  }
  if (query.organizationSlug === undefined) {
    const constraints = ["organizationSlug must be a string"];
    problems.push({ property: "organizationSlug", constraints });
  }
  return problems;
}

function optionProblems({ timeZone, format, rrHostSubsetIds }: Query): Problem[] {
  const problems: Problem[] = [];
  if (rrHostSubsetIds?.split(",").some((id) => !/^\d+$/.test(id))) {
    const constraints = ["each value in rrHostSubsetIds must be a number"];
    problems.push({ property: "rrHostSubsetIds", constraints });
  }
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const constraints = ["timeZone must be a valid IANA time-zone"];
    problems.push({ property: "timeZone", constraints });
  }
  if (format !== undefined && !["range", "time"].includes(format.toLowerCase())) {
    const constraints = ["slotFormat must be either 'range' or 'time'"];
    problems.push({ property: "format", constraints });
  }
  return problems;
}

/** The end of a window: a date alone, or midnight sharp, stands for the whole day. */
function endOf(text: string): number {
  const end = utcMillis(text);
  return end % 86_400_000 === 0 ? end + 86_399_000 : end;
}

export function parseSlotsQuery(query: Query): ParsedSlotsQuery {
  refuseProblems([
    ...dateProblem("start", query.start),
    ...dateProblem("end", query.end),
    ...optionProblems(query),
    ...numberProblem("duration", query.duration),
    ...identityProblems(query),
  ]);
  return {
    eventTypeId: query.eventTypeId === undefined ? undefined : Number(query.eventTypeId),
    eventTypeSlug: query.eventTypeSlug,
    username: query.username,
    teamSlug: query.username === undefined ? query.teamSlug : undefined,
    organizationSlug: query.organizationSlug,
    usernames: isNamed(query) ? undefined : query.usernames?.split(","),
    start: utcMillis(query.start ?? ""),
    end: endOf(query.end ?? ""),
    timeZone: query.timeZone,
    range: query.format?.toLowerCase() === "range",
    duration: query.duration === undefined ? undefined : Number(query.duration),
    ignoredUid: query.bookingUidToReschedule,
    rrHostSubsetIds: query.rrHostSubsetIds?.split(",").map(Number),
  };
}
