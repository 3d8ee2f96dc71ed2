import { setTimeout as sleep } from "node:timers/promises";

/** Real milliseconds without a request after which none is expected to follow from the last one. */
const CALM_MS = 5;

/** A `fetch` that is counted, and known to rest. */
export interface CalmFetch {
  readonly fetch: typeof globalThis.fetch;
  /** How many requests have left. */
  readonly sent: () => number;
  /** Waits until nothing is on its way: a virtual clock must not overtake it. */
  calm(): Promise<void>;
}

export function calmFetch(): CalmFetch {
  let sent = 0;
  let underWay = 0;
  let isStirred = false;
  return {
    async fetch(input, init) {
      sent += 1;
      underWay += 1;
      isStirred = true;
      try {
        const answer = await globalThis.fetch(input, init);
        const { status, headers } = answer;
        // A request is over when its body has arrived, not when its headers have.
        return new Response(await answer.arrayBuffer(), { status, headers });
      } finally {
        underWay -= 1;
        isStirred = true;
      }
    },
    sent: () => sent,
    async calm() {
      while (isStirred) {
        isStirred = underWay > 0;
        await sleep(CALM_MS);
      }
    },
  };
}
