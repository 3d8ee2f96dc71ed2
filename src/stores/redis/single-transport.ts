import { RedisConnection } from "./connection.ts";
import { MergedReads } from "./merged-reads.ts";
import type { MeetServer, RedisClient, RedisTransport } from "./transport.ts";

/**
 * One server, over one connection.
 *
 * @param source asked for the client whenever the last connection is gone
 * @param end closes the client, where it is not to outlive the store
 */
export function singleTransport(
  source: () => RedisClient | Promise<RedisClient>,
  meet: MeetServer,
  end: () => unknown = () => undefined,
): RedisTransport {
  const connection = new RedisConnection(source, meet);
  const reads = new MergedReads(async (registry, keys) => {
    const texts = await connection.send(registry, ["MGET", ...keys]);
    return texts as readonly (string | null)[];
  });
  return {
    read: (registry, entryKey, recordKeys) => reads.read(registry, entryKey, recordKeys),
    toRegistry: (registry, command) => connection.send(registry, command),
    toEntry: (_entryKey, command) => connection.sendUnmet(command),
    subscriber: async () => (await connection.client()).duplicate(),
    close: async () => {
      connection.close();
      await end();
    },
  };
}
