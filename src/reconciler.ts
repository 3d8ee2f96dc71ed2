import { CURSOR_VERSION } from "./api/api-versions.ts";
import { factsOfBooking } from "./api/booking-facts.ts";
import { listBookings } from "./api/booking-list.ts";
import { ownSettings } from "./api/own-settings.ts";
import { Notes } from "./cache/notes.ts";
import { checkedChoice, checkedMs } from "./checks.ts";
import { ConfigurationError } from "./errors.ts";
import { type Reconciler, Reconciling } from "./invalidation/reconciler.ts";
import { PassLease } from "./invalidation/reconciler-lease.ts";
import { type PassDeps, reconcileBookings } from "./invalidation/reconciler-pass.ts";
import {
  type CompareDeps,
  type ComparedSetting,
  compareSettings,
} from "./invalidation/reconciler-settings.ts";
import { checkedFlag } from "./option-checks.ts";
import type { Parts } from "./parts.ts";
import type { BookingsFilter } from "./schemas/booking-filters.ts";
import type { Booking } from "./schemas/bookings.ts";

/** How a reconciler works. */
export interface ReconcilerOptions {
  /**
   * Milliseconds from the beginning of one pass to that of the next.
   * @default 60000
   */
  readonly intervalMs?: number;
  /**
   * Milliseconds before the last change seen that are read once more: longer than Cal.com's read
   * replica lags behind, and its servers' clocks differ.
   * @default 120000
   */
  readonly overlapMs?: number;
  /**
   * Teams whose bookings Cal.com lists to this credential only when it is asked for the team's; one
   * more request a pass.
   * @default none
   */
  readonly teamIds?: readonly number[];
  /**
   * What to compare with how it was, because nobody tells when it is edited: of the credential's user
   * alone. One more request a pass for each, two for event types.
   * @default nothing
   */
  readonly compare?: readonly ComparedSetting[];
  /**
   * Whether the process stays up for it.
   * @default false
   */
  readonly keepAlive?: boolean;
}

const SETTINGS = ["schedules", "eventTypes", "outOfOffice"] as const;
/** Less would lose what is changed within the same moment. */
const LEAST_OVERLAP_MS = 1_000;

/** @throws ConfigurationError for an option that cannot work */
export function reconcilerOf(parts: Parts, options: ReconcilerOptions): Reconciler {
  const { access, events, invalidator, reads, storeFailed } = parts;
  const { clock, namespace } = reads;
  const compare = [options.compare ?? []]
    .flat()
    .map((one) => checkedChoice("compare", one, SETTINGS));
  const intervalMs = checkedMs("intervalMs", options.intervalMs ?? 60_000, 1_000);
  const overlapMs = checkedMs("overlapMs", options.overlapMs ?? 120_000, LEAST_OVERLAP_MS);
  const teamIds = checkedTeams(options.teamIds ?? []);
  const listChanged = changedBookings(parts, teamIds);
  // Whoever reads less must not move the watermark, or take the turn, of whoever reads more.
  const work = [...teamIds, ...compare].sort().join("+");
  const open = async () => {
    // What one credential may see says nothing about what another may.
    const key = `${await namespace.prefix()}reconciler${work && `:${work}`}`;
    const about = { access, clock, onStoreError: storeFailed };
    const notes = new Notes({ ...about, keyPrefix: `${key}:` });
    // Whoever comes seldom must not keep the turn from whoever has promised to come often.
    const lease = new PassLease({ ...about, key: `${key}:${intervalMs}` });
    const deps: PassDeps & CompareDeps = {
      ...{ clock, notes, invalidator, overlapMs, listChanged, index: reads.index },
      factsOf: (booking) => factsOfBooking(booking, reads.emailHashes),
      learnHosts: hostsLearner(parts),
      readSettings: ownSettings(reads),
    };
    const pass = async (signal: AbortSignal) => {
      const result = await reconcileBookings(deps, signal);
      return { ...result, changedSettings: await compareSettings(deps, compare, signal) };
    };
    return { lease, pass };
  };
  let opened: ReturnType<typeof open> | undefined;
  return new Reconciling({
    ...{ clock, events, intervalMs },
    keepAlive: checkedFlag("keepAlive", options.keepAlive),
    passes: () => {
      opened ??= open();
      return opened;
    },
  });
}

function checkedTeams(teamIds: readonly number[]): readonly number[] {
  if (Array.isArray(teamIds) && teamIds.every((id) => Number.isSafeInteger(id) && id > 0)) {
    return teamIds;
  }
  throw new ConfigurationError("`teamIds` takes a list of whole numbers above 0.");
}

const spare = (signal: AbortSignal) => ({ priority: "prefetch", signal }) as const;

function changedBookings({ reads }: Parts, teamsIds: readonly number[]): PassDeps["listChanged"] {
  return async function* (since, signal) {
    const filter = {
      sortUpdatedAt: "desc",
      ...(since === undefined ? {} : { afterUpdatedAt: since.toISOString() }),
    } as const;
    yield* listByMoments(reads, filter, signal);
    if (teamsIds.length > 0) yield* listByMoments(reads, { ...filter, teamsIds }, signal);
  };
}

const PAGE_SIZE = 100;

/**
 * Pages by moment and not by number: a booking that leaves the list while pages are read would move all
 * others up, one of them past the end of a page; and of bookings with one moment (a series called off)
 * each page may have an order of its own. What shares the last moment of a page is shown again.
 */
async function* listByMoments(
  reads: Parts["reads"],
  filter: BookingsFilter,
  signal: AbortSignal,
): AsyncGenerator<Booking> {
  const list = (more: BookingsFilter) =>
    listBookings(reads, { ...filter, ...more, pageSize: PAGE_SIZE }, spare(signal), undefined);
  // Cursors go on after a booking, whatever has become of the others.
  if (reads.versions.bookingsList >= CURSOR_VERSION) return yield* list({});
  for (let before: BookingsFilter = {}; ; ) {
    const page = await list(before).toArray({ limit: PAGE_SIZE });
    yield* page;
    if (page.length < PAGE_SIZE) return;
    // A page of one moment alone, or of none, comes again, until there are too many for a pass.
    const last = Date.parse(page.at(-1)?.updatedAt ?? "");
    if (!Number.isNaN(last)) before = { beforeUpdatedAt: new Date(last + 1).toISOString() };
  }
}

/** More is not asked for: everything is orphaned then, which costs no more requests than this. */
const MOST_LOOKUPS = 10;

/** What is found waits for it. */
const LONGEST_LEARNING_MS = 5_000;

function hostsLearner({ heedEdits, reads }: Parts): PassDeps["learnHosts"] {
  const { clock, topology, width } = reads;
  return async (eventTypeIds, signal) => {
    if (width !== "hosts") return;
    await heedEdits();
    const unknown = [...eventTypeIds].filter((id) => topology.poolOf(id) === undefined);
    if (unknown.length > MOST_LOOKUPS) return;
    const until = clock.monotonic() + LONGEST_LEARNING_MS;
    for (const id of unknown) {
      if (signal.aborted || clock.monotonic() > until) return;
      await topology.learnSpare(id);
      // Where one pool is not known, everything is orphaned, and the others are of no use.
      if (topology.poolOf(id) === undefined) return;
    }
  };
}
