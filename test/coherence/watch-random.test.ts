import { expect, it } from "vitest";
import type { CalcomClient, VersionNews } from "../../src/index.ts";
import { createBoundedWorld } from "../helpers/bounded-world.ts";
import { watchHashing } from "../helpers/hashing.ts";
import type { ServerLink } from "../helpers/scheduled-server.ts";
import { passSlowly } from "../helpers/watching.ts";
import { timesOf, warm } from "../helpers/world.ts";

const RUNS = 200;
const STEPS = 14;
/** Longer than a breaker's pause, a look, the bound, and what repeats a change. */
const CALM_MS = 15_000;

const quiet = watchHashing();

/** Numbers that look random, the same for the same seed (mulberry32). */
function drawnFrom(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** A page that asks whenever it is told to, of whichever process, and otherwise shows what it has. */
function openPage(eventTypeId: number, anyProcess: () => CalcomClient) {
  const page = { times: [] as readonly string[], questions: 0 };
  let known: string | undefined;
  let isWanted = false;
  let isAsking = false;
  let stop = () => {};
  const ask = async () => {
    isAsking = true;
    while (isWanted) {
      isWanted = false;
      page.questions += 1;
      page.times = await timesOf(anyProcess(), eventTypeId);
    }
    isAsking = false;
  };
  /** Listens to a process, perhaps another one than before. */
  const listen = (teller: CalcomClient) => {
    stop();
    const options = known === undefined ? {} : { known };
    stop = teller.watch({ eventTypeId }, listener, options);
  };
  const listener = ({ version, changed }: VersionNews) => {
    if (changed && version !== known) isWanted = true;
    // What has only got another name is not told to pages.
    if (changed) known = version;
    if (!isAsking) void ask();
  };
  return {
    page,
    listen,
    stop: () => stop(),
    /** Somebody looks at other days and comes back. */
    askAgain() {
      isWanted = true;
      if (!isAsking) void ask();
    },
    /** The page is loaded again; what it shows first is made by a server. */
    async load(server: CalcomClient) {
      stop();
      known = await server.versionOf({ eventTypeId });
      page.times = await timesOf(server, eventTypeId);
      listen(server);
    },
  };
}

async function runAtRandom(seed: number) {
  const draw = drawnFrom(seed);
  const world = createBoundedWorld();
  const { bounded, changeElsewhere, clock, half, server, strict, writer } = world;
  const pick = <T>(all: readonly T[]): T => all[draw(all.length)] as T;
  const links = [server.connect(), server.connect()] as const;
  const open = seed % 2 === 0 ? strict : bounded;
  const [teller, other] = [open(links[0]), open(links[1])];
  for (const client of [teller, other]) await warm(client, half.id);
  const { page, askAgain, listen, load, stop } = openPage(half.id, () => pick([teller, other]));
  listen(teller);
  await quiet();
  const pass = (ms: number) => passSlowly({ clock }, quiet, ms);
  let changes = 0;
  /** What is not confirmed is repeated until it lands. */
  const change = (by: CalcomClient) => {
    changes += 1;
    return changeElsewhere(async () => {
      const settled = by.invalidate({ eventTypeId: half.id }).catch(() => undefined);
      await pass(200);
      await settled;
    });
  };
  const trouble = (link: ServerLink) => {
    link.messages = pick(["delivered", "lost", "kept"]);
    link.commands = pick(["up", "up", "up", "refused"]);
  };
  const deliver = (link: ServerLink) => {
    for (const message of link.mail.splice(0)) message();
  };
  const steps: readonly (() => unknown)[] = [
    () => pass(1 + draw(3_000)),
    () => pass(1 + draw(50)),
    () => change(writer),
    () => change(pick([other, teller])),
    // Others ask as well, so that there is something in its memory.
    () => warm(other, half.id, half.id),
    () => listen(pick([teller, other])),
    askAgain,
    async () => {
      const loaded = load(pick([teller, other]));
      await pass(200);
      await loaded;
    },
    () => trouble(pick(links)),
    () => deliver(pick(links)),
  ];
  for (let step = 0; step < STEPS; step++) await pick(steps)();
  for (const link of links) {
    link.commands = "up";
    deliver(link);
  }
  await pass(CALM_MS);
  stop();
  const { times, questions } = page;
  writer.setMode("bypass");
  const truth = await timesOf(writer, half.id);
  return { times, truth, questions, changes };
}

it("leaves no page with what is superseded, in whatever order things happen", async () => {
  const sum = { questions: 0, changes: 0 };
  for (let seed = 1; seed <= RUNS; seed++) {
    const { times, truth, questions, changes } = await runAtRandom(seed);
    expect({ seed, times }).toEqual({ seed, times: truth });
    sum.questions += questions;
    sum.changes += changes;
  }
  // Otherwise nothing was tried.
  expect(sum.changes).toBeGreaterThan(RUNS);
  expect(sum.questions).toBeGreaterThan(3 * RUNS);
}, 60_000);
