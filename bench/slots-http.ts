// What it costs to answer over HTTP with a warm entry, beside a handler that answers a constant and
// `slots.list` alone: `npm run bench:slots-http`. JSON lines. One process, processor time, no network.
import { memoryStore } from "../src/index.ts";
import { createSlotsHandler } from "../src/slots-http/index.ts";
import { compare } from "./measure.ts";
import { createWorld } from "./world.ts";

const TIMES = { rounds: 15, runsPerRound: 10_000, time: "cpu" } as const;

const world = createWorld();
const { eventTypeId, monday } = world;
const calcom = world.client({ store: memoryStore() });
const timeZone = "Europe/Berlin";
const asked = { eventTypeId: String(eventTypeId), start: monday, end: monday, timeZone };
const address = `https://host.example/slots?${new URLSearchParams(asked)}`;
const answer = createSlotsHandler(calcom, { eventTypeIds: [eventTypeId] });
const toCdn = createSlotsHandler(calcom, {
  eventTypeIds: [eventTypeId],
  cdn: { maxAgeMs: 60_000 },
});

const first = await answer(new Request(address));
const body = await first.text();
const etag = first.headers.get("etag") ?? "";
const known = { headers: { "if-none-match": etag } };
const knownToCdn = {
  headers: { "if-none-match": (await toCdn(new Request(address))).headers.get("etag") ?? "" },
};
const headers = {
  etag,
  "cache-control": "no-cache",
  "content-type": "application/json",
  date: new Date(0).toUTCString(),
};
const constant = async (_request: Request) => new Response(body, { headers });

const rows = await compare(
  [
    { what: "floor: a constant, 200", run: () => constant(new Request(address)) },
    {
      what: "slots.list",
      run: () => calcom.slots.list({ eventTypeId, start: monday, end: monday }),
    },
    { what: "handler, 200", run: () => answer(new Request(address)) },
    { what: "handler, 304", run: () => answer(new Request(address, known)) },
    { what: "handler with a CDN, 304", run: () => toCdn(new Request(address, knownToCdn)) },
  ],
  TIMES,
);
console.log(JSON.stringify({ node: process.version, bytes: body.length, ...TIMES }));
for (const { what, nanos } of rows) {
  const micros = Math.round(nanos / 100) / 10;
  console.log(JSON.stringify({ what, micros, perSecond: Math.round(1e9 / nanos) }));
}
