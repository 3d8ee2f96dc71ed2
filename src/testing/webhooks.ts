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
import { createWebhookFaults, type WebhookFaults } from "./webhook-faults.ts";
import { type WebhookSubject, webhookBody } from "./webhook-payloads.ts";
import { fillTemplate } from "./webhook-template.ts";

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
}

export interface WebhookSender {
  readonly api: Webhooks;
  readonly faults: WebhookFaults;
  /** Sends to all subscribers in parallel; resolves when each has answered or failed. */
  send(subject: WebhookSubject): Promise<void>;
  clear(): void;
}

export function createWebhooks(
  state: State,
  clock: Clock,
  deliver: (request: Request) => Promise<Response>,
): WebhookSender {
  const deliveries: Delivery[] = [];
  const faults = createWebhookFaults();

  const post = async (subscription: Subscription, trigger: FakeTrigger, plain: string) => {
    const { url, secret, payloadTemplate } = subscription;
    const body = payloadTemplate === null ? plain : fillTemplate(payloadTemplate, plain);
    const headers = {
      "content-type": "application/json",
      [SIGNATURE_HEADER]: secret === null ? NO_SECRET_SIGNATURE : await signBody(body, secret),
    };
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

  return {
    api: {
      subscribe(input) {
        const { id } = addSubscription(state, { ...input, createdAt: clock.now() });
        return { id };
      },
      deliveries,
    },
    faults: faults.faults,
    async send(subject) {
      const { trigger, booking } = subject;
      // What the server tells of bookings whose event type is gone was not recorded.
      if (!state.eventTypes.has(booking.eventTypeId)) return;
      const receivers = subscribersTo(state, subject);
      if (receivers.length === 0) return;
      const body = webhookBody(state, subject, clock.now());
      await Promise.all(
        receivers.map((receiver) =>
          faults.dispatch({ trigger, url: receiver.url }, () => post(receiver, trigger, body)),
        ),
      );
    },
    clear() {
      state.subscriptions.clear();
      deliveries.length = 0;
      faults.clear();
    },
  };
}
