import type { FakeTrigger } from "./model.ts";
import { createRandom, shuffled } from "./random.ts";

/** Which deliveries a webhook fault is for. What is left out matches everything. */
export interface DeliveryMatch {
  readonly trigger?: FakeTrigger;
  readonly url?: string;
  /** How many deliveries it is for; default 1. */
  readonly times?: number;
}

/** A delivery on its way. */
export interface DeliveryInfo {
  readonly trigger: FakeTrigger;
  readonly url: string;
}

/** In which order deliveries go; the number makes the same shuffle in every run. */
export type DeliveryOrder = "as sent" | "reversed" | { readonly shuffled: number };

/** Deliveries that are held back. */
export interface HeldDeliveries {
  /** How many are held now. */
  readonly count: number;
  /** What is held now, oldest first. */
  readonly list: readonly DeliveryInfo[];
  /**
   * Sends one of the list; resolves when its receiver has answered. With `keep` it stays held, so
   * that it can be sent once more.
   */
  deliver(index: number, options?: { readonly keep?: boolean }): Promise<void>;
  /** Takes one off the list: it never arrives. */
  drop(index: number): void;
  /**
   * Sends what is held and lets later ones pass; resolves when all receivers have answered.
   * `reversed` sends the newest first, each after the one before it was answered.
   */
  release(order?: DeliveryOrder): Promise<void>;
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

/** One delivery: how it is sent at once, and the way it goes when nothing is wrong. */
export interface Departure extends DeliveryInfo {
  readonly send: Send;
  readonly usually: (send: Send) => Promise<void>;
  /** Says that it is never sent. */
  readonly lost: () => void;
}

interface Rule {
  readonly match: DeliveryMatch;
  left: number;
  readonly apply: (departure: Departure) => Promise<void>;
}

export interface WebhookFaultControl {
  readonly faults: WebhookFaults;
  /** Sends one delivery as the first fault that matches wants it, or as usual. */
  dispatch(departure: Departure): Promise<void>;
  clear(): void;
}

function inOrder<T>(items: readonly T[], order: DeliveryOrder): T[] {
  if (order === "as sent") return [...items];
  return order === "reversed" ? items.toReversed() : shuffled(items, createRandom(order.shuffled));
}

export function createWebhookFaults(): WebhookFaultControl {
  let rules: Rule[] = [];
  const holds = new Set<Departure[]>();
  const add = (match: DeliveryMatch, apply: Rule["apply"], times = 1): Rule => {
    const rule = { match, left: match.times ?? times, apply };
    rules.push(rule);
    return rule;
  };

  const hold = (match: DeliveryMatch = {}): HeldDeliveries => {
    const held: Departure[] = [];
    holds.add(held);
    const rule = add(
      match,
      async (departure) => {
        held.push(departure);
      },
      Number.POSITIVE_INFINITY,
    );
    const at = (index: number): Departure => {
      const found = held[index];
      if (found === undefined) throw new RangeError(`The fake holds no delivery ${index}`);
      return found;
    };
    return {
      get count() {
        return held.length;
      },
      get list() {
        return held.map(({ trigger, url }) => ({ trigger, url }));
      },
      async deliver(index, { keep = false } = {}) {
        const { send } = at(index);
        if (!keep) held.splice(index, 1);
        await send();
      },
      drop(index) {
        const departure = at(index);
        held.splice(held.indexOf(departure), 1);
        departure.lost();
      },
      async release(order = "as sent") {
        rule.left = 0;
        holds.delete(held);
        for (const { send } of inOrder(held.splice(0), order)) await send();
      },
    };
  };

  return {
    faults: {
      lose: (match = {}) => void add(match, async ({ lost }) => lost()),
      repeat: (match = {}) =>
        void add(match, ({ send, usually }) =>
          usually(async () => {
            for (let copy = 0; copy < (match.copies ?? 2); copy++) await send();
          }),
        ),
      hold,
    },
    dispatch(departure) {
      const rule = rules.find(
        ({ left, match }) =>
          left > 0 &&
          (match.trigger ?? departure.trigger) === departure.trigger &&
          (match.url ?? departure.url) === departure.url,
      );
      if (rule === undefined) return departure.usually(departure.send);
      rule.left -= 1;
      return rule.apply(departure);
    },
    clear() {
      rules = [];
      for (const held of holds) held.length = 0;
      holds.clear();
    },
  };
}
