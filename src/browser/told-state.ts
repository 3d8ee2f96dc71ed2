import type { SlotsState } from "./state.ts";

/** A state that is another object only when something in it is another. */
export class ToldState {
  #last: SlotsState;
  #told: SlotsState;

  constructor(first: SlotsState) {
    this.#last = this.#told = first;
  }

  /** @returns the last one where it is the same */
  as(now: SlotsState): SlotsState {
    const names = Object.keys(now) as (keyof SlotsState)[];
    if (names.some((name) => now[name] !== this.#last[name])) this.#last = now;
    return this.#last;
  }

  /** @returns whether nobody has been told of it */
  tell(state: SlotsState): boolean {
    const isNews = state !== this.#told;
    this.#told = state;
    return isNews;
  }
}
