import { asObject } from "./booking-input.ts";
import { refuseInvalid } from "./replies.ts";

/** Which field of a location holds it, by its type (API.md 8.2). */
const FIELDS: Readonly<Record<string, string>> = {
  address: "address",
  link: "link",
  phone: "phone",
  attendeeAddress: "address",
  attendeePhone: "phone",
  attendeeDefined: "location",
};

/** Reads the new location of a booking; integrations are kept by their key. */
export function locationOf(value: unknown): string {
  const body = asObject(value) ?? {};
  const given = asObject(body.location) ?? {};
  const type = String(given.type);
  if (type === "organizersDefaultApp") return "integrations:daily";
  if (type === "integration" && typeof given.integration === "string") {
    return `integrations:${given.integration}`;
  }
  const found = given[FIELDS[type] ?? ""];
  if (typeof found === "string") return found;
  const constraints = { validateLocation: "location must be one of the known types of locations" };
  throw refuseInvalid([
    { target: body, value: body.location, property: "location", children: [], constraints },
  ]);
}
