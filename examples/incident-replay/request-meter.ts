import { setTimeout as sleep } from "node:timers/promises";
import type { SchemeName } from "./scheme.ts";

/** Real milliseconds without a request after which none is expected to follow from the last one. */
const CALM_MS = 5;

/** Counts what each scheme asks Cal.com, and knows when nothing is on its way. */
export class RequestMeter {
  readonly sent: Record<SchemeName, number> = { origin: 0, library: 0 };
  #underWay = 0;
  #isStirred = false;

  fetchFor(name: SchemeName): typeof globalThis.fetch {
    return async (input, init) => {
      this.sent[name] += 1;
      this.#underWay += 1;
      this.#isStirred = true;
      try {
        const answer = await globalThis.fetch(input, init);
        const { status, headers } = answer;
        // A request is over when its body has arrived, not when its headers have.
        return new Response(await answer.arrayBuffer(), { status, headers });
      } finally {
        this.#underWay -= 1;
        this.#isStirred = true;
      }
    };
  }

  /**
   * The library learns hosts beside its answers, by requests and hashes one after another; time
   * must not pass in between, or the figures would depend on the machine.
   */
  async calm(): Promise<void> {
    while (this.#isStirred) {
      this.#isStirred = this.#underWay > 0;
      await sleep(CALM_MS);
    }
  }
}

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
