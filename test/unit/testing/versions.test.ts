import { expect, it } from "vitest";
import { at, createSalon } from "./setup.ts";

it.each([
  ["bookings/uid", "2024-08-13", "start"],
  ["bookings/uid", "2024-06-14", "startTime"],
  ["bookings/uid", "2030-01-01", "startTime"],
  ["bookings/uid", undefined, "startTime"],
  ["bookings/uid", "2024-09-04", undefined],
  ["schedules/1", "2024-06-11", "overrides"],
  ["schedules/1", "2024-06-14", "overrides"],
  ["schedules/1", undefined, undefined],
  ["event-types/1", "2024-06-14", "slug"],
  ["event-types/1", "2024-08-13", undefined],
  ["me", undefined, "username"],
])("%s in version %s is answered with %s (API.md 2)", async (path, version, field) => {
  const { fake, owner } = createSalon();
  fake.bookings.add({ uid: "uid", eventTypeId: 1, start: at("10:00") });
  const response = await fake.fetch(`${fake.baseUrl}/${path}`, {
    headers: {
      authorization: `Bearer ${owner.apiKey}`,
      ...(version === undefined ? {} : { "cal-api-version": version }),
    },
  });
  const body = await response.json();
  expect(response.status).toBe(field === undefined ? 404 : 200);
  if (field === undefined) expect(body.error.message).toBe(`Cannot GET /v2/${path}`);
  else expect(body.data).toHaveProperty(field);
});
