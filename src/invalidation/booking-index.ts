import { encodeKeyPart } from "../cache/key.ts";
import type { Notes } from "../cache/notes.ts";
import { deepFreeze } from "../freeze.ts";
import { type BookingFacts, mergeFacts } from "./changes.ts";

const KEPT_FOR_MS = 30 * 24 * 3_600_000;
const keyOf = (uid: string) => `booking:${encodeKeyPart(uid)}`;

/**
 * Which event type and hosts a booking has: for cancels, reschedules and payloads that name only
 * a uid. What is not found bumps `all`.
 */
export class BookingIndex {
  readonly #notes: Notes;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  async find(uid: string): Promise<BookingFacts | undefined> {
    return (await this.#notes.find(keyOf(uid))) as BookingFacts | undefined;
  }

  /** @throws StoreError when the store is away: then nobody knows what was known */
  async findSurely(uid: string): Promise<BookingFacts | undefined> {
    return (await this.#notes.findSurely(keyOf(uid))) as BookingFacts | undefined;
  }

  /**
   * Adds facts to what is known: a later source may say less than an earlier one.
   *
   * @param onlyKnown leaves bookings out that nothing is known of. Of known ones nothing may be left out:
   * what is known is taken for all there is.
   */
  async remember(
    uids: readonly string[],
    facts: BookingFacts,
    { onlyKnown = false }: { readonly onlyKnown?: boolean } = {},
  ): Promise<void> {
    const add = (uid: string) =>
      this.#notes.change(
        keyOf(uid),
        (note) => {
          const known = note as BookingFacts | undefined;
          if (known === undefined) return onlyKnown ? undefined : deepFreeze({ ...facts });
          const all = mergeFacts(known, facts);
          return isSame(known, all) ? undefined : deepFreeze(all);
        },
        KEPT_FOR_MS,
      );
    await Promise.all(uids.map(add));
  }
}

const LISTS = ["eventTypeIds", "hostIds", "teamIds", "emailHashes"] as const;

// Merged facts only grow.
function isSame(known: BookingFacts, merged: BookingFacts): boolean {
  return (
    LISTS.every((list) => known[list].length === merged[list].length) &&
    known.hostsComplete === merged.hostsComplete &&
    known.isSingle === merged.isSingle
  );
}
