import { describe, expect, it } from "vitest";
import { BOUND_MS, createBoundedWorld } from "../helpers/bounded-world.ts";
import { watchHashing } from "../helpers/hashing.ts";
import { passSlowly, watching } from "../helpers/watching.ts";
import { timesOf, warm } from "../helpers/world.ts";

const LOOK_MS = 2_000;

const quiet = watchHashing();

/** A strict process in which somebody watches, and another one that changes things. */
async function createWatchingWorld() {
  const world = createBoundedWorld();
  const { half, server, strict } = world;
  const link = server.connect();
  const calcom = strict(link);
  await warm(calcom, half.id);
  const watcher = watching(calcom, { eventTypeId: half.id });
  await watcher.next();
  return {
    ...world,
    link,
    calcom,
    watcher,
    pass: (ms: number) => passSlowly(world, quiet, ms),
  };
}

describe("a change that another process makes", () => {
  it("is told at once where the message arrives", async () => {
    const { changeElsewhere, clock, watcher } = await createWatchingWorld();
    const began = clock.monotonic();
    await changeElsewhere();
    expect(await watcher.next()).toMatchObject({ changed: true });
    expect(clock.monotonic()).toBe(began);
  });

  it("is told by the next look where the message is lost", async () => {
    const { changeElsewhere, link, pass, watcher } = await createWatchingWorld();
    link.messages = "lost";
    await changeElsewhere();
    await pass(LOOK_MS);
    expect(await watcher.next()).toMatchObject({ changed: true });
    await pass(60_000);
    expect(watcher.isUpToDate).toBe(true);
  });

  it("makes nobody look whom it does not concern", async () => {
    const { link, writer } = await createWatchingWorld();
    const before = link.sent.length;
    await writer.invalidate({ eventTypeId: 999 });
    await quiet();
    expect(link.sent).toHaveLength(before);
  });

  it("is told although it comes between a look and its answer", async () => {
    const { changeElsewhere, link, watcher, writer, half } = await createWatchingWorld();
    const look = link.hold("read");
    await writer.invalidate({ eventTypeId: half.id });
    const held = await look;
    held.execute();
    await changeElsewhere();
    held.answer();
    const early = await watcher.next();
    const late = await watcher.next();
    expect(late.version).not.toBe(early.version);
  });

  it("cannot be missed by who asks after being told the first version", async () => {
    const { calcom, changeElsewhere, half, link } = await createWatchingWorld();
    const look = link.hold("read");
    const told: string[][] = [];
    const stop = calcom.watch({ eventTypeId: half.id }, async () => {
      told.push(await timesOf(calcom, half.id));
    });
    const held = await look;
    held.execute();
    const time = await changeElsewhere();
    held.answer();
    await expect.poll(() => told.length).toBe(2);
    for (const times of told) expect(times).not.toContain(time);
    stop();
  });
});

describe("in bounded mode", () => {
  /** Two processes that trust versions; one watches, and the other's messages are held back. */
  async function createTwo() {
    const world = createBoundedWorld();
    const { bounded, half, server, warmReader } = world;
    const { link, reader } = await warmReader();
    const teller = bounded(server.connect());
    await warm(teller, half.id);
    const watcher = watching(teller, { eventTypeId: half.id });
    await watcher.next();
    const pass = (ms: number) => passSlowly(world, quiet, ms);
    await pass(10 * BOUND_MS);
    await world.warmUp(reader, link);
    watcher.skip();
    return { ...world, link, reader, teller, watcher, pass };
  }

  it("tells once more when no process can answer with what was before", async () => {
    const { changeElsewhere, half, link, pass, reader, watcher } = await createTwo();
    link.messages = "kept";
    const time = await changeElsewhere();
    const early = await watcher.next();
    expect(await timesOf(reader, half.id)).toContain(time);
    await pass(BOUND_MS - 1);
    expect(watcher.isUpToDate).toBe(true);
    await pass(1);
    const late = await watcher.next();
    expect(late).toEqual({ version: expect.any(String), changed: true });
    expect(late.version).not.toBe(early.version);
    expect(await timesOf(reader, half.id)).not.toContain(time);
    await pass(60_000);
    expect(watcher.isUpToDate).toBe(true);
  });

  it("tells once more after the first version too, whose change may just have been", async () => {
    const { changeElsewhere, half, link, pass, reader, teller } = await createTwo();
    link.messages = "kept";
    const time = await changeElsewhere();
    const watcher = watching(teller, { eventTypeId: half.id });
    await watcher.next();
    expect(await timesOf(reader, half.id)).toContain(time);
    await pass(BOUND_MS);
    expect(await watcher.next()).toMatchObject({ changed: true });
    expect(await timesOf(reader, half.id)).not.toContain(time);
  });

  it("tells who comes back once more only where the bound was not over when it went", async () => {
    const { changeElsewhere, half, pass, teller, watcher } = await createTwo();
    const target = { eventTypeId: half.id };
    await changeElsewhere();
    const early = (await watcher.next()).version ?? "";
    const soon = watching(teller, target, { known: early });
    expect(await soon.next()).toMatchObject({ version: early });
    await pass(BOUND_MS);
    const { version: late = "" } = await watcher.next();
    expect(await soon.next()).toEqual({ version: late, changed: true });
    const later = watching(teller, target, { known: late });
    expect(await later.next()).toEqual({ version: late, changed: false });
    await pass(10 * BOUND_MS);
    expect(later.isUpToDate).toBe(true);
  });

  it("tells who knows a version from versionOf, which does not say that the bound is over", async () => {
    const { changeElsewhere, half, link, pass, reader, teller } = await createTwo();
    const target = { eventTypeId: half.id };
    link.messages = "kept";
    const time = await changeElsewhere();
    const watcher = watching(teller, target, { known: await teller.versionOf(target) });
    expect(await watcher.next()).toMatchObject({ changed: true });
    expect(await timesOf(reader, half.id)).toContain(time);
    await pass(BOUND_MS);
    expect(await watcher.next()).toMatchObject({ changed: true });
    expect(await timesOf(reader, half.id)).not.toContain(time);
  });

  it("gives nothing older in the process that has told of it", async () => {
    const { changeElsewhere, half, link, reader } = await createTwo();
    const own = watching(reader, { eventTypeId: half.id });
    await own.next();
    link.messages = "lost";
    const time = await changeElsewhere();
    expect(await timesOf(reader, half.id)).toContain(time);
    watching(reader, { hostId: 999 });
    expect(await own.next()).toMatchObject({ changed: true });
    expect(await timesOf(reader, half.id)).not.toContain(time);
  });

  it("gives nothing older to who keeps it under versionOf", async () => {
    const { changeElsewhere, half, link, reader } = await createTwo();
    link.messages = "lost";
    const time = await changeElsewhere();
    await reader.versionOf({ eventTypeId: half.id });
    expect(await timesOf(reader, half.id)).not.toContain(time);
  });
});
