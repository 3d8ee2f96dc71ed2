import type { Clock } from "../clock.ts";
import { NO_SECRET_SIGNATURE, SIGNATURE_HEADER, signBody } from "../webhooks/signature.ts";
import type { FakeTrigger } from "./model.ts";
import type { State } from "./state.ts";
import { createWebhookFaults, type WebhookFaults } from "./webhook-faults.ts";
import { type WebhookSubject, webhookBody } from "./webhook-payloads.ts";

/** A webhook subscription; without user, team and event type it hears of every booking. */
export interface SubscriptionInput {
  readonly url: string;
  /** Without one the signature is the literal `no-secret-provided`. */
  readonly secret?: string;
  /** Default: all triggers. */
  readonly triggers?: readonly FakeTrigger[];
  /** Only bookings of this event type. */
  readonly eventTypeId?: number;
  /** Only bookings this user organizes in event types of their own, none of a team's. */
  readonly userId?: number;
  /** Only bookings of this team's event types. */
  readonly teamId?: number;
}

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

type Subscription = SubscriptionInput & { readonly id: string };

export function createWebhooks(
  state: State,
  clock: Clock,
  deliver: (request: Request) => Promise<Response>,
): WebhookSender {
  const subscriptions: Subscription[] = [];
  const deliveries: Delivery[] = [];
  const faults = createWebhookFaults();

  const post = async (subscription: Subscription, trigger: FakeTrigger, body: string) => {
    const { url, secret } = subscription;
    const headers = {
      "content-type": "application/json",
      [SIGNATURE_HEADER]: secret === undefined ? NO_SECRET_SIGNATURE : await signBody(body, secret),
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
        const id = state.ids.uuid();
        subscriptions.push({ ...input, id });
        return { id };
      },
      deliveries,
    },
    faults: faults.faults,
    async send(subject) {
      const { trigger, booking } = subject;
      const eventType = state.eventTypes.get(booking.eventTypeId);
      // What the server tells of bookings whose event type is gone was not recorded.
      if (eventType === undefined) return;
      const ofTeam = eventType.teamId ?? undefined;
      const receivers = subscriptions.filter(
        ({ triggers, eventTypeId, userId, teamId }) =>
          (triggers === undefined || triggers.includes(trigger)) &&
          (eventTypeId ?? booking.eventTypeId) === booking.eventTypeId &&
          (teamId ?? ofTeam) === ofTeam &&
          // Recorded (0241-0252): users' own webhooks hear nothing of their team's bookings.
          (userId === undefined || (userId === booking.userId && ofTeam === undefined)),
      );
      if (receivers.length === 0) return;
      const body = webhookBody(state, subject, clock.now());
      await Promise.all(
        receivers.map((receiver) =>
          faults.dispatch({ trigger, url: receiver.url }, () => post(receiver, trigger, body)),
        ),
      );
    },
    clear() {
      subscriptions.length = 0;
      deliveries.length = 0;
      faults.clear();
    },
  };
}
