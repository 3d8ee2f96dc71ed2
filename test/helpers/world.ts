import {
  type CacheStore,
  CalcomClient,
  type CalcomClientOptions,
  memoryStore,
} from "../../src/index.ts";
import { createFakeCalcom } from "../../src/testing/fake-calcom.ts";
import type { ProfileName } from "../../src/testing/profile.ts";
import { createVirtualClock } from "../../src/testing/virtual-clock.ts";

export const SECRET = "whsec-test";
export const DAY = "2026-12-07";
/** The question every test asks about an event type; its day lies within working hours. */
export const onDay = (eventTypeId: number) => ({ eventTypeId, start: DAY, end: DAY });
export const at = (time: string) => `${DAY}T${time}:00.000Z`;
export const ANN = { name: "Ann", email: "ann@example.test", timeZone: "UTC" };

/** A world of one host with two event types, a store, and clients that share both. */
export function createWorld(options: { store?: CacheStore; profile?: ProfileName } = {}) {
  const clock = createVirtualClock();
  const store = options.store ?? memoryStore({ clock });
  let deliver = async (_request: Request) => new Response(null, { status: 204 });
  const fake = createFakeCalcom({
    clock,
    rateLimit: false,
    // The address decides which defaults clients have.
    ...(options.profile === "hosted"
      ? { profile: "hosted", baseUrl: "https://api.cal.com/v2" }
      : {}),
    deliver: (request) => deliver(request),
  });
  const alice = fake.users.add({ username: "alice" });
  const half = fake.eventTypes.add({ ownerId: alice.id, slug: "half", lengthInMinutes: 30 });
  const hour = fake.eventTypes.add({ ownerId: alice.id, slug: "hour", lengthInMinutes: 60 });
  const host = { id: alice.id, email: alice.email };
  const pools = { [half.id]: [host], [hour.id]: [host] };
  const client = (extra: CalcomClientOptions = {}) =>
    new CalcomClient({
      baseUrl: fake.baseUrl,
      apiKey: alice.apiKey,
      webhookSecret: SECRET,
      // On a clock that stands still, looking for what never comes about would have no end.
      reconcileTimeoutMs: 0,
      fetch: fake.fetch,
      clock,
      store,
      ...extra,
      invalidation: { pools, ...extra.invalidation },
    });
  return {
    clock,
    fake,
    store,
    alice,
    half,
    hour,
    pools,
    client,
    /** A client whose process will not live to see its timers fire. */
    doomedClient: (extra: CalcomClientOptions = {}) =>
      client({ clock: { ...clock, setTimeout: () => () => undefined }, ...extra }),
    /** Sends webhooks to a receiver. */
    receiveWith(receiver: (request: Request) => Promise<unknown>) {
      fake.webhooks.subscribe({ url: "https://app.example/hook", secret: SECRET });
      deliver = async (request) => {
        await receiver(request);
        return new Response(null, { status: 204 });
      };
    },
  };
}

export type World = ReturnType<typeof createWorld>;

/** The times a client lists, as `HH:MM` of the day. */
export async function timesOf(client: CalcomClient, eventTypeId: number): Promise<string[]> {
  const { slots } = await client.slots.list(onDay(eventTypeId));
  return (slots[DAY] ?? []).map(({ start }) => start.slice(11, 16));
}

export async function sourceOf(client: CalcomClient, eventTypeId: number): Promise<string> {
  return (await client.slots.list(onDay(eventTypeId))).provenance.source;
}

/** Asks, drops the answer: the next one can be a hit. */
export async function warm(client: CalcomClient, ...eventTypeIds: number[]): Promise<void> {
  for (const id of eventTypeIds) await client.slots.list(onDay(id));
}
