import type { Notes } from "../cache/notes.ts";
import type { Claim, Claims } from "./claims.ts";
import type { EventIdentity } from "./identity.ts";

const KEPT_FOR_MS = 24 * 3_600_000;

/**
 * Made further apart than this, equal events are two: copies for several subscriptions are made
 * within milliseconds (deliveries 79 and 80), and nobody toggles something back and forth in a minute
 * whose first change mattered to anybody.
 */
const SAME_MOMENT_MS = 60_000;
const MOST_MOMENTS = 20;

/** What is to be done about an event. */
export interface InboxEntry {
  readonly duplicate: boolean;
  done(): Promise<void>;
  forget(): Promise<void>;
}

const DUPLICATE: InboxEntry = {
  duplicate: true,
  done: async () => undefined,
  forget: async () => undefined,
};

/** Which events have been dealt with; in the store, so that every process knows. */
export class Inbox {
  readonly #notes: Notes;
  readonly #claims: Claims;

  constructor(notes: Notes, claims: Claims) {
    this.#notes = notes;
    this.#claims = claims;
  }

  /** Claims an event. Without a store it is new: work is rather done twice than never. */
  async claim({ key, madeAt }: EventIdentity): Promise<InboxEntry> {
    const noteKey = `event:${key}`;
    // A claim writes, and whoever has seen a delivery can send it again, as often as they like.
    if (isNoted(momentsIn(await this.#notes.find(noteKey)), madeAt)) return DUPLICATE;
    const claim = await this.#claims.takeAll(claimKeys(noteKey, madeAt));
    if (claim === undefined) return DUPLICATE;
    // Once more: whoever had it before has noted it before letting go.
    if (isNoted(momentsIn(await this.#notes.find(noteKey)), madeAt)) {
      await claim.release();
      return DUPLICATE;
    }
    return this.#entry(claim, async () => {
      const note = madeAt === undefined ? [] : [...(await this.#momentsOf(noteKey)), madeAt];
      await this.#notes.put(noteKey, Object.freeze(note.slice(-MOST_MOMENTS)), KEPT_FOR_MS);
    });
  }

  // Once more, for an equal event of another moment may have been noted in the meantime.
  async #momentsOf(noteKey: string): Promise<readonly number[]> {
    return momentsIn(await this.#notes.find(noteKey)) ?? [];
  }

  #entry(claim: Claim, note: () => Promise<void>): InboxEntry {
    let isOver = false;
    return {
      duplicate: false,
      done: async () => {
        if (isOver) return;
        isOver = true;
        await note();
        await claim.release();
      },
      forget: async () => {
        if (isOver) return;
        isOver = true;
        await claim.release();
      },
    };
  }
}

/**
 * What an event claims: equal ones made within half of what counts as the same moment have a key in
 * common, and those made further apart than all of it have none, so that neither is taken for the other.
 */
function claimKeys(noteKey: string, madeAt: number | undefined): readonly string[] {
  if (madeAt === undefined) return [noteKey];
  const moment = Math.floor(madeAt / (SAME_MOMENT_MS / 2));
  return [moment, moment + 1].map((one) => `${noteKey}:${one}`);
}

function isNoted(moments: readonly number[] | undefined, madeAt: number | undefined): boolean {
  if (moments === undefined || madeAt === undefined) return moments !== undefined;
  return moments.some((moment) => Math.abs(moment - madeAt) <= SAME_MOMENT_MS);
}

function momentsIn(note: unknown): readonly number[] | undefined {
  if (note === undefined) return undefined;
  return Array.isArray(note) ? note.filter((moment) => typeof moment === "number") : [];
}
