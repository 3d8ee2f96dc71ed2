import type { Clock } from "../../../src/clock.ts";
import { createRandom, shuffled } from "../../../src/testing/random.ts";
import { isOneIn, pick } from "../histories/choice.ts";
import { EVENT_TYPES } from "./questions.ts";

const STRETCH_MS = 3_000;
/** At the beginning of a stretch nothing changes, so that there is something to be stale. */
const CALM_MS = 1_000;
const AT_ONCE = 2;
/** One in so many is about anything else. */
const ASIDE = 4;

/**
 * What everybody is about at the moment: the fewer things, the more often they meet. All processes
 * share the clock and the seed, so that nobody has to be told.
 */
export class Focus {
  readonly #clock: Clock;
  readonly #seed: number;

  constructor(clock: Clock, seed: number) {
    this.#clock = clock;
    this.#seed = seed;
  }

  isCalm(): boolean {
    return this.#clock.now() % STRETCH_MS < CALM_MS;
  }

  /** The slug of an event type. */
  pick(random: () => number, among = SLUGS): string {
    if (isOneIn(random, ASIDE)) return pick(among, random);
    const stretch = Math.floor(this.#clock.now() / STRETCH_MS);
    const mixed = shuffled(SLUGS, createRandom(this.#seed + stretch));
    return pick(mixed.filter((slug) => among.includes(slug)).slice(0, AT_ONCE), random);
  }
}

const SLUGS: readonly string[] = EVENT_TYPES.map(({ slug }) => slug);
