import { startRedis } from "../../helpers/redis-server.ts";
import { Booker } from "./booker.ts";
import { type CalCom, startCalCom } from "./cal-com.ts";
import { check, type Findings } from "./checker.ts";
import { plan } from "./plan.ts";
import type { Counts, Told } from "./settings.ts";

export interface SoakOptions {
  /** How many are wished for. */
  readonly bookings: number;
  readonly processes: number;
  readonly seed: number;
  /** Requests that Cal.com allows in five seconds. */
  readonly limit: number;
}

/** What came of a soak. */
export interface SoakReport extends SoakOptions, Counts {
  readonly seconds: number;
  /** Requests that Cal.com was asked, and how many of them it refused for the rate. */
  readonly requests: number;
  readonly blocked: number;
  /** How long Cal.com read nothing at most: beyond a window or two, permits end too early. */
  readonly longestStallMs: number;
  /** Bookings that are on at last. */
  readonly booked: number;
  /** What went wrong on the way, by kind. */
  readonly troubles: Readonly<Record<string, number>>;
  /** What callers were told, by kind. */
  readonly told: Readonly<Record<string, number>>;
  readonly findings: Findings;
  readonly mistakes: readonly string[];
}

const DAY_MS = 86_400_000;

const kindOf = (told: Told): string => {
  if (told.verdict === "refused") return `${told.action}: ${told.why}`;
  if (told.verdict === "unknown") return `${told.action}: unknown, ${told.looked}`;
  return `${told.action}: ${told.verdict}`;
};

function counted(kinds: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of [...kinds].sort()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function totalOf(all: readonly Counts[]): Counts {
  const sum = (count: (one: Counts) => number) => all.reduce((total, one) => total + count(one), 0);
  return {
    waits: sum((one) => one.waits),
    again: sum((one) => one.again),
    storeFailures: sum((one) => one.storeFailures),
  };
}

function startBookers(calCom: CalCom, redisUrl: string, { limit, processes }: SoakOptions) {
  const { eventTypeIds, host, url } = calCom;
  return Array.from(
    { length: processes },
    (_, number) =>
      new Booker({
        ...{ name: `booker ${number}`, apiKey: host.apiKey, calUrl: url, redisUrl, eventTypeIds },
        limit,
        host: { id: host.id, email: host.email },
      }),
  );
}

/** What a run has to have gone through to prove anything. */
const TOLD = [/^create: done/, /^create: found/, /^create: unknown/, /^create: slot_taken/];
const CHANGED = [/^create: booking_replayed/, /^move: done/, /^cancel: done/];
const TROUBLES = ["dropRequest", "dropReply", "error500After", "late", "silent", "replay"];

/** @returns what did not happen in a run */
export function tooLittleIn({
  storeFailures,
  told,
  troubles,
  waits,
}: SoakReport): readonly string[] {
  const heard = Object.keys(told);
  const untold = [...TOLD, ...CHANGED].filter((kind) => !heard.some((one) => kind.test(one)));
  const missing = TROUBLES.filter((kind) => troubles[kind] === undefined);
  const others = [
    ...(waits === 0 ? ["requests that wait for the rate budget"] : []),
    ...(storeFailures > 0 ? ["a store that never fails"] : []),
  ];
  return [...untold.map(String), ...missing, ...others];
}

/**
 * Lets processes that share a Redis and a key book, move and cancel while requests and replies are
 * lost, and compares what each caller was told with what is there at last. The seed makes the same
 * wishes, not the same history: processes run as the system lets them.
 */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const { bookings, processes, seed, limit } = options;
  const redis = await startRedis();
  const calCom = await startCalCom(seed, limit);
  const { eventTypeIds, fake, troubles } = calCom;
  const bookers = startBookers(calCom, redis.url, options);
  try {
    const firstStart = Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS;
    const wishes = plan({ bookings, processes, seed, firstStart, eventTypeIds });
    const began = performance.now();
    await Promise.all(bookers.map((booker, number) => booker.book(wishes[number] ?? [])));
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    await calCom.land();
    const told = bookers.flatMap((booker) => booker.told);
    const made = fake.bookings.list();
    return {
      ...options,
      ...{ seconds, requests: fake.requests.length },
      blocked: fake.requests.filter(({ status }) => status === 429).length,
      longestStallMs: calCom.longestStallMs(),
      ...totalOf(bookers.map(({ counts }) => counts)),
      booked: made.filter(({ status }) => status === "accepted").length,
      troubles: Object.fromEntries(troubles),
      told: counted(told.map(kindOf)),
      findings: check(wishes.flat(), told, made),
      mistakes: bookers.flatMap((booker) => booker.mistakes),
    };
  } finally {
    await Promise.all([...bookers.map((booker) => booker.kill()), calCom.close(), redis.kill()]);
  }
}
