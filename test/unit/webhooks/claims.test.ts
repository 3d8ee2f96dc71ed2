import { describe, expect, it } from "vitest";
import { StoreAccess } from "../../../src/cache/store-access.ts";
import {
  type CacheStore,
  type CalcomClient,
  type LoadLeases,
  memoryStore,
} from "../../../src/index.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";
import { CLAIM_MS, Claims } from "../../../src/webhooks/claims.ts";
import { withLeases } from "../../helpers/with-leases.ts";
import { signed, warmReceiver } from "./deliveries.ts";

const CREATED = await signed({
  triggerEvent: "BOOKING_CREATED",
  createdAt: "2026-12-01T08:00:00Z",
  payload: { uid: "u1", eventTypeId: 1, startTime: "2026-12-07T09:00:00Z" },
});

/** Two clients as of two processes: each has a store object of its own, over one store. */
async function twoProcesses(leases: (all: LoadLeases) => LoadLeases = (all) => all) {
  const clock = createVirtualClock();
  const shared = withLeases(memoryStore({ clock }), clock);
  const stores: CacheStore[] = [shared, shared].map((one) => ({
    ...one,
    leases: leases(one.leases),
  }));
  const clients: CalcomClient[] = [];
  // One after the other: the second would wait for what the first loads.
  for (const store of stores) clients.push((await warmReceiver({ store, clock })).calcom);
  const [one, other] = clients;
  if (one === undefined || other === undefined) throw new Error("There are two.");
  return { clock, shared, one, other };
}

const duplicatesOf = (received: readonly { readonly duplicate: boolean }[]) =>
  received.map(({ duplicate }) => duplicate).sort();

describe("of copies that come at the same moment one is new", () => {
  it("in one client", async () => {
    const { calcom } = await warmReceiver();
    const copies = Array.from({ length: 5 }, () => calcom.receiveWebhook(CREATED));
    expect(duplicatesOf(await Promise.all(copies))).toEqual([false, true, true, true, true]);
  });

  it("in two clients that share a store without leases", async () => {
    const store = memoryStore();
    const clients = [await warmReceiver({ store }), await warmReceiver({ store })];
    const copies = clients.map(({ calcom }) => calcom.receiveWebhook(CREATED));
    expect(duplicatesOf(await Promise.all(copies))).toEqual([false, true]);
  });

  it("in two processes, by a lease", async () => {
    const { one, other } = await twoProcesses();
    const copies = [one, other].map((calcom) => calcom.receiveWebhook(CREATED));
    expect(duplicatesOf(await Promise.all(copies))).toEqual([false, true]);
  });
});

describe("what one process has claimed", () => {
  it("is new to nobody until it is let go", async () => {
    const { one, other, shared } = await twoProcesses();
    const first = await one.receiveWebhook(CREATED);
    expect((await other.receiveWebhook(CREATED)).duplicate).toBe(true);
    await first.forget();
    expect(shared.held).toBe(0);
    const second = await other.receiveWebhook(CREATED);
    expect(second.duplicate).toBe(false);
    await second.done();
    expect(shared.held).toBe(0);
    expect((await one.receiveWebhook(CREATED)).duplicate).toBe(true);
    expect(shared.held).toBe(0);
  });

  it("is new again when that process has died", async () => {
    const { one, other, clock } = await twoProcesses();
    await one.receiveWebhook(CREATED);
    await clock.advance(CLAIM_MS - 1);
    expect((await other.receiveWebhook(CREATED)).duplicate).toBe(true);
    await clock.advance(1);
    expect((await other.receiveWebhook(CREATED)).duplicate).toBe(false);
  });

  it("is new again in the same process when its work never ends", async () => {
    const { calcom, clock } = await warmReceiver();
    await calcom.receiveWebhook(CREATED);
    await clock.advance(CLAIM_MS - 1);
    expect((await calcom.receiveWebhook(CREATED)).duplicate).toBe(true);
    await clock.advance(1);
    const second = await calcom.receiveWebhook(CREATED);
    expect(second.duplicate).toBe(false);
  });

  it("is not taken from its heir by work that ends late", async () => {
    const { calcom, clock } = await warmReceiver();
    const first = await calcom.receiveWebhook(CREATED);
    await clock.advance(CLAIM_MS);
    await calcom.receiveWebhook(CREATED);
    await first.forget();
    expect((await calcom.receiveWebhook(CREATED)).duplicate).toBe(true);
  });

  it("is noted once: what comes after `done` changes nothing", async () => {
    const { calcom } = await warmReceiver();
    const first = await calcom.receiveWebhook(CREATED);
    await first.done();
    await first.forget();
    await first.done();
    expect((await calcom.receiveWebhook(CREATED)).duplicate).toBe(true);
  });
});

describe("an equal event of another moment, while the first is being dealt with,", () => {
  const MADE_AT = Date.parse("2026-12-01T08:00:00Z");
  const toggled = (afterMs: number) =>
    signed({
      triggerEvent: "BOOKING_NO_SHOW_UPDATED",
      createdAt: new Date(MADE_AT + afterMs).toISOString(),
      payload: { bookingUid: "u1", attendees: [{ email: "ann@example.test", noShow: true }] },
    });

  it("is new in every process, and so is neither after both are done", async () => {
    const { one, other, shared } = await twoProcesses();
    const [early, late, later] = [await toggled(0), await toggled(60_001), await toggled(130_000)];
    const received = [await one.receiveWebhook(early), await other.receiveWebhook(late)];
    received.push(await one.receiveWebhook(later));
    expect(duplicatesOf(received)).toEqual([false, false, false]);
    for (const { done } of received) await done();
    expect(shared.held).toBe(0);
    const again = [early, late, later].map((copy) => other.receiveWebhook(copy));
    expect(duplicatesOf(await Promise.all(again))).toEqual([true, true, true]);
  });

  it.each([0, 1, 29_998, 29_999])("is a copy when made a moment apart, at %i ms", async (ms) => {
    const { one, other, shared } = await twoProcesses();
    const copies = [
      one.receiveWebhook(await toggled(ms)),
      other.receiveWebhook(await toggled(ms + 2)),
    ];
    const received = await Promise.all(copies);
    expect(duplicatesOf(received)).toEqual([false, true]);
    for (const { forget } of received) await forget();
    expect(shared.held).toBe(0);
  });
});

describe("where leases cannot be had", () => {
  const away = async (): Promise<never> => {
    throw new Error("connection refused");
  };

  it("an event is new: work is rather done twice than never", async () => {
    const { one, other } = await twoProcesses((all) => ({ ...all, take: away }));
    for (const calcom of [one, other]) {
      expect((await calcom.receiveWebhook(CREATED)).duplicate).toBe(false);
    }
  });

  it("letting go fails quietly, and the note is there", async () => {
    const { one, other } = await twoProcesses((all) => ({ ...all, release: away }));
    await (await one.receiveWebhook(CREATED)).done();
    expect((await other.receiveWebhook(CREATED)).duplicate).toBe(true);
  });
});

it("a flood of events nobody finishes is held within bounds, the latest last", async () => {
  const clock = createVirtualClock();
  const store = memoryStore({ clock });
  const access = new StoreAccess({ store, clock, storeTimeoutMs: 100, onBreaker: () => undefined });
  const claims = new Claims({ access, keyPrefix: "n:", clock, onStoreError: () => undefined });
  for (let index = 0; index < 10_000; index++) await claims.take(`event ${index}`);
  expect(await claims.take("event 0")).toBeUndefined();
  await claims.take("event 10000");
  expect(await claims.take("event 10000")).toBeUndefined();
  expect(await claims.take("event 2")).toBeUndefined();
  expect(await claims.take("event 0")).toBeDefined();
});
