import { describe, expect, it } from "vitest";
import { memoryStore } from "../../src/index.ts";
import { countingStore } from "../helpers/counting-store.ts";
import { watchHashing } from "../helpers/hashing.ts";
import { createScheduledServer } from "../helpers/scheduled-server.ts";
import { passSlowly, watching } from "../helpers/watching.ts";
import { at, createWorld } from "../helpers/world.ts";

const quiet = watchHashing();

function createCountedWorld() {
  const { store, asked, beforeAnswer } = countingStore(memoryStore());
  const world = createWorld({ store });
  const warned: unknown[] = [];
  const logger = { warn: (...said: unknown[]) => void warned.push(said) };
  const timers = new Set<number>();
  let made = 0;
  const clock = {
    ...world.clock,
    setTimeout(callback: () => void, delayMs: number) {
      const id = made++;
      timers.add(id);
      const cancel = world.clock.setTimeout(() => {
        timers.delete(id);
        callback();
      }, delayMs);
      return () => {
        timers.delete(id);
        (cancel as () => void)();
      };
    },
  };
  return {
    ...world,
    asked,
    beforeAnswer,
    warned,
    timers,
    calcom: world.client({ logger, clock }),
    pass: (ms: number) => passSlowly(world, quiet, ms),
  };
}

describe("looks", () => {
  it("ask once for all who watch", async () => {
    const { asked, calcom, half, hour, pass } = createCountedWorld();
    for (const id of [half.id, hour.id, half.id])
      await watching(calcom, { eventTypeId: id }).next();
    const before = { ...asked };
    await pass(20_000);
    expect(asked).toEqual({ ...before, read: before.read + 10 });
  });

  it("are few in a flood of changes, the last of which is told", async () => {
    const { asked, calcom, half, pass } = createCountedWorld();
    const target = { eventTypeId: half.id };
    const watcher = watching(calcom, target);
    await watcher.next();
    const before = asked.read;
    for (let times = 0; times < 10_000; times++) await calcom.invalidate(target);
    await pass(1_000);
    expect(asked.read - before).toBeLessThan(30);
    expect(watcher.told.at(-1)?.version).toBe(await calcom.versionOf(target));
  });

  it("are bounded for as long as a flood lasts", async () => {
    const { asked, calcom, clock, half } = createCountedWorld();
    const target = { eventTypeId: half.id };
    await watching(calcom, target).next();
    const before = asked.read;
    for (let ms = 0; ms < 10_000; ms += 10) {
      await calcom.invalidate(target);
      await quiet();
      await clock.advance(10);
    }
    expect(asked.read - before).toBeLessThan(130);
  });

  it("do not come more often while a caution lasts", async () => {
    const { asked, calcom, fake, half, pass, receiveWith } = createCountedWorld();
    const { uid } = await fake.bookings.book({
      eventTypeId: half.id,
      start: "2026-12-07T09:00:00Z",
    });
    receiveWith((request) => calcom.handleWebhook(request));
    await watching(calcom, { eventTypeId: half.id }).next();
    await fake.bookings.cancel(uid);
    await pass(6_000);
    const before = asked.read;
    await pass(4_000);
    expect(asked.read - before).toBe(2);
  });

  it("do not come more often for minutes where an outcome is not known for minutes", async () => {
    const { asked, calcom, fake, half, pass } = createCountedWorld();
    await watching(calcom, { eventTypeId: half.id }).next();
    fake.faults.dropReply({ method: "POST", path: "/v2/bookings" });
    const attendee = { name: "Ann", email: "ann@example.test", timeZone: "UTC" };
    const booking = { eventTypeId: half.id, start: "2026-12-07T09:00:00Z", attendee };
    await expect(calcom.bookings.create(booking)).rejects.toThrow();
    await pass(12_000);
    const before = asked.read;
    await pass(40_000);
    expect(asked.read - before).toBe(20);
  });
});

describe("marks that are young", () => {
  it("are looked after often, however many others have come before them", async () => {
    const { client, fake, half, pass, receiveWith } = createCountedWorld();
    const calcom = client({ invalidation: { settleMs: 5_000 } });
    receiveWith((request) => calcom.handleWebhook(request));
    let looks = 0;
    const onSame = () => {
      looks += 1;
    };
    await watching(calcom, { eventTypeId: half.id }, { onSame }).next();
    for (const time of ["09:00", "10:00", "11:00", "12:00", "13:00"]) {
      await fake.bookings.book({ eventTypeId: half.id, start: at(time) });
      await pass(4_000);
    }
    await fake.bookings.book({ eventTypeId: half.id, start: at("14:00") });
    looks = 0;
    await pass(4_000);
    expect(looks).toBeGreaterThan(5);
  });
});

describe("while nobody watches", () => {
  it("nothing is asked, heard or waited for", async () => {
    const { asked, calcom, half, pass, timers } = createCountedWorld();
    const first = watching(calcom, { eventTypeId: half.id });
    const second = watching(calcom, { eventTypeId: half.id });
    await second.next();
    await quiet();
    expect(timers.size).toBe(1);
    first.stop();
    expect(timers.size).toBe(1);
    second.stop();
    expect(timers.size).toBe(0);
    const before = { ...asked };
    await pass(60_000);
    expect(asked).toEqual(before);
  });

  it("no message is listened to", async () => {
    const world = createWorld();
    const { store } = createScheduledServer(world.clock).connect();
    let listeners = 0;
    const generations = {
      read: async () => "generation",
      listen() {
        listeners += 1;
        return () => {
          listeners -= 1;
        };
      },
    };
    const calcom = world.client({ store: { ...store, generations } });
    expect(listeners).toBe(0);
    const watcher = watching(calcom, "all");
    await watcher.next();
    expect(listeners).toBe(1);
    watcher.stop();
    expect(listeners).toBe(0);
  });

  it("a look under way leaves nothing behind", async () => {
    const { beforeAnswer, calcom, half, timers } = createCountedWorld();
    const told: unknown[] = [];
    const stop = calcom.watch({ eventTypeId: half.id }, (news) => told.push(news));
    beforeAnswer("read", async () => stop());
    await quiet();
    stop();
    await quiet();
    expect(timers.size).toBe(0);
    expect(told).toHaveLength(0);
  });
});

describe("a listener", () => {
  it("that throws is reported, and keeps nothing from the others", async () => {
    const { calcom, half, warned } = createCountedWorld();
    const fault = new Error("not mine");
    calcom.watch({ eventTypeId: half.id }, () => {
      throw fault;
    });
    const other = watching(calcom, { eventTypeId: half.id });
    await other.next();
    await calcom.invalidate({ eventTypeId: half.id });
    await other.next();
    await quiet();
    expect(warned).toEqual([
      ["A listener threw.", fault],
      ["A listener threw.", fault],
    ]);
  });

  it("may stop others and begin anew while it is told", async () => {
    const { calcom, half } = createCountedWorld();
    const target = { eventTypeId: half.id };
    const told: string[] = [];
    const stops: (() => void)[] = [];
    stops.push(
      calcom.watch(target, () => {
        told.push("first");
        for (const stop of stops.splice(0)) stop();
        stops.push(calcom.watch(target, () => told.push("third")));
      }),
      calcom.watch(target, () => told.push("second")),
    );
    await expect.poll(() => told).toEqual(["first", "third"]);
    await calcom.invalidate(target);
    await expect.poll(() => told).toEqual(["first", "third", "third"]);
    for (const stop of stops) stop();
  });

  it("is told nothing more once it has stopped", async () => {
    const { calcom, half } = createCountedWorld();
    const watcher = watching(calcom, { eventTypeId: half.id });
    await watcher.next();
    watcher.stop();
    watcher.stop();
    await calcom.invalidate({ eventTypeId: half.id });
    await quiet();
    expect(watcher.isUpToDate).toBe(true);
  });

  it("hears of each look that has found nothing new", async () => {
    const { calcom, half, pass } = createCountedWorld();
    let looks = 0;
    const onSame = () => {
      looks += 1;
    };
    await watching(calcom, { eventTypeId: half.id }, { onSame }).next();
    expect(looks).toBe(0);
    await pass(10_000);
    expect(looks).toBe(5);
  });
});

describe("closing the client", () => {
  it("tells watchers that it is over, once, and then nothing", async () => {
    const { calcom, half, pass, timers } = createCountedWorld();
    let closings = 0;
    const onClose = () => {
      closings += 1;
    };
    const watcher = watching(calcom, { eventTypeId: half.id }, { onClose });
    const gone = watching(calcom, { eventTypeId: half.id }, { onClose });
    await watcher.next();
    gone.stop();
    await calcom.close();
    expect(closings).toBe(1);
    expect(timers.size).toBe(0);
    await calcom.invalidate({ eventTypeId: half.id });
    await pass(60_000);
    expect(watcher.isUpToDate).toBe(true);
    expect(closings).toBe(1);
  });

  it("tells whoever comes later at once", async () => {
    const { calcom, half, timers } = createCountedWorld();
    await calcom.close();
    let closings = 0;
    const onClose = () => {
      closings += 1;
    };
    const watcher = watching(calcom, { eventTypeId: half.id }, { onClose });
    expect(closings).toBe(1);
    await quiet();
    expect(watcher.told).toHaveLength(0);
    expect(timers.size).toBe(0);
  });
});
