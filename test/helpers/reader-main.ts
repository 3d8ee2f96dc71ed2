// One process of many that ask the same: told by messages how often to ask, all at once.
import { CalcomClient } from "../../src/index.ts";
import { redisStore } from "../../src/redis.ts";
import type { ReaderSettings, ReadersTold } from "./reader-process.ts";

const { apiKey, baseUrl, eventTypeId, day, host, redisUrl } = JSON.parse(
  process.argv[2] ?? "",
) as ReaderSettings;
const store = redisStore({ url: redisUrl });
const client = new CalcomClient({
  // Many processes on a machine with few processors are slow, and this is not about that.
  ...{ apiKey, baseUrl, store, principal: "readers", storeTimeoutMs: 5_000 },
  invalidation: { pools: { [eventTypeId]: [host] } },
});

const tell = (told: ReadersTold) => process.send?.(told);

async function ask(times: number): Promise<void> {
  const reads = Array.from({ length: times }, () =>
    client.slots.list({ eventTypeId, start: day, end: day }),
  );
  const answers = await Promise.all(reads);
  tell({
    loaded: answers.filter(({ provenance }) => provenance.source === "origin").length,
    different: new Set(answers.map(({ slots }) => JSON.stringify(slots))).size,
    times: (answers[0]?.slots[day] ?? []).map(({ start }) => start.slice(11, 16)),
  });
}

process.on("message", (times: number) => {
  ask(times).catch((error: unknown) => tell({ failed: String(error) }));
});
process.on("disconnect", () => process.exit());
tell("ready");
