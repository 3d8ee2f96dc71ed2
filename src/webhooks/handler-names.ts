import { ConfigurationError } from "../errors.ts";
import { TRIGGERS } from "./event-change.ts";
import type { KnownTrigger, TriggerHandlers } from "./handlers.ts";

const OTHERS = ["onAny", "onUnrecognised", "onError"] as const;

/** `onBookingCreated` of `BOOKING_CREATED`. */
export function handlerName(trigger: KnownTrigger): keyof TriggerHandlers {
  const words = trigger.toLowerCase().split("_");
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
  return `on${name}` as keyof TriggerHandlers;
}

const NAMES: readonly string[] = [
  ...OTHERS,
  ...Object.keys(TRIGGERS).map((trigger) => handlerName(trigger as KnownTrigger)),
];

/**
 * Makes sure that every handler has an event: of one that is misspelt nobody would ever hear.
 *
 * @throws ConfigurationError naming the nearest handler there is
 */
export function checkHandlers(options: object): void {
  for (const [name, handler] of Object.entries(options)) {
    if (!/^on/i.test(name) && !Object.hasOwn(TRIGGERS, name)) continue;
    if (!NAMES.includes(name)) {
      throw new ConfigurationError(
        `There is no webhook handler \`${name}\`. Do you mean \`${nearest(name)}\`?`,
      );
    }
    if (handler !== undefined && typeof handler !== "function") {
      throw new ConfigurationError(`The webhook handler \`${name}\` is to be a function.`);
    }
  }
}

function nearest(name: string): string {
  const plain = (text: string) => text.toLowerCase().replace(/^on/, "").replaceAll(/[_.]/g, "");
  const distances = NAMES.map((one) => ({ one, distance: distance(plain(one), plain(name)) }));
  return distances.reduce((best, next) => (next.distance < best.distance ? next : best)).one;
}

/** How many letters have to be changed, added or left out to make one of the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (let index = 0; index < to.length; index++) {
      const changed = (row[index] ?? 0) + (to[index] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
