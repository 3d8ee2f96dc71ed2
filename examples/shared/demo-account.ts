import { type Clock, systemClock } from "calcom-coherent";
import {
  createFakeCalcom,
  type FakeCalcom,
  startFakeCalcomServer,
} from "calcom-coherent/testing/server";
import { addDays, dateIn, weekOf } from "./days.ts";
import { createWidget } from "./widget.ts";

const OFFICE_ZONE = "Europe/Berlin";

/** Where the demo account listens, whom it tells, and what time it is there. */
export interface DemoAccountOptions {
  /** @default one the system chooses */
  readonly port?: number;
  /** The application's route for webhooks. */
  readonly hookUrl: string;
  /** @default the real time */
  readonly clock?: Clock;
  /** Whether it takes 120 requests a minute at most, as Cal.com does. @default true */
  readonly isLimited?: boolean;
}

/** A practice at a Cal.com of its own, and what an application needs to know of it. */
export interface DemoAccount {
  /** Of the API, with `/v2`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly eventTypeId: number;
  /** IANA zone of the practice. */
  readonly officeZone: string;
  /** The page on which somebody else books. */
  readonly widgetUrl: string;
  readonly fake: FakeCalcom;
  close(): Promise<void>;
}

/**
 * Starts a fake Cal.com on this machine: a dental practice with half hours from 8 to 17, Monday to
 * Friday, some of them taken. Beside the API it serves a page that books past the application.
 */
export async function startDemoAccount({
  port = 0,
  hookUrl,
  clock = systemClock,
  isLimited = true,
}: DemoAccountOptions): Promise<DemoAccount> {
  const fake = createFakeCalcom({ clock, ...(isLimited ? {} : { rateLimit: false }) });
  const webhookSecret = crypto.randomUUID();
  const practice = fake.users.add({
    name: "Dr. Anna Berg",
    username: "praxis-am-markt",
    timeZone: OFFICE_ZONE,
    schedule: {
      availability: [
        {
          days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
          startTime: "08:00",
          endTime: "17:00",
        },
      ],
    },
  });
  const { id: eventTypeId } = fake.eventTypes.add({
    ownerId: practice.id,
    slug: "kontrolltermin",
    title: "Kontrolltermin",
    lengthInMinutes: 30,
    minimumBookingNotice: 0,
  });
  takeSome(fake, eventTypeId);
  fake.webhooks.subscribe({ url: hookUrl, secret: webhookSecret, userId: practice.id });
  const widget = createWidget({ fake, eventTypeId, hookUrl, officeZone: OFFICE_ZONE });
  const handle = (request: Request) => widget(request) ?? fake.handle(request);
  const server = await startFakeCalcomServer({ ...fake, handle }, { port });
  return {
    ...{ baseUrl: server.url, apiKey: practice.apiKey, webhookSecret, eventTypeId, fake },
    officeZone: OFFICE_ZONE,
    widgetUrl: new URL("/widget", server.url).href,
    close: () => server.close(),
  };
}

/** Hours in UTC that are taken on the days of a week, from Monday on. */
const TAKEN = [
  ["08:00", "08:30", "10:30", "13:00"],
  ["07:00", "09:00", "09:30", "12:00", "14:30"],
  ["07:30", "08:00", "11:00", "11:30", "15:00"],
  ["09:00", "10:00", "12:30", "13:00", "13:30"],
  ["07:00", "07:30", "10:00", "11:30"],
];

function takeSome(fake: FakeCalcom, eventTypeId: number): void {
  const [monday = ""] = weekOf(dateIn(OFFICE_ZONE, fake.clock.now()));
  for (const [day, times] of TAKEN.entries()) {
    for (const date of [addDays(monday, day), addDays(monday, day + 7)]) {
      for (const time of times) fake.bookings.add({ eventTypeId, start: `${date}T${time}:00Z` });
    }
  }
}
