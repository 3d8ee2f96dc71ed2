import { asObject } from "./booking-input.ts";
import type { AvailabilityRule, DateOverride, FakeSchedule, Weekday } from "./model.ts";
import { refuseInvalid } from "./replies.ts";
import { isTimeZone } from "./zone.ts";

type Json = Readonly<Record<string, unknown>>;

const WEEKDAYS: readonly Weekday[] = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];

/** What a new schedule must have, or the server's refusal. */
export function refuseIncompleteSchedule(body: Json): void {
  const errors: object[] = [];
  const check = (fine: boolean, property: string, constraints: object) => {
    const value = body[property];
    const given = value === undefined ? {} : { value };
    if (!fine) errors.push({ target: body, ...given, property, children: [], constraints });
  };
  check(typeof body.name === "string", "name", { isString: "name must be a string" });
  check(isTimeZone(body.timeZone), "timeZone", {
    isTimeZone: "timeZone must be a valid IANA time-zone",
  });
  check(typeof body.isDefault === "boolean", "isDefault", {
    isBoolean: "isDefault must be a boolean value",
  });
  if (errors.length > 0) throw refuseInvalid(errors);
}

const objects = (value: unknown): Json[] =>
  Array.isArray(value) ? value.map((item) => asObject(item) ?? {}) : [];

const times = ({ startTime, endTime }: Json) => ({
  startTime: String(startTime),
  endTime: String(endTime),
});

function rule(input: Json): AvailabilityRule {
  const { days } = input;
  const named = WEEKDAYS.filter((day) => Array.isArray(days) && days.includes(day));
  return { days: named, ...times(input) };
}

const override = (input: Json): DateOverride => ({ date: String(input.date), ...times(input) });

/** Reads what the body of a creation or a change says about a schedule, and nothing else. */
export function scheduleChanges(body: Json): Partial<Omit<FakeSchedule, "id" | "ownerId">> {
  const { name, timeZone, isDefault, availability, overrides } = body;
  return {
    ...(typeof name === "string" ? { name } : {}),
    ...(isTimeZone(timeZone) ? { timeZone } : {}),
    ...(typeof isDefault === "boolean" ? { isDefault } : {}),
    ...(availability === undefined ? {} : { availability: objects(availability).map(rule) }),
    ...(overrides === undefined ? {} : { overrides: objects(overrides).map(override) }),
  };
}
