import { sleep } from "../../src/cache/waiting.ts";
import {
  type CacheStore,
  CalcomClient,
  type CalcomClientOptions,
  memoryStore,
  RateLimitError,
} from "../../src/index.ts";
import { createFakeCalcom } from "../../src/testing/fake-calcom.ts";
import { createRandom } from "../../src/testing/random.ts";
import type { RateLimitOptions } from "../../src/testing/rate-limit.ts";
import { createVirtualClock } from "../../src/testing/virtual-clock.ts";
import { watchHashing } from "./hashing.ts";
import { ANN, DAY, onDay } from "./world.ts";

const settle = watchHashing();

export type Asked = "booking" | "confirm" | "offer" | "prefetch";

export interface LimitedWorldOptions {
  /** @default the real ones */
  readonly rateLimit?: RateLimitOptions | false;
  readonly store?: CacheStore;
  /** How long a request, and its answer, are on their way at most. @default 0 */
  readonly wayMs?: number;
  readonly seed?: number;
}

/** A server that counts, clients with one key that share a store, and virtual time. */
export function createLimitedWorld(options: LimitedWorldOptions = {}) {
  const { rateLimit = {}, wayMs = 0, seed = 1 } = options;
  const clock = createVirtualClock();
  const random = createRandom(seed);
  const store = options.store ?? memoryStore({ clock });
  const fake = createFakeCalcom({ clock, rateLimit });
  const alice = fake.users.add({ username: "alice" });
  const half = fake.eventTypes.add({ ownerId: alice.id, slug: "half", lengthInMinutes: 30 });
  const pools = { [half.id]: [{ id: alice.id, email: alice.email }] };
  const onItsWay = () => sleep(random() * wayMs, clock, undefined);
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (wayMs === 0) return fake.fetch(input, init);
    // As over a network, what was called off may arrive all the same.
    const asked = new Request(input, init);
    const { url, method, headers } = asked;
    const body = method === "GET" ? undefined : await asked.text();
    await onItsWay();
    const answer = await fake.fetch(url, { method, headers, ...(body && { body }) });
    await onItsWay();
    return answer;
  };
  let booked = 0;
  return {
    clock,
    fake,
    store,
    alice,
    half,
    random,
    settle,
    client: (extra: CalcomClientOptions = {}) =>
      new CalcomClient({
        ...{ baseUrl: fake.baseUrl, apiKey: alice.apiKey, fetch, clock, store, retries: 0 },
        ...{ reconcileTimeoutMs: 0, invalidation: { pools } },
        ...extra,
      }),
    /** One request to the server, of the kind that priority is for. */
    ask: (client: CalcomClient, asked: Asked, timeoutMs = 10_000): Promise<unknown> => {
      if (asked !== "booking") {
        const how = { cache: "bypass", priority: asked, timeoutMs } as const;
        return client.slots.list(onDay(half.id), how);
      }
      const start = new Date(Date.parse(`${DAY}T09:00:00Z`) + weeksOf(booked++)).toISOString();
      return client.bookings.create({ eventTypeId: half.id, start, attendee: ANN }, { timeoutMs });
    },
    /** Lets time pass, and then waits for the calls. @returns how they ended */
    async outcomes(calls: readonly Promise<string>[], passingMs: number): Promise<string[]> {
      await settle();
      await clock.advance(passingMs);
      return Promise.all(calls);
    },
    /** How many requests were answered with a status. */
    answered: (status: number) => fake.requests.filter((one) => one.status === status).length,
    /** When each request came in, in milliseconds since the first. */
    moments: () => fake.requests.map(({ at }) => at - (fake.requests[0]?.at ?? 0)),
  };
}

// 14 half hours of every Monday, within working hours in summer and winter.
function weeksOf(index: number): number {
  return Math.floor(index / 14) * 7 * 24 * 3_600_000 + (index % 14) * 1_800_000;
}

/** How a call ended: with an answer, refused here, refused by Cal.com, or in another way. */
export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "answered";
  } catch (error) {
    if (error instanceof RateLimitError) return `refused by ${error.refusedBy}`;
    return error instanceof Error ? error.name : String(error);
  }
}
