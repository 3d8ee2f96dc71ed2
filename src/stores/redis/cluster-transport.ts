import { ConfigurationError } from "../../errors.ts";
import { ClusterTopology, type RedisCluster } from "./cluster-topology.ts";
import { RedisConnection } from "./connection.ts";
import { hashTagOf, keySlot } from "./key-slot.ts";
import { Subscribers } from "./subscribers.ts";
import type { MeetServer, RedisCommand, RedisTransport } from "./transport.ts";
import { Unanswered } from "./unanswered.ts";

interface Home {
  readonly slot: number;
  /** To the server that holds the registry; never to a replica of it. */
  readonly connection: RedisConnection;
}

/**
 * A cluster: each registry in one slot, on a connection that is known, entries wherever they belong.
 *
 * @param source asked for the client until it is open, and again when it is no longer
 * @param end closes the client, where it is not to outlive the store
 */
export function clusterTransport(
  source: () => Promise<RedisCluster>,
  meet: MeetServer,
  end: () => unknown = () => undefined,
): RedisTransport {
  const topology = new ClusterTopology(source);
  const homes = new Map<string, Home>();
  const subscribers = new Subscribers();
  const silence = new Unanswered((key) => void topology.lookAgain(key));

  const homeOf = (registry: string): Home => {
    const known = homes.get(registry);
    if (known !== undefined) return known;
    if (hashTagOf(registry) === registry) {
      throw new ConfigurationError(
        'In a cluster the records of a client must share a part in braces; use a keyPrefix without "{}".',
      );
    }
    const connection = new RedisConnection(() => topology.masterOf(registry), metAsMaster(meet));
    const home = { slot: keySlot(registry), connection };
    homes.set(registry, home);
    return home;
  };
  const leave = ({ connection }: Home) => {
    connection.release();
    subscribers.drop();
  };
  const connectionTo = (registry: string) => {
    const home = homeOf(registry);
    const { current } = home.connection;
    // The application's commands are told of a new master as well.
    if (current !== undefined && current !== topology.clientAt(home.slot)) leave(home);
    return home.connection;
  };
  const looking = async <T>(key: string, send: () => Promise<T>) => {
    try {
      return await silence.watch(key, send);
    } catch (error) {
      if (!isAnswer(error)) void topology.lookAgain(key);
      throw error;
    }
  };
  const toRegistry = async (registry: string, command: RedisCommand) => {
    const send = () => connectionTo(registry).send(registry, command);
    try {
      return await looking(registry, send);
    } catch (error) {
      // Whoever says this has not executed it.
      if (!says(error, "MOVED")) throw error;
      await topology.follow(registry);
      return looking(registry, send);
    }
  };
  const toEntry = (key: string, command: RedisCommand) =>
    looking(key, async () => (await topology.cluster()).sendCommand(key, false, command));

  return {
    read: async (registry, entryKey, recordKeys) => {
      const [records, entry] = await Promise.all([
        toRegistry(registry, ["MGET", ...recordKeys]),
        entryKey === undefined ? undefined : toEntry(entryKey, ["GET", entryKey]),
      ]);
      const texts = records as readonly (string | null)[];
      return entryKey === undefined ? texts : [entry as string | null, ...texts];
    },
    toRegistry,
    toEntry,
    subscriber: async () => {
      const [home] = homes.values();
      if (home === undefined) throw new Error("No registry of this store has been used yet.");
      return subscribers.beside(await home.connection.client());
    },
    close: async () => {
      for (const { connection } of homes.values()) connection.close();
      await end();
    },
  };
}

// The client of a promoted replica may still be one that reads from replicas, should it become one again.
function metAsMaster(meet: MeetServer): MeetServer {
  return async (registry, send) => {
    await Promise.all([send(["READWRITE"]), meet(registry, send)]);
  };
}

function says(error: unknown, word: string): boolean {
  return error instanceof Error && error.message.startsWith(`${word} `);
}

/** Whether the server has said that of the command, and not that it is not the one to ask. */
function isAnswer(error: unknown): boolean {
  if (says(error, "CLUSTERDOWN") || says(error, "READONLY")) return false;
  return error instanceof Error && /^[A-Z]+ /.test(error.message);
}
