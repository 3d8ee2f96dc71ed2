import { SchemaError } from "../errors.ts";
import { VERSION_HINT } from "./refusals.ts";

/** How answers of API version 2024-04-15 give themselves away. */
export interface OldShape {
  /** What the shape expected has and the old one has not, such as `data.start`. */
  readonly path: string;
  readonly isOld: (value: Readonly<Record<string, unknown>>) => boolean;
}

/** One (recording 0068), or the list, which is not a list there. */
export const OLD_BOOKING: OldShape = {
  path: "data.start",
  isOld: (value) => !("start" in value) && ("startTime" in value || "bookings" in value),
};

/** One, a list in groups, or what a write answers. */
export const OLD_EVENT_TYPE: OldShape = {
  path: "data.lengthInMinutes",
  isOld: (value) =>
    !("lengthInMinutes" in value) &&
    ("length" in value || "eventType" in value || "eventTypeGroups" in value),
};

/** One, one of a list, or what an edit answers. */
export const OLD_SCHEDULE: OldShape = {
  path: "data.overrides",
  isOld: (value) =>
    !("overrides" in value) &&
    ("workingHours" in value || "userId" in value || "schedule" in value),
};

/**
 * A version that the server does not know is answered in the shape of 2024-04-15, with status 200.
 *
 * @throws SchemaError that says so
 */
export function refuseOldShape(
  body: unknown,
  about: { what: string; status: number; requestId: string | undefined },
  { path, isOld }: OldShape,
): void {
  const data = (body as { data?: unknown } | undefined)?.data;
  const first: unknown = Array.isArray(data) ? data[0] : data;
  if (typeof first !== "object" || first === null) return;
  if (!isOld(first as Readonly<Record<string, unknown>>)) return;
  const { what, status, requestId } = about;
  throw new SchemaError(
    "invalid_response",
    `Cal.com answered ${what} in the shape of API version 2024-04-15, so it does not know the version sent. ${VERSION_HINT}`,
    { path, status, requestId },
  );
}
