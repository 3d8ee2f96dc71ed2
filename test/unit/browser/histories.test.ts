import fc from "fast-check";
import { expect, it, onTestFinished, vi } from "vitest";
import { watchSlots } from "../../../src/browser/index.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";
import { judgeOf, truthOf } from "../../helpers/slots-oracle.ts";
import { QUERY, standInPage } from "../../helpers/slots-page.ts";
import { CHANGES_URL, createSlotsSite, SLOTS_URL } from "../../helpers/slots-site.ts";

const MAX_AGE_MS = 30_000;
/** A shorter sleep is not noticed, and what arrives late is as old. */
const UNNOTICED_MS = 5_000;
/** No page can tell how long a clock has stood still that is put back before it looks again. */
const TICK_MS = 1_100;
/** A poll, a stream's longest pause, and the time after which what nobody announces is asked for. */
const MENDED_MS = 100_000;

const ms = fc.integer({ min: 0, max: 20_000 });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("pass"), ms }) },
  { weight: 3, arbitrary: fc.constant({ kind: "change" }) },
  fc
    .constantFrom(
      ...["change silently", "end streams", "break streams", "lose", "refuse", "mend", "restart"],
      ...["buffer", "go blind", "hide", "show", "focus", "online", "freeze", "refresh", "busy"],
    )
    .map((kind) => ({ kind })),
  fc.record({
    kind: fc.constant("sleep"),
    ms: fc.integer({ min: 1_000, max: 600_000 }),
    clocks: fc.constantFrom("wall", "monotonic", "both"),
    breaks: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("correct clock"),
    ms: fc.integer({ min: -7_200_000, max: 7_200_000 }),
  }),
  fc.record({ kind: fc.constant("ask"), day: fc.integer({ min: 7, max: 9 }) }),
  fc.record({ kind: fc.constant("ask about"), eventTypeId: fc.integer({ min: 1, max: 2 }) }),
);
type Step = {
  kind: string;
  ms?: number;
  clocks?: string;
  breaks?: boolean;
  day?: number;
  eventTypeId?: number;
};
const history = fc.record({
  steps: fc.array(step as fc.Arbitrary<Step>, { minLength: 5, maxLength: 40 }),
  delayMs: fc.integer({ min: 1, max: 3_000 }),
  eventDelayMs: fc.integer({ min: 0, max: 2_000 }),
  beatMs: fc.constantFrom(2_000, 10_000, 25_000),
  isPolling: fc.boolean(),
});

async function play(
  {
    steps,
    delayMs,
    eventDelayMs,
    beatMs,
    isPolling,
  }: typeof history extends fc.Arbitrary<infer T> ? T : never,
  page: ReturnType<typeof standInPage>,
) {
  const timers = createVirtualClock();
  const slept = { wall: 0, monotonic: 0, truly: 0 };
  const site = createSlotsSite(timers);
  const trueNow = () => timers.monotonic() + slept.truly;
  const { judge, forget } = judgeOf(site, trueNow);
  Object.assign(site, { delayMs, eventDelayMs, beatMs });
  site.change(truthOf(site.truths.length));
  const watched = watchSlots({
    url: SLOTS_URL,
    ...(isPolling ? {} : { changesUrl: CHANGES_URL }),
    query: QUERY,
    maxAgeMs: MAX_AGE_MS,
    fetch: site.fetch,
    clock: {
      now: () => timers.now() + slept.wall,
      monotonic: () => timers.monotonic() + slept.monotonic,
      setTimeout: (callback, delay) => timers.setTimeout(callback, delay),
    },
  });
  const look = () => {
    const { slots, query } = watched.state;
    if (slots === undefined) return;
    expect(judge(slots, query)).toBeLessThanOrEqual(MAX_AGE_MS + UNNOTICED_MS + eventDelayMs);
  };
  const untruths: unknown[] = [];
  watched.subscribe(() => {
    try {
      look();
    } catch (error) {
      untruths.push(error);
    }
  });
  const pass = async (passMs: number) => {
    for (let left = passMs; left >= 0; left -= 900) {
      await timers.advance(Math.min(900, left));
      look();
      if (untruths.length > 0) throw untruths[0];
    }
  };
  const unavailable = () => new Response(null, { status: 503, headers: { "retry-after": "20" } });
  const acts: Record<string, (step: Step) => unknown> = {
    pass: (one) => pass(one.ms ?? 0),
    change: () => site.change(truthOf(site.truths.length)),
    "change silently": () => site.changeSilently(truthOf(site.truths.length)),
    "end streams": () => site.endStreams(),
    "break streams": () => site.endStreams(new TypeError("network error")),
    lose: () => Object.assign(site, { network: "lost" }),
    refuse: () => Object.assign(site, { network: "down" }),
    busy: () => Object.assign(site, { refusal: unavailable }),
    mend: () => Object.assign(site, { network: "well", refusal: undefined, isBuffering: false }),
    restart: () => {
      site.endStreams();
      site.change(truthOf(site.truths.length));
    },
    buffer: () => Object.assign(site, { isBuffering: true }),
    "go blind": () => {
      site.canSeeChanges = false;
      site.tell("unknown");
    },
    hide: () => page.become("hidden"),
    show: () => page.become("visible"),
    focus: () => page.sign("focus"),
    online: () => page.sign("online"),
    freeze: () => page.sign("freeze"),
    refresh: () => void watched.refresh(),
    sleep: async (one) => {
      await pass(TICK_MS);
      // It is on its way when the computer falls asleep, and is read when it wakes.
      if (site.canSeeChanges) site.tell("beat");
      slept.truly += one.ms ?? 0;
      if (one.clocks !== "monotonic") slept.wall += one.ms ?? 0;
      if (one.clocks !== "wall") slept.monotonic += one.ms ?? 0;
      look();
      if (one.breaks === true) site.endStreams();
    },
    "correct clock": async (one) => {
      await pass(TICK_MS);
      slept.wall += one.ms ?? 0;
    },
    ask: ({ day }) => watched.ask({ ...watched.state.query, start: `2026-12-0${day}` }),
    "ask about": ({ eventTypeId = 1 }) => {
      if (watched.state.query.eventTypeId !== eventTypeId) forget();
      watched.ask({ ...watched.state.query, eventTypeId });
    },
  };
  try {
    for (const one of steps) {
      await acts[one.kind]?.(one);
      await pass(0);
    }
    Object.assign(site, { network: "well", refusal: undefined, isBuffering: false });
    site.canSeeChanges = true;
    page.become("visible");
    await pass(MENDED_MS);
    expect(watched.state.slots).toEqual(site.truth.slots);
    expect(watched.state.link).toBe(isPolling ? "polling" : "live");
  } finally {
    watched.close();
  }
}

it("tells no page an untruth, and all of them the truth in the end", async () => {
  const page = standInPage();
  const random = vi.spyOn(Math, "random").mockReturnValue(0.5);
  onTestFinished(() => void random.mockRestore());
  await fc.assert(
    fc.asyncProperty(history, async (one) => {
      page.become("visible");
      await play(one, page);
    }),
    { numRuns: Number(process.env.RUNS ?? 60) },
  );
}, 120_000);
