import { type Booking, type BookingResult, UnknownOutcomeError } from "../../../src/index.ts";
import type { ProfileName } from "../../../src/testing/profile.ts";
import type { VirtualClock } from "../../../src/testing/virtual-clock.ts";
import type { ChangeRow } from "./changes.ts";
import { type Verdict, verdictOf } from "./expectations.ts";
import { BLOCK_MS, type FaultColumn } from "./faults.ts";
import {
  createTableWorld,
  FENCE_MS,
  SEARCH_MS,
  type TableWorld,
  TIMEOUT_MS,
} from "./table-world.ts";

/** What became of a change that met a fault. */
export interface CellReport {
  readonly verdict: Verdict;
  /** How often the write was sent. */
  readonly sent: number;
  /** How often it had been carried out, at last. */
  readonly done: number;
  /** Whether what the caller was told names what the state shows, where it names anything. */
  readonly isTold: boolean;
  /** Event types of which a list contradicted Cal.com's own, and when. */
  readonly stale: readonly string[];
  /** Event types whose lists were not kept again when all was over. */
  readonly notKept: readonly string[];
}

const STEP_MS = 50;
const LONGEST_MS = 60_000;

/** Lets time pass, step by step, until it is settled. */
async function drive<T>(
  clock: VirtualClock,
  quiet: () => Promise<void>,
  work: Promise<T>,
): Promise<T> {
  let isSettled = false;
  const settled = work.finally(() => {
    isSettled = true;
  });
  // Awaited below; until then nobody must take it for unhandled.
  settled.catch(() => {});
  await quiet();
  for (let passedMs = 0; !isSettled; passedMs += STEP_MS) {
    if (passedMs > LONGEST_MS) throw new Error("The call has not come to its end.");
    await clock.advance(STEP_MS);
    await quiet();
  }
  return settled;
}

async function earlierUid(world: TableWorld, change: ChangeRow, fault: FaultColumn) {
  if (fault.earlier === undefined) return "";
  const { id } = world.types[change.type];
  if (fault.earlier === "a visitor") return (await world.visit(id, "15:00")).uid;
  return (await world.before(id, "15:00")).booking.uid;
}

function isToldOf(
  outcome: BookingResult | Error,
  change: ChangeRow,
  done: readonly string[],
): boolean {
  const isAmong = (bookings: readonly Booking[]) =>
    done.length === 1 && bookings.some(({ uid }) => uid === done[0]);
  if (!(outcome instanceof Error)) return isAmong(outcome.occurrences ?? [outcome.booking]);
  if (!(outcome instanceof UnknownOutcomeError)) return done.length === 0 || change.ofTeam === true;
  const { bookingUid, found, looked, nonce } = outcome;
  const isNamed = (change.isNew ? nonce : bookingUid) !== undefined;
  if (looked !== "unclear") return isNamed;
  return isNamed && isAmong(found);
}

/**
 * Lets a change meet a fault in a world of its own, and compares what is told with the state.
 *
 * @param quiet waits until nothing is under way that the clock has to wait for
 */
export async function runCell(
  change: ChangeRow,
  fault: FaultColumn,
  profile: ProfileName,
  quiet: () => Promise<void>,
): Promise<CellReport> {
  const world = createTableWorld(profile);
  const { clock, fake } = world;
  const compare = () => world.compare(change.type);
  const wish = await change.arrange(world);
  const earlier = await earlierUid(world, change, fault);
  await compare();
  const asked = fake.requests.length;
  fault.arm(fake.faults, change.match, earlier);

  const controller = new AbortController();
  if (fault.abortsAfterMs !== undefined) {
    clock.setTimeout(() => controller.abort(), fault.abortsAfterMs);
  }
  const work = wish
    .send(fault.isAnonymous ? world.nobody : world.writer, {
      signal: controller.signal,
    })
    .catch((error: Error) => error);
  const outcome = await drive(clock, quiet, work);
  const isTold = isToldOf(outcome, change, wish.done());

  const stale: string[] = [];
  const look = async (when: string) => {
    const answers = await drive(clock, quiet, compare());
    for (const { name, isTrue } of answers) if (!isTrue) stale.push(`${name}, ${when}`);
    return answers;
  };
  if (fault.says === "429") await clock.advance(BLOCK_MS);
  await look("at once");
  await clock.advance(TIMEOUT_MS + SEARCH_MS);
  await look("after a late commit");
  await clock.advance(TIMEOUT_MS + SEARCH_MS + FENCE_MS);
  await look("after the fence");
  const kept = await look("from the cache");
  const path = fake.requests.slice(asked).filter(({ method }) => method === "POST");
  return {
    verdict: verdictOf(outcome),
    sent: path.length,
    done: wish.done().length,
    isTold,
    stale,
    notKept: kept.filter(({ source }) => source !== "cache").map(({ name }) => name),
  };
}
