import { describe, expect, it, vi } from "vitest";
import { type CacheStore, type CalcomClient, memoryStore } from "../../src/index.ts";
import { createVirtualClock, settle } from "../../src/testing/virtual-clock.ts";
import { createWebhookHandler, type WebhookHandlerOptions } from "../../src/webhooks/index.ts";
import { signBody } from "../../src/webhooks/signature.ts";
import { deferred } from "../helpers/deferred.ts";
import { withLeases } from "../helpers/with-leases.ts";
import { at, createWorld, SECRET, sourceOf, timesOf, warm } from "../helpers/world.ts";

const BODY = JSON.stringify({
  triggerEvent: "BOOKING_CREATED",
  createdAt: "2026-12-01T08:00:00.000Z",
  payload: { uid: "u1", eventTypeId: 1, startTime: at("09:00"), endTime: at("09:30") },
});
const DELIVERY = { body: BODY, headers: { "x-cal-signature-256": await signBody(BODY, SECRET) } };

/** A store that answers, refuses, says nothing at all, or takes no bumps. */
function breakable(inner: CacheStore) {
  const state = { mode: "up" as "up" | "silent" | "refusing" | "full", unanswered: 0 };
  const guard = <T>(run: () => T | Promise<T>): T | Promise<T> => {
    if (state.mode === "up" || state.mode === "full") return run();
    if (state.mode === "refusing") return Promise.reject(new Error("connection refused"));
    state.unanswered += 1;
    return new Promise<never>(() => undefined);
  };
  const store: CacheStore = {
    name: "breakable",
    read: (key, records) => guard(() => inner.read(key, records)),
    ensure: (records, version) => guard(() => inner.ensure(records, version)),
    apply: (steps) => {
      if (state.mode === "full") throw new Error("out of memory");
      return guard(() => inner.apply(steps));
    },
    write: (key, entry, ttlMs) => guard(() => inner.write(key, entry, ttlMs)),
    close: () => inner.close(),
  };
  return { store, state };
}

describe("a cancel that Cal.com commits after the answer", () => {
  const COMMIT_AFTER_MS = 195;

  async function cancelled(handlerMs: number) {
    const { fake, half, clock, client, receiveWith } = createWorld();
    const [calcom, reader] = [client(), client()];
    const begun = deferred<void>();
    const wait = (ms: number) => new Promise<void>((done) => void clock.setTimeout(done, ms));
    const onBookingCancelled = () => {
      begun.resolve();
      return wait(handlerMs);
    };
    const answer = createWebhookHandler(calcom, { onBookingCancelled, answerWithinMs: 60_000 });
    const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    receiveWith(async (request) => {
      await answer(request);
      await wait(COMMIT_AFTER_MS);
    });
    const over = fake.bookings.cancel(uid);
    await begun.promise;
    return { over, clock, half, reader };
  }

  it.each([10, 2_000, 4_990, 30_000])("keeps nothing from before (handler: %i ms)", async (ms) => {
    const { over, clock, half, reader } = await cancelled(ms);
    await clock.advance(ms + COMMIT_AFTER_MS - 1);
    expect(await timesOf(reader, half.id)).not.toContain("09:00");
    await clock.advance(1);
    await over;
    expect(await timesOf(reader, half.id)).toContain("09:00");
  });
});

describe("with the store away", () => {
  async function broken() {
    const { store, state } = breakable(memoryStore());
    const world = createWorld({ store });
    const onAny = vi.fn();
    const onError = vi.fn();
    const reader = world.client();
    const answer = createWebhookHandler(world.client(), { onAny, onError });
    await warm(reader, world.half.id);
    return { ...world, state, onAny, onError, answer, reader };
  }

  it("that refuses: 503, nothing is told, and the event is new when it comes again", async () => {
    const { answer, state, onAny, onError, clock } = await broken();
    state.mode = "refusing";
    const refused = await answer(DELIVERY);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ error: "store_unavailable" });
    expect(onAny).not.toHaveBeenCalled();
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "store_unavailable" }),
      undefined,
    );
    state.mode = "up";
    await clock.advance(10_000);
    expect((await answer(DELIVERY)).status).toBe(204);
    expect((await answer(DELIVERY)).status).toBe(204);
    expect(onAny).toHaveBeenCalledOnce();
  });

  it("that says nothing: 503 in time, and the bump lands when it speaks again", async () => {
    const { answer, state, onAny, clock, reader, half } = await broken();
    expect(await sourceOf(reader, half.id)).toBe("cache");
    state.mode = "silent";
    const refused = answer(DELIVERY);
    while (state.unanswered === 0) await settle();
    // The bump, the notes before it, and nothing else: each has its own 100 ms.
    await clock.advance(1_000);
    expect((await refused).status).toBe(503);
    expect(onAny).not.toHaveBeenCalled();
    state.mode = "up";
    await clock.advance(20_000);
    expect(await sourceOf(reader, half.id)).toBe("origin");
  });

  it("only once the bump is there: handlers are told, and told rather twice than never", async () => {
    const { answer, state, onAny } = await broken();
    onAny.mockImplementation(() => {
      state.mode = "refusing";
    });
    expect((await answer(DELIVERY)).status).toBe(204);
    state.mode = "up";
    expect((await answer(DELIVERY)).status).toBe(204);
    expect(onAny).toHaveBeenCalledTimes(2);
  });

  it("just before the answer: 503, and nothing is told twice", async () => {
    const { answer, state, onAny, onError, clock } = await broken();
    const [begun, gate] = [deferred<void>(), deferred<void>()];
    onAny.mockImplementation(() => {
      begun.resolve();
      return gate.promise;
    });
    const answered = answer(DELIVERY);
    await begun.promise;
    await clock.advance(500);
    state.mode = "full";
    gate.resolve();
    expect((await answered).status).toBe(503);
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "store_unavailable" }),
      JSON.parse(BODY),
    );
    state.mode = "up";
    expect((await answer(DELIVERY)).status).toBe(204);
    expect(onAny).toHaveBeenCalledOnce();
  });
});

describe("a process that dies at its work", () => {
  async function twoProcesses(handlers: readonly WebhookHandlerOptions[]) {
    const clock = createVirtualClock();
    const shared = withLeases(memoryStore({ clock }), clock);
    const world = createWorld({ store: shared });
    const answers = handlers.map((options, index) => {
      const extra = { store: { ...shared }, clock };
      const client: CalcomClient = index === 0 ? world.doomedClient(extra) : world.client(extra);
      return createWebhookHandler(client, options);
    });
    const [doomed, other] = answers;
    if (doomed === undefined || other === undefined) throw new Error("There are two.");
    return { clock, doomed, other };
  }

  it("leaves the event to whom it comes a minute later", async () => {
    const begun = deferred<void>();
    const dying = () => {
      begun.resolve();
      return new Promise<void>(() => undefined);
    };
    const onAny = vi.fn();
    const { clock, doomed, other } = await twoProcesses([{ onAny: dying }, { onAny }]);
    void doomed(DELIVERY);
    await begun.promise;
    await other(DELIVERY);
    expect(onAny).not.toHaveBeenCalled();
    await clock.advance(60_000);
    await other(DELIVERY);
    await other(DELIVERY);
    expect(onAny).toHaveBeenCalledOnce();
  });
});
