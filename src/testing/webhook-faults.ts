import type { FakeTrigger } from "./model.ts";

/** Which deliveries a webhook fault is for. What is left out matches everything. */
export interface DeliveryMatch {
  readonly trigger?: FakeTrigger;
  readonly url?: string;
  /** How many deliveries it is for; default 1. */
  readonly times?: number;
}

/** Deliveries that are held back. */
export interface HeldDeliveries {
  /** How many are held now. */
  readonly count: number;
  /**
   * Sends what is held and lets later ones pass; resolves when all receivers have answered.
   * `reversed` sends the newest first, each after the one before it was answered.
   */
  release(order?: "as sent" | "reversed"): Promise<void>;
}

/** What can go wrong with webhooks on their way. */
export interface WebhookFaults {
  /** The next matching deliveries are never sent. */
  lose(match?: DeliveryMatch): void;
  /** The next matching deliveries are sent `copies` times in all (default 2), one after another. */
  repeat(match?: DeliveryMatch & { readonly copies?: number }): void;
  /**
   * The next matching deliveries (default: all of them) wait for `release()`. The booking call
   * does not wait for them, as with a server that sends webhooks from a queue.
   */
  hold(match?: DeliveryMatch): HeldDeliveries;
}

export type Send = () => Promise<void>;

interface Rule {
  readonly match: DeliveryMatch;
  left: number;
  readonly apply: (send: Send) => Promise<void>;
}

export interface WebhookFaultControl {
  readonly faults: WebhookFaults;
  /** Sends one delivery as the first fault that matches wants it, or plainly. */
  dispatch(about: { trigger: FakeTrigger; url: string }, send: Send): Promise<void>;
  clear(): void;
}

export function createWebhookFaults(): WebhookFaultControl {
  let rules: Rule[] = [];
  const add = (match: DeliveryMatch, apply: Rule["apply"], times = 1): Rule => {
    const rule = { match, left: match.times ?? times, apply };
    rules.push(rule);
    return rule;
  };

  const hold = (match: DeliveryMatch = {}): HeldDeliveries => {
    const held: (() => Promise<void>)[] = [];
    const rule = add(
      match,
      async (send) => {
        held.push(send);
      },
      Number.POSITIVE_INFINITY,
    );
    return {
      get count() {
        return held.length;
      },
      async release(order = "as sent") {
        rule.left = 0;
        const batch = held.splice(0);
        if (order === "reversed") batch.reverse();
        for (const send of batch) await send();
      },
    };
  };

  return {
    faults: {
      lose: (match = {}) => void add(match, async () => {}),
      repeat: (match = {}) =>
        void add(match, async (send) => {
          for (let copy = 0; copy < (match.copies ?? 2); copy++) await send();
        }),
      hold,
    },
    dispatch(about, send) {
      const rule = rules.find(
        ({ left, match }) =>
          left > 0 &&
          (match.trigger ?? about.trigger) === about.trigger &&
          (match.url ?? about.url) === about.url,
      );
      if (rule === undefined) return send();
      rule.left -= 1;
      return rule.apply(send);
    },
    clear() {
      rules = [];
    },
  };
}
