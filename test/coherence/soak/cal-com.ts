import { monitorEventLoopDelay } from "node:perf_hooks";
import { systemClock } from "../../../src/clock.ts";
import { createFakeCalcom, type HeldFault, type RequestMatch } from "../../../src/testing/index.ts";
import { createRandom, shuffled } from "../../../src/testing/random.ts";
import { startFakeCalcomServer } from "../../../src/testing/server.ts";
import { settle } from "../../../src/testing/virtual-clock.ts";
import { SLOT_MINUTES } from "./plan.ts";
import { BLOCK_MS, SEARCH_MS, TIMEOUT_MS, WINDOW_MS } from "./settings.ts";

const WRITES_SPOILT = 0.2;
const READS_SPOILT = 0.05;
/** Some of it during the search, some after, and all while the fence stands. */
const LATEST_MS = TIMEOUT_MS + SEARCH_MS + 1_000;
const KINDS = {
  writes: [
    "dropRequest",
    "dropReply",
    "error500Before",
    "error500After",
    "replicaMissesReadBack",
    "late",
    "silent",
    "replay",
    "pretend",
  ],
  reads: ["dropRequest", "dropReply", "error500Before", "delay"],
} as const;
type Kind = (typeof KINDS)["writes" | "reads"][number];

const ALL_DAY = {
  days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  startTime: "00:00",
  endTime: "24:00",
} as const;
const EVENT_TYPES = 5;

/** One after another in random order, each as often as the others. */
function dealer<T>(kinds: readonly T[], random: () => number): () => T {
  const left: T[] = [];
  return () => {
    if (left.length === 0) left.push(...shuffled(kinds, random));
    return left.pop() as T;
  };
}

/** A Cal.com over HTTP, with one host who works day and night, where things go wrong. */
export async function startCalCom(seed: number, limit: number) {
  const random = createRandom(seed);
  const stalls = monitorEventLoopDelay();
  stalls.enable();
  const fake = createFakeCalcom({
    clock: systemClock,
    rateLimit: { limit, windowMs: WINDOW_MS, blockMs: BLOCK_MS },
  });
  const host = fake.users.add({ username: "alice", timeZone: "UTC" });
  const { id: scheduleId } = fake.schedules.add({
    ...{ ownerId: host.id, timeZone: "UTC", availability: [ALL_DAY] },
  });
  const eventTypeIds = Array.from(
    { length: EVENT_TYPES },
    (_, number) =>
      fake.eventTypes.add({
        ...{ ownerId: host.id, scheduleId, slug: `type-${number}` },
        lengthInMinutes: SLOT_MINUTES,
      }).id,
  );
  const nextOfReads = dealer<Kind>(KINDS.reads, random);
  const nextOfWrites = dealer<Kind>(KINDS.writes, random);
  const troubles = new Map<Kind, number>();
  const held: HeldFault[] = [];
  const someUid = () => {
    const known = fake.bookings.list();
    return known[Math.floor(random() * known.length)]?.uid;
  };

  const arm: Readonly<Record<Kind, (match: RequestMatch) => void>> = {
    ...fake.faults,
    late: (match) =>
      held.push(fake.faults.commitLater({ ...match, afterMs: random() * LATEST_MS })),
    silent: (match) =>
      held.push(
        fake.faults.commitLater({ ...match, afterMs: random() * LATEST_MS, reply: "hang" }),
      ),
    replay(match) {
      const uid = someUid();
      if (uid !== undefined) fake.faults.replay({ ...match, uid });
    },
    delay: (match) => fake.faults.delay(random() * TIMEOUT_MS, match),
  };
  const spoil = ({ method, url }: Request) => {
    const isRead = method === "GET";
    if (random() >= (isRead ? READS_SPOILT : WRITES_SPOILT)) return;
    const kind = isRead ? nextOfReads() : nextOfWrites();
    troubles.set(kind, (troubles.get(kind) ?? 0) + 1);
    arm[kind]({ method, path: new URL(url).pathname });
  };
  const server = await startFakeCalcomServer({
    ...fake,
    handle(request) {
      spoil(request);
      return fake.handle(request);
    },
  });

  return {
    ...{ eventTypeIds, fake, host, troubles },
    url: server.url,
    /** How long requests have lain unread at most. */
    longestStallMs: () => Math.round(stalls.max / 1e6),
    /** Carries out what is still to come. */
    async land() {
      for (const fault of held) fault.release();
      for (let turn = 0; turn < 10; turn++) await settle();
    },
    close: () => server.close(),
  };
}

export type CalCom = Awaited<ReturnType<typeof startCalCom>>;
