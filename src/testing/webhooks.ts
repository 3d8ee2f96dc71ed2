import type { Clock } from "../clock.ts";
import { NO_SECRET_SIGNATURE, SIGNATURE_HEADER, signBody } from "../webhooks/signature.ts";
import type { FakeTrigger } from "./model.ts";
import type { State } from "./state.ts";
import {
  addSubscription,
  type Subscription,
  type SubscriptionInput,
  subscribersTo,
} from "./subscriptions.ts";
import { createWebhookFaults, type Send, type WebhookFaults } from "./webhook-faults.ts";
import { type WebhookSubject, webhookBody } from "./webhook-payloads.ts";
import { createWebhookQueue, subjectNow } from "./webhook-queue.ts";
import { fillTemplate } from "./webhook-template.ts";
import { isHostedOnly } from "./webhook-triggers.ts";

/** One webhook as it left the server. */
export interface Delivery {
  readonly trigger: FakeTrigger;
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** When it was sent, in milliseconds since the epoch. */
  readonly at: number;
  /** The receiver's status; `undefined` while it has not answered, or when it could not be reached. */
  readonly answeredStatus: number | undefined;
}

export interface Webhooks {
  /** Adds a subscription. */
  subscribe(input: SubscriptionInput): { id: string };
  /** Every delivery so far, oldest first. */
  readonly deliveries: readonly Delivery[];
  /** Resolves when the receivers have answered all that has left; what is queued has not. */
  settled(): Promise<void>;
}

export interface WebhookSender {
  readonly api: Webhooks;
  readonly faults: WebhookFaults;
  /**
   * Sends to all subscribers in parallel; resolves when each has answered or failed, with a queue
   * as soon as all is in it.
   */
  readonly send: (subject: WebhookSubject) => Promise<void>;
  /** Whether a webhook of a booking has not reached its receiver yet: queued, held or being sent. */
  readonly isOnTheWay: (uid: string) => boolean;
  /** The bookings whose webhooks are being sent, or are at a receiver that has not answered. */
  readonly beingSent: () => readonly string[];
  clear(): void;
}

const VERSION_HEADER = "x-cal-webhook-version";

/** A template that is no JSON goes out as a form, whatever it is (API.md 11.3). */
function contentTypeOf(body: string): string {
  try {
    JSON.parse(body);
    return "application/json";
  } catch {
    return "application/x-www-form-urlencoded";
  }
}

/** @param delayMs how long deliveries are queued; without it the caller of `send` sends them */
export function createWebhooks(
  state: State,
  clock: Clock,
  deliver: (request: Request) => Promise<Response>,
  delayMs?: number,
): WebhookSender {
  const deliveries: Delivery[] = [];
  const underWay = new Set<Promise<void>>();
  const onTheWay = new Set<{ readonly uid: string; isBeingSent: boolean }>();
  const faults = createWebhookFaults();
  const queue = delayMs === undefined ? undefined : createWebhookQueue(clock, delayMs);

  let clearings = 0;

  const post = async (subscription: Subscription, trigger: FakeTrigger, plain: string) => {
    const before = clearings;
    const { url, secret, payloadTemplate } = subscription;
    const body = payloadTemplate === null ? plain : fillTemplate(payloadTemplate, plain);
    const headers = {
      "content-type": contentTypeOf(body),
      [SIGNATURE_HEADER]: secret === null ? NO_SECRET_SIGNATURE : await signBody(body, secret),
      // Servers before 2026 send no version (API.md 11.3; recorded so).
      ...(queue === undefined ? {} : { [VERSION_HEADER]: "2021-10-20" }),
    };
    // Signing takes a while; a reset meanwhile takes the delivery back.
    if (clearings > before) return;
    const at = clock.now();
    const delivery: Delivery = { trigger, url, body, headers, at, answeredStatus: undefined };
    deliveries.push(delivery);
    try {
      const answer = await deliver(new Request(url, { method: "POST", headers, body }));
      const index = deliveries.indexOf(delivery);
      // After a reset the log has no place for it any more.
      if (index >= 0) deliveries[index] = { ...delivery, answeredStatus: answer.status };
    } catch {
      // Recorded (0299): a receiver that cannot be reached changes nothing for the booking.
    }
  };

  const track = (delivery: Promise<void>): Promise<void> => {
    const tracked = delivery.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  };

  /** Of a booking whose event type is gone nothing was recorded, and nothing is told. */
  const bodyOf = (subject: WebhookSubject): string | undefined =>
    state.eventTypes.has(subject.booking.eventTypeId)
      ? webhookBody(state, subject, clock.now())
      : undefined;

  const send = async (subject: WebhookSubject): Promise<void> => {
    const { trigger } = subject;
    if (queue === undefined && isHostedOnly(trigger)) return;
    const early = bodyOf(subject);
    // Whoever takes it from a queue builds it from the state then (API.md 11.7).
    const body = () => (queue === undefined ? early : bodyOf(subjectNow(state, subject)));
    const departures = subscribersTo(state, subject).map((receiver) => {
      const leaving = { uid: subject.booking.uid, isBeingSent: false };
      onTheWay.add(leaving);
      const lost = () => void onTheWay.delete(leaving);
      return {
        trigger,
        url: receiver.url,
        async send() {
          leaving.isBeingSent = true;
          // What is held and kept leaves more than once.
          onTheWay.add(leaving);
          const plain = body();
          try {
            if (plain !== undefined) await post(receiver, trigger, plain);
          } finally {
            lost();
          }
        },
        async usually(go: Send) {
          if (queue === undefined) await track(go());
          else queue.add(() => track(go()));
        },
        lost,
      };
    });
    await Promise.all(departures.map(faults.dispatch));
  };

  return {
    api: {
      subscribe(input) {
        const { id } = addSubscription(state, { ...input, createdAt: clock.now() });
        return { id };
      },
      deliveries,
      async settled() {
        while (underWay.size > 0) await Promise.all(underWay);
      },
    },
    faults: faults.faults,
    send,
    isOnTheWay: (uid) => [...onTheWay].some((leaving) => leaving.uid === uid),
    beingSent: () => [...onTheWay].filter((one) => one.isBeingSent).map(({ uid }) => uid),
    clear() {
      clearings += 1;
      onTheWay.clear();
      state.subscriptions.clear();
      deliveries.length = 0;
      underWay.clear();
      queue?.clear();
      faults.clear();
    },
  };
}
