/** `cal-api-version` per resource. */
export interface ApiVersions {
  readonly slots: string;
  readonly bookings: string;
  readonly bookingsList: string;
  readonly eventTypes: string;
  readonly schedules: string;
}

/** Who runs the server: hosted Cal.com knows versions that self-hosted builds do not. */
export type Deployment = "hosted" | "selfHosted";

/**
 * What is sent unless the application says otherwise. A missing or unknown version silently reaches
 * an older API (FACTS, recordings 0057-0059, 0068, 0095), so a newer one is not tried for luck.
 */
export const API_VERSIONS: Readonly<Record<Deployment, ApiVersions>> = {
  hosted: {
    slots: "2024-09-04",
    bookings: "2026-02-25",
    bookingsList: "2026-05-01",
    // The newer shape is documented without the fields that name the hosts.
    eventTypes: "2024-06-14",
    schedules: "2024-06-11",
  },
  selfHosted: {
    slots: "2024-09-04",
    bookings: "2024-08-13",
    bookingsList: "2024-08-13",
    eventTypes: "2024-06-14",
    schedules: "2024-06-11",
  },
};

/** From this version on, lists of bookings are read by cursor instead of by offset. */
export const CURSOR_VERSION = "2026-05-01";
