import type { FakeAttendee } from "./model.ts";
import { refuseInvalid } from "./replies.ts";
import { isTimeZone } from "./zone.ts";

type Json = Readonly<Record<string, unknown>>;

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const AT_ONCE = 10;
const text = (value: unknown, fallback: string): string =>
  typeof value === "string" ? value : fallback;

function wrongWith(person: Json, needsAll: boolean): object[] {
  const check = (property: string, isRight: boolean, rule: string, message: string) => {
    const value = person[property];
    if (isRight || (!needsAll && property !== "email" && value === undefined)) return [];
    const constraints = { [rule]: `${property} ${message}` };
    const given = value === undefined ? {} : { value };
    return [{ target: person, ...given, property, children: [], constraints }];
  };
  return [
    ...check("name", typeof person.name === "string", "isString", "must be a string"),
    ...check(
      "timeZone",
      isTimeZone(person.timeZone),
      "isTimeZone",
      "must be a valid IANA time-zone",
    ),
    ...check("email", EMAIL.test(String(person.email)), "isEmail", "must be an email"),
  ];
}

/**
 * Reads people to add to a booking, or the server's refusal.
 *
 * @param known an attendee, whose zone and language stand in for what is left out
 * @param needsAll whether name and time zone are required
 */
export function peopleIn(
  asked: readonly Json[],
  known: FakeAttendee | undefined,
  needsAll: boolean,
): FakeAttendee[] {
  const errors = asked.flatMap((person) => wrongWith(person, needsAll));
  if (!needsAll && (asked.length === 0 || asked.length > AT_ONCE)) {
    const constraints =
      asked.length === 0
        ? { arrayNotEmpty: "guests should not be empty" }
        : { arrayMaxSize: `guests must contain no more than ${AT_ONCE} elements` };
    errors.push({ target: { guests: asked }, property: "guests", children: [], constraints });
  }
  if (errors.length > 0) throw refuseInvalid(errors);
  return asked.map((person) => ({
    name: text(person.name, ""),
    email: String(person.email),
    timeZone: text(person.timeZone, known?.timeZone ?? "UTC"),
    language: text(person.language, known?.language ?? "en"),
  }));
}
