import { expect, it } from "vitest";
import { ownBudgetOf } from "../../../../src/api/rate-budget/budget-names.ts";

it.each([
  ["POST", "bookings/abc/guests", "guests"],
  ["POST", "verified-resources/emails/verification-code/request", "verifications"],
  [
    "POST",
    "organizations/1/teams/2/verified-resources/phones/verification-code/verify",
    "verifications",
  ],
  ["POST", "bookings", undefined],
  ["GET", "bookings/abc/guests", undefined],
  ["POST", "bookings/abc/attendees", undefined],
])("counts %s /%s against the budget %s", (method, path, name) => {
  expect(ownBudgetOf(method, path)?.name).toBe(name);
});
