// One process of several with one key: told by a message how much to ask, in every priority.
import { CalcomClient, CalcomError, RateLimitError } from "../../src/index.ts";
import { redisStore } from "../../src/redis.ts";
import type { BudgetSettings, BudgetTold, Demand } from "./budget-process.ts";

const { apiKey, baseUrl, day, eventTypeId, rateBudget, redisUrl } = JSON.parse(
  process.argv[2] ?? "",
) as BudgetSettings;
const store = redisStore({ url: redisUrl });
const client = new CalcomClient({
  // Many processes on a machine with few processors are slow, and this is not about that.
  ...{ apiKey, baseUrl, store, rateBudget, retries: 0, storeTimeoutMs: 5_000 },
  invalidation: { pools: "off" },
});
const PRIORITIES = ["confirm", "offer", "prefetch"] as const;

const tell = (told: BudgetTold) => process.send?.(told);

async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "answered";
  } catch (error) {
    if (error instanceof RateLimitError) return `refused by ${error.refusedBy}`;
    if (error instanceof CalcomError) return error.code;
    throw error;
  }
}

async function ask({ forMs, atOnce }: Demand): Promise<void> {
  const outcomes: Record<string, number> = {};
  const endsAt = performance.now() + forMs;
  const caller = async (index: number) => {
    for (let count = index; performance.now() < endsAt; count++) {
      const priority = PRIORITIES[count % PRIORITIES.length] as (typeof PRIORITIES)[number];
      const how = { cache: "bypass", priority, timeoutMs: 2_000 } as const;
      const outcome = await outcomeOf(
        client.slots.list({ eventTypeId, start: day, end: day }, how),
      );
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      // A caller that is refused comes back a little later.
      if (outcome !== "answered") await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_none, index) => caller(index)));
  tell({ outcomes });
}

process.on("message", (demand: Demand) => {
  ask(demand).catch((error: unknown) => tell({ failed: String(error) }));
});
process.on("disconnect", () => process.exit());
tell("ready");
