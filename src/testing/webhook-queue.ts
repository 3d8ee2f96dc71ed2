import { type Clock, cancelTimer, type TimerHandle } from "../clock.ts";
import type { State } from "./state.ts";
import type { Send } from "./webhook-faults.ts";
import type { WebhookSubject } from "./webhook-payloads.ts";

/** Where deliveries wait until a worker takes them. */
export interface WebhookQueue {
  add(send: Send): void;
  clear(): void;
}

export function createWebhookQueue(clock: Clock, delayMs: number): WebhookQueue {
  const timers = new Set<TimerHandle>();
  return {
    add(send) {
      const timer = clock.setTimeout(() => {
        timers.delete(timer);
        void send();
      }, delayMs);
      timers.add(timer);
    },
    clear() {
      for (const timer of timers) cancelTimer(timer);
      timers.clear();
    },
  };
}

/** What a worker finds: the bookings as they are by now, of a seat those who held it (API.md 11.7). */
export function subjectNow({ bookings }: State, subject: WebhookSubject): WebhookSubject {
  const { booking, previous, seatUid } = subject;
  const now = bookings.get(booking.uid) ?? booking;
  return {
    ...subject,
    booking: seatUid === undefined ? now : { ...now, attendees: booking.attendees },
    previous: previous && (bookings.get(previous.uid) ?? previous),
  };
}
