/**
 * `cal-api-version` per resource. This set works on hosted and on self-hosted servers; a missing
 * or unknown value silently reaches an older API (FACTS, recordings 0057-0059, 0068, 0095).
 */
export const API_VERSIONS = {
  slots: "2024-09-04",
  bookings: "2024-08-13",
  eventTypes: "2024-06-14",
} as const;
