import type { CalcomEvents } from "../events.ts";
import { type UnheardChange, UnheardChangesError, unheardChange } from "./guard-error.ts";
import { type Heard, unheardOf } from "./guard-hearing.ts";
import type { BookingAction, BookingChange, BookingJournal } from "./journal.ts";
import { settle } from "./virtual-clock.ts";

/** What a guard needs of a client. */
export interface GuardedClient {
  on(name: "invalidated", listener: (event: CalcomEvents["invalidated"]) => void): () => void;
}

/** Where bookings are changed: a fake, or what {@link mockedCalcom} has made of an MSW server. */
export interface GuardedCalcom {
  readonly journal: BookingJournal;
}

/** Watches that clients hear of every change of bookings. */
export interface BookingGuard {
  /**
   * Lets finish what is about to, and fails if a booking was changed behind a client's back. Each
   * change is reported once. What is still under way, its webhooks included, is left for the next
   * check.
   *
   * @throws UnheardChangesError
   */
  check(): Promise<void>;
  /** What a check would report if nothing more happened. */
  readonly violations: readonly UnheardChange[];
  /** Stops listening. */
  stop(): void;
}

/** How long a check waits, in real time, for what a hash or a store may still hold up. */
const PATIENCE_MS = 100;

// Taken at import, so that a test framework's fake timers cannot stop a check.
const { clearTimeout: stopTimer, setTimeout: startTimer } = globalThis;

interface Unheard {
  readonly action: BookingAction;
  readonly change: BookingChange;
}

/**
 * Fails the tests of code that changes bookings behind a client's back: with a `fetch` of its own,
 * with another client, or on Cal.com while the webhook goes nowhere. Every change that the fake
 * commits from now on must reach every given client as an invalidation of the booking's event type,
 * of its host, or of all; before the commit a webhook's alone is enough, because it settles.
 * `deferred` is told, too: the client knows.
 *
 * @param clients those who must hear of it. Clients that share store and namespace are given as an
 * array: what one hears, all know
 *
 * @example
 * ```ts
 * import { CalcomClient } from "calcom-coherent";
 * import { createFakeCalcom, guardBookings } from "calcom-coherent/testing";
 * import { afterEach } from "vitest";
 *
 * const fake = createFakeCalcom();
 * const calcom = new CalcomClient({ baseUrl: fake.baseUrl, fetch: fake.fetch, clock: fake.clock });
 * const guard = guardBookings(fake, calcom);
 * afterEach(() => guard.check());
 * ```
 */
export function guardBookings(
  { journal }: GuardedCalcom,
  ...clients: readonly (GuardedClient | readonly GuardedClient[])[]
): BookingGuard {
  if (clients.flat().length === 0) {
    throw new TypeError("Name the clients that must hear of changes: guardBookings(fake, calcom).");
  }
  const actions: BookingAction[] = [];
  const reported = new Set<BookingChange>();
  const stops = [journal.subscribe((action) => actions.push(action))];
  const groups = clients.map((group) => {
    const heard: Heard[] = [];
    for (const client of [group].flat()) {
      const stop = client.on("invalidated", ({ tags, cause }) => {
        const told = cause === "webhook" ? journal.told() : [];
        heard.push({ at: journal.tick(), tags: new Set(tags), cause, told });
      });
      stops.push(stop);
    }
    return heard;
  });

  const unheard = (): readonly Unheard[] => {
    const changes = new Set(groups.flatMap((heard) => unheardOf(actions, heard)));
    return actions.flatMap((action) =>
      action.changes
        .filter((change) => changes.has(change) && !reported.has(change))
        .map((change) => ({ action, change })),
    );
  };
  const violating = () => unheard().filter(({ action }) => !action.isUnderWay);
  const told = ({ action, change }: Unheard) => unheardChange(action, change);

  /** Once nothing is open, nothing that comes later can be about what was before. */
  const forget = (): void => {
    if (actions.some(({ isUnderWay }) => isUnderWay)) return;
    actions.length = 0;
    reported.clear();
    for (const heard of groups) heard.length = 0;
  };

  return {
    async check() {
      let isPatient = true;
      const timer = startTimer(() => {
        isPatient = false;
      }, PATIENCE_MS);
      do await settle();
      while (isPatient && unheard().length > 0);
      stopTimer(timer);
      const found = violating();
      for (const { change } of found) reported.add(change);
      forget();
      if (found.length > 0) throw new UnheardChangesError(found.map(told));
    },
    get violations() {
      return violating().map(told);
    },
    stop() {
      for (const stop of stops.splice(0)) stop();
    },
  };
}
