// What one warm, validated hit costs in memory, beside the floor of an async API: `npm run bench:hit`.
import { CalcomClient, memoryStore } from "../src/index.ts";
import { createFakeCalcom } from "../src/testing/fake-calcom.ts";

const KEYS = 100;
const READS = 50_000;
const ROUNDS = 7;

const fake = createFakeCalcom({ rateLimit: false });
const owner = fake.users.add({ username: "alice" });
const eventType = fake.eventTypes.add({ ownerId: owner.id, slug: "half", lengthInMinutes: 15 });
const pools = { [eventType.id]: [{ id: owner.id, email: owner.email }] };
const calcom = new CalcomClient({
  baseUrl: fake.baseUrl,
  fetch: fake.fetch,
  clock: fake.clock,
  principal: "bench",
  store: memoryStore(),
  invalidation: { pools },
});
const questions = Array.from({ length: KEYS }, (_none, index) => ({
  eventTypeId: eventType.id,
  start: `2026-12-07T00:00:${String(index % 60).padStart(2, "0")}Z`,
  end: `2026-12-07T23:${String(Math.floor(index / 60)).padStart(2, "0")}:00Z`,
}));
for (const question of questions) await calcom.slots.list(question);
const { slots } = await calcom.slots.list(questions[0] ?? { eventTypeId: 1, start: "", end: "" });

const map = new Map(questions.map((question, index) => [`key-${index}`, question]));
const fromMap = async (key: string) => map.get(key);

async function nanosPerRead(read: (index: number) => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    for (let count = 0; count < READS; count++) await read(count % KEYS);
    rounds.push(((performance.now() - startedAt) * 1e6) / READS);
  }
  rounds.sort((left, right) => left - right);
  return Math.round(rounds[Math.floor(ROUNDS / 2)] ?? Number.NaN);
}

const layer = calcom.layer("bench", {
  key: (index: number) => [index],
  load: async (index, context) =>
    (await context.slots.list(questions[index] ?? { eventTypeId: 1, start: "", end: "" })).slots,
  ttlMs: 3_600_000,
});

const rows = [
  {
    what: "floor: Map.get in an async function",
    nanos: await nanosPerRead((index) => fromMap(`key-${index}`)),
  },
  {
    what: "calcom.slots.list, warm",
    nanos: await nanosPerRead((index) =>
      calcom.slots.list(questions[index] ?? { eventTypeId: 1, start: "", end: "" }),
    ),
  },
];
for (let index = 0; index < KEYS; index++) await layer.get(index);
rows.push({ what: "a layer's get, warm", nanos: await nanosPerRead((index) => layer.get(index)) });

const bytes = JSON.stringify(slots).length;
if (process.argv.includes("--json"))
  console.log(JSON.stringify({ node: process.version, bytes, rows }));
else for (const { what, nanos } of rows) console.log(`${String(nanos).padStart(8)} ns  ${what}`);
