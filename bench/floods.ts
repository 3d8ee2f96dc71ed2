// What a flood of webhooks makes the library write, and keep: `npm run bench:floods [-- COUNT]`.
import { type CacheStore, CalcomClient, memoryStore } from "../src/index.ts";
import { signBody } from "../src/webhooks/signature.ts";

const SECRET = "whsec-bench";
const COUNT = Number(process.argv[2] ?? 100_000);
/** As many as a busy process takes at once. */
const AT_ONCE = 20;

const FLOODS = {
  "one delivery, replayed": () => "the same",
  "deliveries of ever new bookings": (count: number) => `${count}`,
};

function countingStore() {
  const inner = memoryStore();
  const counts = { steps: 0, notes: 0 };
  const store: CacheStore = {
    name: "counting",
    attach: (context) => inner.attach?.(context),
    read: (key, tags) => inner.read(key, tags),
    ensure: (tags, fresh) => inner.ensure(tags, fresh),
    apply(steps) {
      counts.steps += 1;
      return inner.apply(steps);
    },
    write(key, entry, ttlMs) {
      counts.notes += 1;
      return inner.write(key, entry, ttlMs);
    },
    close: () => inner.close(),
  };
  return { store, counts };
}

async function delivery(name: string) {
  const body = JSON.stringify({
    triggerEvent: "BOOKING_CREATED",
    createdAt: "2026-12-01T08:00:00Z",
    payload: {
      ...{ uid: `uid-${name}`, eventTypeId: 1, schedulingType: null },
      organizer: { id: 7, email: "alice@example.test" },
      attendees: [{ email: `attendee-${name}@example.test` }],
    },
  });
  return { body, headers: { "x-cal-signature-256": await signBody(body, SECRET) } };
}

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function flooded(nameOf: (count: number) => string) {
  const { store, counts } = countingStore();
  const calcom = new CalcomClient({ webhookSecret: SECRET, store });
  const send = async (count: number) => calcom.handleWebhook(await delivery(nameOf(count)));
  await send(-1);
  const before = heapBytes();
  const begun = performance.now();
  for (let count = 0; count < COUNT; count += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, one) => send(count + one)));
  }
  const seconds = (performance.now() - begun) / 1_000;
  const heapMb = (heapBytes() - before) / 1e6;
  await calcom.close();
  return { ...counts, seconds, heapMb };
}

console.log(
  `${COUNT} deliveries, ${AT_ONCE} at a time, over memoryStore(); Node ${process.version}`,
);
for (const [name, nameOf] of Object.entries(FLOODS)) {
  const { steps, notes, seconds, heapMb } = await flooded(nameOf);
  const rate = Math.round(COUNT / seconds);
  console.log(
    `${name}: ${steps} registry writes, ${notes} notes, heap ${heapMb.toFixed(1)} MB more, ${seconds.toFixed(1)} s (${rate}/s)`,
  );
}
