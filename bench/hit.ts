// What one warm, validated hit costs in memory, beside the floor of an async API:
// `npm run bench:hit [-- --json]`.
import { memoryStore } from "../src/index.ts";
import { compare } from "./measure.ts";
import { createWorld, questionsOf } from "./world.ts";

const KEYS = 100;
const TIMES = { rounds: 15, runsPerRound: 50_000, time: "cpu" } as const;

const world = createWorld();
const calcom = world.client({ store: memoryStore() });
const questionOf = questionsOf(world, KEYS);
const keys = Array.from({ length: KEYS }, (_none, index) => questionOf(index).start);
const map = new Map(keys.map((key) => [key, key]));

const fromMap = async (index: number) => map.get(keys[index % KEYS] as string);
const listSlots = (index: number) => calcom.slots.list(questionOf(index));
const listOfNewText = (index: number) =>
  calcom.slots.list({ ...questionOf(index), end: `${world.monday}T23:59:00.000Z` });

for (let index = 0; index < KEYS; index++) await listSlots(index);
const { slots } = await listSlots(0);
const rows = await compare(
  [
    { what: "floor: Map.get in an async function", run: fromMap },
    { what: "slots.list", run: listSlots },
    { what: "slots.list, a text of the question just made", run: listOfNewText },
  ],
  TIMES,
);

// The first layer switches AsyncLocalStorage on, which on Node 20 every await of the process pays.
const layer = calcom.layer("bench", {
  key: (index: number) => [world.eventTypeId, keys[index % KEYS] as string],
  load: async (index, context) => (await context.slots.list(questionOf(index))).slots,
  ttlMs: 3_600_000,
});
const getLayer = (index: number) => layer.get(index);
for (let index = 0; index < KEYS; index++) await getLayer(index);
rows.push(
  ...(await compare(
    [
      { what: "floor, with a layer defined", run: fromMap },
      { what: "slots.list, with a layer defined", run: listSlots },
      { what: "a layer's get", run: getLayer },
    ],
    TIMES,
  )),
);

const bytes = JSON.stringify(slots).length;
if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ node: process.version, bytes, rows }, null, 2));
} else {
  console.log(`Node ${process.version}, processor time, ${bytes} bytes of slots, ${KEYS} keys`);
  for (const { what, nanos } of rows) console.log(`${String(nanos).padStart(8)} ns  ${what}`);
}
