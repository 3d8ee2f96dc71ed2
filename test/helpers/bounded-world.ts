import type { CalcomClient, CalcomClientOptions } from "../../src/index.ts";
import { settle, type VirtualClock } from "../../src/testing/virtual-clock.ts";
import { createScheduledServer, type ServerLink } from "./scheduled-server.ts";
import { at, createWorld, onDay, timesOf } from "./world.ts";

export const BOUND_MS = 1_000;
/** Another question with the same tags as that of the day. */
export const nextDay = (eventTypeId: number) => ({
  eventTypeId,
  start: "2026-12-08",
  end: "2026-12-08",
});
const HOUR_MS = 3_600_000;

/** The clock of one process, which may be suspended or corrected while the others go on. */
export function processClock(clock: VirtualClock) {
  const missed = { wall: 0, monotonic: 0 };
  return {
    missed,
    clock: {
      now: () => clock.now() - missed.wall,
      monotonic: () => clock.monotonic() - missed.monotonic,
      setTimeout: clock.setTimeout,
    },
  };
}

/** A world whose clients share a scheduled server: bounded readers, and a strict writer. */
export function createBoundedWorld() {
  const world = createWorld();
  const { clock, fake, half } = world;
  const server = createScheduledServer(clock);
  const ttl = { emptyMs: HOUR_MS, nearMs: HOUR_MS, farMs: HOUR_MS };
  const strict = (link: ServerLink, extra: CalcomClientOptions = {}) =>
    world.client({ store: link.store, ttl, ...extra });
  const bounded = (link: ServerLink, extra: CalcomClientOptions = {}) =>
    strict(link, { consistency: { maxStalenessMs: BOUND_MS }, ...extra });
  const writer = strict(server.connect());
  let bookings = 0;

  /** Reads until answers come from memory. */
  async function warmUp(client: CalcomClient, link: ServerLink): Promise<void> {
    for (let round = 0; round < 5; round++) {
      const before = link.sent.length;
      await client.slots.list(onDay(half.id));
      if (link.sent.length === before) return;
      await clock.advance(1);
    }
    throw new Error("Answers do not come from memory.");
  }

  /** Reads, and lets the time pass that the store's silence costs. */
  async function timesAtLast(client: CalcomClient): Promise<string[]> {
    let isOver = false;
    const times = timesOf(client, half.id).finally(() => {
      isOver = true;
    });
    await settle();
    while (!isOver) await clock.advance(10);
    return times;
  }

  return {
    ...world,
    server,
    strict,
    bounded,
    writer,
    timesAtLast,
    /** Somebody books, and another process acknowledges it. @returns the time that was taken */
    async changeElsewhere(acknowledge = () => writer.invalidate({ eventTypeId: half.id })) {
      const time = `${String(9 + Math.floor(bookings / 2)).padStart(2, "0")}:${bookings % 2 === 0 ? "00" : "30"}`;
      bookings += 1;
      await fake.bookings.book({ eventTypeId: half.id, start: at(time) });
      await acknowledge();
      return time;
    },
    warmUp,
    /** A bounded reader whose answers come from memory. */
    async warmReader(extra: CalcomClientOptions = {}) {
      const link = server.connect();
      const reader = bounded(link, extra);
      await warmUp(reader, link);
      return { link, reader };
    },
    /** Reads on and on. @returns milliseconds after which a change was last not shown */
    async msNotShown(client: CalcomClient, time: string, forMs = 3 * BOUND_MS, everyMs = 10) {
      const changedAt = clock.monotonic();
      let last = Number.NEGATIVE_INFINITY;
      while (clock.monotonic() < changedAt + forMs) {
        const askedAt = clock.monotonic();
        if ((await timesAtLast(client)).includes(time)) last = askedAt - changedAt;
        await clock.advance(everyMs);
      }
      return last;
    },
  };
}
