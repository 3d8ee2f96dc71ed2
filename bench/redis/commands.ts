import { redisStore } from "../../src/redis.ts";
import { watchCommands } from "../../test/helpers/redis-monitor.ts";
import type { RedisServer } from "../../test/helpers/redis-server.ts";
import type { World } from "../world.ts";

export interface CommandsRow {
  readonly what: string;
  /** Sent for one of it. */
  readonly commands: number;
  /** Their names in order, of the first. */
  readonly sent: readonly string[];
}

const TIMES = 20;

const nameOf = (command: string) => /^"(\w+)"/.exec(command)?.[1]?.toUpperCase() ?? command;

/** What is sent for a hit, an invalidation and the first read after it, by what the server saw. */
export async function measureCommands(server: RedisServer, world: World): Promise<CommandsRow[]> {
  const rows: CommandsRow[] = [];
  const question = world.windowOn(world.monday)(0);
  const variants = [
    { what: "values in Redis", values: "store", consistency: {} },
    { what: "values local", values: "local", consistency: {} },
    { what: "bounded", values: "store", consistency: { consistency: { maxStalenessMs: 60_000 } } },
  ] as const;
  for (const { what, values, consistency } of variants) {
    const store = redisStore({ url: server.url, values });
    const calcom = world.client({ store, namespace: `commands, ${what}`, ...consistency });
    const ask = () => calcom.slots.list(question);
    const bump = () => calcom.invalidate({ eventTypeId: world.eventTypeId });
    const row = async (event: string, run: () => Promise<unknown>, before?: () => unknown) => {
      const sent: (readonly string[])[] = [];
      for (let time = 0; time < TIMES; time++) {
        await before?.();
        sent.push((await watchCommands(server, run)).sent.map(nameOf));
      }
      const commands = sent.flat().length / TIMES;
      rows.push({ what: `${event}, ${what}`, commands, sent: sent[0] ?? [] });
    };
    // The first of everything also meets the server and loads the scripts.
    for (let time = 0; time < 3; time++) await bump().then(ask).then(ask);
    await row("a hit", ask);
    await row("an invalidation", bump, ask);
    await row("the first read after it", ask, bump);
    await calcom.close();
    await store.close();
  }
  return rows;
}
