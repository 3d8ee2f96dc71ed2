import { asObject } from "./booking-input.ts";
import type {
  BookingLimits,
  BookingWindow,
  FakeEventType,
  FakeRecurrence,
  FakeSeats,
} from "./model.ts";
import { refuseInvalid } from "./replies.ts";

type Json = Readonly<Record<string, unknown>>;
type Changes = Partial<Omit<FakeEventType, "id">>;

const NUMBERS = [
  "lengthInMinutes",
  "minimumBookingNotice",
  "beforeEventBuffer",
  "afterEventBuffer",
  "offsetStart",
] as const;
const TEXTS = ["title", "slug", "description"] as const;
const FLAGS = ["onlyShowFirstAvailableSlot", "hidden"] as const;

const numberOrNull = (value: unknown): number | null => (typeof value === "number" ? value : null);
const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : []);

/** What a new event type must have, or the server's refusal. */
export function refuseIncomplete(body: Json): void {
  const errors: object[] = [];
  const wrong = (property: string, constraints: object) => {
    const value = body[property];
    const given = value === undefined ? {} : { value };
    errors.push({ target: body, ...given, property, children: [], constraints });
  };
  if (!Number.isInteger(body.lengthInMinutes)) {
    wrong("lengthInMinutes", {
      min: "lengthInMinutes must not be less than 1",
      isInt: "lengthInMinutes must be an integer number",
    });
  }
  for (const property of ["title", "slug"]) {
    if (typeof body[property] === "string") continue;
    wrong(property, { isString: `${property} must be a string` });
  }
  if (errors.length > 0) throw refuseInvalid(errors);
}

function location(value: unknown): string | null {
  const first = asObject(Array.isArray(value) ? value[0] : undefined);
  const found = first?.address ?? first?.link;
  return typeof found === "string" ? found : null;
}

function bookingWindow(given: unknown): BookingWindow | null {
  const { type, value, rolling } = asObject(given) ?? {};
  if (type === "range" && Array.isArray(value)) {
    return { type, value: [String(value[0]).slice(0, 10), String(value[1]).slice(0, 10)] };
  }
  const isDays = type === "businessDays" || type === "calendarDays";
  return isDays && typeof value === "number" ? { type, value, rolling: rolling === true } : null;
}

function limits(value: unknown): BookingLimits | null {
  const entries = Object.entries(asObject(value) ?? {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number",
  );
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

function seats(value: unknown): FakeSeats | null {
  const { seatsPerTimeSlot, showAttendeeInfo, showAvailabilityCount } = asObject(value) ?? {};
  if (typeof seatsPerTimeSlot !== "number") return null;
  return {
    seatsPerTimeSlot,
    showAttendeeInfo: showAttendeeInfo === true,
    showAvailabilityCount: showAvailabilityCount === true,
  };
}

const FREQUENCIES = ["weekly", "monthly", "yearly"] as const;

function recurrence(value: unknown): FakeRecurrence | null {
  const { frequency: asked, interval, occurrences } = asObject(value) ?? {};
  const frequency = FREQUENCIES.find((known) => known === asked);
  if (frequency === undefined) return null;
  return { frequency, interval: Number(interval), occurrences: Number(occurrences) };
}

function confirmation(value: unknown): Changes {
  const policy = asObject(value) ?? {};
  const requiresConfirmation = policy.disabled !== true;
  return {
    requiresConfirmation,
    blockUnconfirmedBookings:
      requiresConfirmation && policy.blockUnconfirmedBookingsInBooker === true,
  };
}

/** Reads what the body of a creation or a change says about an event type, and nothing else. */
export function eventTypeChanges(body: Json): Changes {
  const plain: Record<string, unknown> = {};
  for (const key of NUMBERS) if (typeof body[key] === "number") plain[key] = body[key];
  for (const key of TEXTS) if (typeof body[key] === "string") plain[key] = body[key];
  for (const key of FLAGS) if (typeof body[key] === "boolean") plain[key] = body[key];
  const given = (key: string, read: (value: unknown) => Changes): Changes =>
    body[key] === undefined ? {} : read(body[key]);
  return {
    ...plain,
    ...given("lengthInMinutesOptions", (value) => ({ lengthInMinutesOptions: numbers(value) })),
    ...given("slotInterval", (value) => ({ slotInterval: numberOrNull(value) })),
    ...given("scheduleId", (value) => ({ scheduleId: numberOrNull(value) })),
    ...given("locations", (value) => ({ location: location(value) })),
    ...given("bookingWindow", (value) => ({ bookingWindow: bookingWindow(value) })),
    ...given("bookingLimitsCount", (value) => ({ bookingLimitsCount: limits(value) })),
    ...given("recurrence", (value) => ({ recurrence: recurrence(value) })),
    ...given("seats", (value) => ({ seats: seats(value) })),
    ...given("confirmationPolicy", confirmation),
  };
}
