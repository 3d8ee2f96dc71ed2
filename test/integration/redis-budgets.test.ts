import { createClient } from "@keyv/redis";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BudgetCall, BudgetVerdict } from "../../src/stores/contract.ts";
import { type BudgetState, callBudget } from "../../src/stores/rate-budget.ts";
import { BUDGET_SCRIPT } from "../../src/stores/redis/budget-script.ts";
import { RedisBudgets } from "../../src/stores/redis/budgets.ts";
import type { RedisTransport } from "../../src/stores/redis/transport.ts";
import { tidyCall } from "../../src/stores/tidy-budget-call.ts";
import { type BudgetStep, budgetSteps, callsOf } from "../helpers/budget-steps.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";

const START_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;

describe.skipIf(!hasRedis)("budgets in Redis", () => {
  let server: RedisServer;
  let client: ReturnType<typeof createClient>;
  let drawn = 0;

  beforeAll(async () => {
    server = await startRedis();
    client = createClient({ url: server.url });
    await client.connect();
  });
  afterAll(async () => {
    client.destroy();
    await server.kill();
  });

  const send = async (...args: readonly string[]): Promise<unknown> =>
    client.sendCommand([...args]);
  const newKey = () => `calcom:budget:{b${++drawn}}`;

  /** The script, by a clock that the test moves. */
  const script = BUDGET_SCRIPT.replace("redis.call('TIME')", "{ ARGV[2], ARGV[3] }");
  async function callAt(key: string, call: BudgetCall, now: number): Promise<BudgetVerdict> {
    const clock = [String(Math.floor(now / 1000)), String((now % 1000) * 1000)];
    const { key: _key, ...told } = tidyCall(call);
    const reply = await send(
      ...["EVAL", script, "2", key, `${key}#permits`, JSON.stringify(told), ...clock],
    );
    const [granted, waitMs = 0, blocked, limit = 0] = reply as number[];
    return { granted: granted === 1, waitMs, blocked: blocked === 1, limit };
  }

  it("gives the verdicts that memory gives, whatever it is called with", async () => {
    const run = async (steps: readonly BudgetStep[]) => {
      const key = newKey();
      const expected: BudgetVerdict[] = [];
      const actual: BudgetVerdict[] = [];
      let state: BudgetState | undefined;
      for (const { at, call } of callsOf(steps)) {
        const after = callBudget(state, tidyCall(call), START_MS + at);
        state = after.state;
        expected.push(after.verdict);
        actual.push(await callAt(key, call, START_MS + at));
      }
      expect(actual).toEqual(expected);
      const kept = await send("ZRANGE", `${key}#permits`, "0", "-1", "WITHSCORES");
      const permits = [...(state?.permits ?? [])].flatMap(([name, by]) => [name, String(by)]);
      expect(new Set(kept as string[])).toEqual(new Set(permits));
    };
    await fc.assert(fc.asyncProperty(budgetSteps, run), { numRuns: 300 });
  }, 60_000);

  const wanted = { permit: "p", share: 1, paced: true, longestMs: 1_000 };
  const assumed = { limit: 1, windowMs: 1_000 };
  const call = (fields: Partial<BudgetCall> = {}): BudgetCall => ({
    ...{ key: "", assumed, ended: [], wanted },
    ...fields,
  });

  it("takes what else is under its keys for nothing", async () => {
    const key = newKey();
    await send("SET", key, "nothing of ours");
    await send("SADD", `${key}#permits`, "nor this");
    expect(await callAt(key, call(), START_MS)).toMatchObject({ granted: true });

    const garbage = ["nan", "inf", "-inf", "1e300", "9e15", "-5", "x", ""];
    const fields = ["limit", "limitToldAt", "windowMs", "blockedUntil", "pacedAt", "used"];
    for (const text of garbage) {
      const other = newKey();
      await send("HSET", other, ...fields.flatMap((name) => [name, text]));
      await send("HSET", other, "endsFrom", "1", "endsBy", text);
      await send("ZADD", `${other}#permits`, "1e300", "far", "inf", "farther", "-inf", "long ago");
      expect((await callAt(other, call(), START_MS)).waitMs, text).toBe(0);
      await send("HSET", other, "at", text);
      expect((await callAt(other, call(), START_MS + 3_000)).waitMs, text).toBe(0);
    }
  });

  it("leaves nothing behind that lives for good", async () => {
    const key = newKey();
    await callAt(key, call(), START_MS);
    expect(await send("PTTL", key)).toBeGreaterThan(24 * HOUR_MS);
    expect(await send("PTTL", `${key}#permits`)).toBeGreaterThan(2_000);
    expect(await send("PTTL", `${key}#permits`)).toBeLessThanOrEqual(3_000);
  });

  it("goes by the server's clock, under the store's prefix, with both keys in one slot", async () => {
    const routed: string[] = [];
    const toEntry = async (key: string, command: readonly string[]) => {
      routed.push(key);
      return client.sendCommand([...command]);
    };
    const budgets = new RedisBudgets({ toEntry } as unknown as RedisTransport, "app:");
    const key = `calcom:budget:${++drawn}`;
    expect(await budgets.call(call({ key }))).toEqual({
      ...{ granted: true, waitMs: 0, blocked: false, limit: 1 },
    });
    expect(await send("TYPE", `{app:${key}}`)).toBe("hash");
    expect(await send("TYPE", `{app:${key}}#permits`)).toBe("zset");
    expect(new Set(routed)).toEqual(new Set([`{app:${key}}`]));
    const at = Number(await send("HGET", `{app:${key}}`, "at"));
    const [seconds] = (await send("TIME")) as string[];
    expect(Math.abs(at - 1000 * Number(seconds))).toBeLessThan(60_000);
  });
});
