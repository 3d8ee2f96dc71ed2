import { type CalcomClient, type Clock, systemClock } from "calcom-coherent";
import { createWebhookHandler } from "calcom-coherent/webhooks";
import type { Hono } from "hono";
import { createApp } from "./app.ts";
import { book } from "./book.ts";
import { bookingDesk, type FollowUp } from "./booking-desk.ts";
import { callsBookings } from "./calls-bookings.ts";
import { findTimes } from "./find-times.ts";
import { keepWarm } from "./keep-warm.ts";
import { officeTime } from "./office-time.ts";
import { openingsReader } from "./openings.ts";
import { patient } from "./patience.ts";

export interface ServiceOptions {
  /** A client of its own: the service starts its reconciler, and closes it. */
  readonly calcom: CalcomClient;
  readonly eventTypeId: number;
  /** The office's zone, in which callers name days and hours. */
  readonly timeZone: string;
  /** Without one everybody who reaches the port may ask and book. */
  readonly agentSecret?: string | undefined;
  /** @default "callers.invalid" */
  readonly callerDomain?: string;
  /** Told of what fails. @default `console.error` */
  readonly report?: (error: unknown) => void;
  /** Told of bookings the office has to look into. @default the same */
  readonly followUp?: (open: FollowUp) => void;
  /** @default the platform's */
  readonly clock?: Clock;
  /** Milliseconds after which a caller is asked to wait. @default 1000 */
  readonly holdAfterMs?: number;
}

export interface Service {
  readonly app: Hono;
  close(): Promise<void>;
}

/** An agent's functions over one client of Cal.com, whose coming days are kept warm. */
export function startService(options: ServiceOptions): Service {
  const { calcom, eventTypeId, timeZone, agentSecret } = options;
  const { callerDomain = "callers.invalid", clock = systemClock, holdAfterMs = 1_000 } = options;
  const { report = console.error } = options;
  const { followUp = (open) => report(open) } = options;
  const office = officeTime(timeZone);
  const today = () => office.moment(clock.now()).day;
  const openings = openingsReader({ calcom, eventTypeId, office, today });
  const bookings = callsBookings({ calcom, eventTypeId, callerDomain });
  const desk = bookingDesk({ calcom, eventTypeId, office, openings, bookings, report, followUp });
  const warmth = keepWarm({
    clock,
    report,
    watch: (changed) => calcom.watch({ eventTypeId }, changed),
    read: (read) => openings.comingDays(read),
  });
  calcom.on("reconcile-failed", ({ error }) => report(error));
  calcom.reconciler({ intervalMs: 60_000 }).start();
  const app = createApp({
    findTimes: patient(findTimes({ openings, office, clock, today, report, holdAfterMs })),
    book: patient(book({ desk, office, today })),
    answerWebhook: createWebhookHandler(calcom, { onError: report }),
    agentSecret,
    report,
  });
  return {
    app,
    async close() {
      warmth.close();
      await calcom.close();
    },
  };
}
