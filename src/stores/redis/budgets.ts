import type { BudgetCall, BudgetVerdict, RateBudgets } from "../contract.ts";
import { tidyCall } from "../tidy-budget-call.ts";
import { BUDGET_SCRIPT } from "./budget-script.ts";
import { hashTagOf } from "./key-slot.ts";
import { runScript } from "./run-script.ts";
import type { RedisCommand, RedisTransport } from "./transport.ts";

/** Budgets of all processes together; each call is one script, by the server's clock. */
export class RedisBudgets implements RateBudgets {
  readonly #transport: RedisTransport;
  readonly #keyPrefix: string;

  constructor(transport: RedisTransport, keyPrefix: string) {
    this.#transport = transport;
    this.#keyPrefix = keyPrefix;
  }

  async call(call: BudgetCall): Promise<BudgetVerdict> {
    const { key: name, ...told } = tidyCall(call);
    const key = this.#keyPrefix + name;
    // Both keys of a budget belong into one slot of a cluster.
    const known = hashTagOf(key) === key ? `{${key}}` : key;
    const send = (command: RedisCommand) => this.#transport.toEntry(known, command);
    const args = [JSON.stringify(told)];
    const reply = await runScript(send, BUDGET_SCRIPT, [known, `${known}#permits`], args);
    const [granted, waitMs = 0, blocked, limit = 0] = reply as readonly number[];
    return { granted: granted === 1, waitMs, blocked: blocked === 1, limit };
  }
}
