// What a phone agent waits for: its two functions over real HTTP, warm and cold, beside the floor, a
// route of the same server that answers a constant. One line of JSON for each:
// `npm run bench:voice [-- --calls 500]`.
import { parseArgs } from "node:util";
import { listen } from "../examples/voice-agent/listen.ts";
import { dayAfter } from "../examples/voice-agent/office-time.ts";
import { startService } from "../examples/voice-agent/service.ts";
import { systemClock } from "../src/clock.ts";
import { CalcomClient } from "../src/index.ts";
import { createFakeCalcom, startFakeCalcomServer } from "../src/testing/server.ts";

const { values } = parseArgs({ options: { calls: { type: "string", default: "500" } } });
const CALLS = Number(values.calls);
const SLOW_CALLS = Math.ceil(CALLS / 20);
/** Half of Cal.com's answers about slots took the origin longer than this, and a tenth 1200 ms. */
const CALCOM_MS = 500;
/** What a caller hears as an answer, and not as a pause. */
const AT_ONCE_MS = 300;

const fake = createFakeCalcom({ clock: systemClock, rateLimit: false });
const owner = fake.users.add({ username: "alice", timeZone: "Europe/Berlin" });
const { id: eventTypeId } = fake.eventTypes.add({ ownerId: owner.id, lengthInMinutes: 30 });
const calcomServer = await startFakeCalcomServer(fake);
const calcom = new CalcomClient({
  ...{ baseUrl: calcomServer.url, apiKey: owner.apiKey },
  // What is measured is the service, and not how it waits for a budget.
  rateBudget: false,
});
const service = startService({
  ...{ calcom, eventTypeId, timeZone: "Europe/Berlin", holdAfterMs: 60_000 },
});
service.app.get("/constant", (context) => context.json({ say: "Hello." }));
const server = await listen("127.0.0.1", 0);
server.answerWith((request) => service.app.fetch(request));

const today = new Date().toISOString().slice(0, 10);
const monday = dayAfter(today, 7 + ((8 - new Date(today).getUTCDay()) % 7));
const wish = { day: monday, hour: "11:15", language: "en" };

async function ask(path: string, args: object): Promise<{ readonly status: string }> {
  const body = JSON.stringify({ call: { call_id: `bench-${crypto.randomUUID()}` }, args });
  const answer = await fetch(`${server.url}/functions/${path}`, { method: "POST", body });
  return (await answer.json()) as { status: string };
}

async function find(): Promise<void> {
  const { status } = await ask("find-times", wish);
  if (status !== "alternatives") throw new Error(`find_times was answered ${status}.`);
}

const forget = () => calcom.invalidate({ eventTypeId });

/** Every booking is called off again, straight in the fake. */
async function book(): Promise<void> {
  const { status } = await ask("book", { ...wish, hour: "11:00", name: "Ann" });
  if (status !== "booked") throw new Error(`book was answered ${status}.`);
}
async function free(): Promise<void> {
  for (const { uid, status } of fake.bookings.list()) {
    if (status === "accepted") await fake.bookings.cancel(uid, "called off");
  }
  await calcom.invalidate({ eventTypeId });
}

interface Candidate {
  readonly what: string;
  readonly calls: number;
  readonly before?: () => Promise<unknown>;
  readonly run: () => Promise<unknown>;
}

const slow = () => fake.faults.delay(CALCOM_MS, { path: "/slots" });
const slowly = async (before: () => Promise<unknown>) => {
  await before();
  slow();
};

const candidates: readonly Candidate[] = [
  {
    what: "floor: a constant",
    calls: CALLS,
    run: async () => (await fetch(`${server.url}/constant`)).json(),
  },
  { what: "find_times, warm", calls: CALLS, before: find, run: find },
  { what: "find_times, cold", calls: CALLS, before: forget, run: find },
  {
    what: `find_times, cold, Cal.com takes ${CALCOM_MS} ms`,
    calls: SLOW_CALLS,
    before: () => slowly(forget),
    run: find,
  },
  { what: "book", calls: CALLS, before: free, run: book },
  {
    what: `book, Cal.com takes ${CALCOM_MS} ms to confirm`,
    calls: SLOW_CALLS,
    before: () => slowly(free),
    run: book,
  },
];

/** They take turns, so that what else the machine does meets all of them. */
async function measure(): Promise<Map<Candidate, number[]>> {
  const spent = new Map(candidates.map((candidate) => [candidate, [] as number[]]));
  for (let round = 0; round < CALLS; round++) {
    for (const [{ calls, before, run }, times] of spent) {
      if (round >= calls) continue;
      await before?.();
      const startedAt = performance.now();
      await run();
      times.push(performance.now() - startedAt);
    }
  }
  return spent;
}

const round = (ms: number): number => Math.round(ms * 100) / 100;

for (const candidate of candidates) {
  // Once for nothing, so that the first call is not the compiler's.
  await candidate.before?.();
  await candidate.run();
}
for (const [{ what, calls }, times] of await measure()) {
  const sorted = times.toSorted((left, right) => left - right);
  const at = (share: number) => round(sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN);
  const within = sorted.filter((ms) => ms < AT_ONCE_MS).length / sorted.length;
  const row = { what, calls, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
  console.log(JSON.stringify({ ...row, under300ms: Math.floor(within * 1_000) / 1_000 }));
}
await server.close();
await service.close();
await calcomServer.close();
