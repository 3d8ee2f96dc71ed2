import { meAnswerSchema } from "../../src/schemas/event-types.ts";
import type { ApiCall } from "./call.ts";
import { BOOKING_CALLS } from "./calls-bookings.ts";
import { RESOURCE_CALLS } from "./calls-resources.ts";

/** Every call the client makes. Whoever adds a call to `src/api` adds its line to one of these. */
export const CALLS: readonly ApiCall[] = [
  ...BOOKING_CALLS,
  ...RESOURCE_CALLS,
  { name: "pools: me", method: "GET", path: "/v2/me", answer: meAnswerSchema },
];
