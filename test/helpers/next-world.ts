import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/clock.ts";
import { createFakeCalcom, startFakeCalcomServer } from "../../src/testing/server.ts";
import { type NextApp, startNextApp } from "./next-app.ts";
import { ALL_SECRETS, postSigned } from "./recorded-sending.ts";

const FIXTURES = new URL("../fixtures/", import.meta.url);
const DAY_MS = 24 * 3_600_000;

export const SECRET = "whsec-next";

/** What a visitor of a page sees; `made` tells one making of it from another. */
export interface Seen {
  readonly times: string;
  readonly made: string;
}

/** A Next server, and the Cal.com it asks. Alice is free from 9 to 17 o'clock on every date given. */
export interface NextWorld {
  readonly fake: ReturnType<typeof createFakeCalcom>;
  readonly app: NextApp;
  readonly eventTypeId: number;
  /** Those of which the build has made pages. */
  readonly dates: { readonly ofWholePages: string; readonly ofTheBuild: string };
  /** A Monday of its own for each test. */
  freshDate(): string;
  visit(path: string): Promise<Seen>;
  /** Somebody takes the first time of a date, and Cal.com tells nobody. */
  takeFirst(date: string): void;
  /** Cal.com tells of a booking. @returns the status of the answer */
  deliver(path?: string, payload?: Readonly<Record<string, unknown>>): Promise<number>;
  close(): Promise<void>;
}

/** @param application in the folder of fixtures */
export async function startNextWorld(application: string): Promise<NextWorld> {
  const fake = createFakeCalcom({ clock: systemClock, rateLimit: false });
  const owner = fake.users.add({ username: "alice" });
  const eventTypeId = fake.eventTypes.add({ ownerId: owner.id, slug: "half" }).id;
  const server = await startFakeCalcomServer(fake);
  const freshDate = mondaysFrom(systemClock.now() + 14 * DAY_MS);
  const dates = { ofWholePages: freshDate(), ofTheBuild: freshDate() };
  const app = await startNextApp(fileURLToPath(new URL(application, FIXTURES)), {
    CALCOM_BASE_URL: server.url,
    CALCOM_API_KEY: owner.apiKey,
    CALCOM_WEBHOOK_SECRETS: [SECRET, ...ALL_SECRETS].join(),
    EVENT_TYPE_ID: `${eventTypeId}`,
    DATE_OF_WHOLE_PAGES: dates.ofWholePages,
    DATE_OF_THE_BUILD: dates.ofTheBuild,
  });
  return {
    ...{ fake, app, eventTypeId, dates, freshDate },
    visit: async (path) => seenIn(await (await fetch(`${app.url}${path}`)).text()),
    takeFirst: (date) => void fake.bookings.add({ eventTypeId, start: `${date}T09:00:00Z` }),
    async deliver(path = "/api/webhooks/cal", payload = {}) {
      const createdAt = new Date(systemClock.now()).toISOString();
      const body = {
        triggerEvent: "BOOKING_CREATED",
        createdAt,
        payload: { eventTypeId, ...payload },
      };
      return (await postSigned(`${app.url}${path}`, body, SECRET)).status;
    },
    async close() {
      await app.close();
      await server.close();
    },
  };
}

/** The first two times on a page, and when it was made. */
export function seenIn(html: string): Seen {
  const [, times = "none", made = "never"] = /times=([\d: ]*); made=([\d.]*);/.exec(html) ?? [];
  return { times: times.slice(0, "09:00 09:30".length), made };
}

function mondaysFrom(ms: number): () => string {
  const from = new Date(ms);
  let next = ms + ((8 - from.getUTCDay()) % 7) * DAY_MS;
  return () => {
    const date = new Date(next).toISOString().slice(0, 10);
    next += 7 * DAY_MS;
    return date;
  };
}
