import type { CalcomClientOptions } from "../../../src/index.ts";
import { guardBookings } from "../../../src/testing/guard.ts";
import type { ProfileName } from "../../../src/testing/profile.ts";
import { at, createWorld } from "../../helpers/world.ts";

/** A guarded client, and code that books without it. */
export function createGuardedWorld(
  options: { profile?: ProfileName; client?: CalcomClientOptions } = {},
) {
  const { profile } = options;
  const world = createWorld(profile === undefined ? {} : { profile });
  const { fake, half, alice } = world;
  const calcom = world.client(options.client);
  const guard = guardBookings(fake, calcom);
  const post = (path: string, body: object = {}, method = "POST") =>
    fake.fetch(`${fake.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${alice.apiKey}`,
        "cal-api-version": "2024-08-13",
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    });
  const attendee = { name: "Ann", email: "ann@example.test", timeZone: "UTC" };
  const wish = (time: string, eventTypeId = half.id) => ({
    ...{ eventTypeId, start: at(time), attendee },
  });
  return {
    ...world,
    calcom,
    guard,
    attendee,
    wish,
    post,
    /** The code path nobody thought of. */
    bookDirectly: (time: string, eventTypeId = half.id) =>
      post("/bookings", wish(time, eventTypeId)),
  };
}

/** What was reported, in short. */
export const reported = async (check: Promise<void>): Promise<readonly string[]> =>
  check.then(
    () => [],
    (error: { changes: readonly { by: string }[] }) => error.changes.map(({ by }) => by),
  );
