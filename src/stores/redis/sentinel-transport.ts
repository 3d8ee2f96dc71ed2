import { singleTransport } from "./single-transport.ts";
import { Subscribers } from "./subscribers.ts";
import type { MeetServer, RedisClient, RedisTransport } from "./transport.ts";

interface MasterClient extends RedisClient {
  readonly isReady: boolean;
}

/** The part of a sentinel client of `@redis/client` that is used. */
export interface RedisSentinel {
  /** `undefined` while no master is connected. */
  getMasterNode(): object | undefined;
  /** Hands the master's own client over. */
  _execute<T>(isReadonly: boolean, use: (client: MasterClient) => Promise<T>): Promise<T>;
}

/**
 * The master that the sentinels name, over its own connection. The sentinel client itself sends what
 * was not answered again, to whoever is the master then; a token that is set twice may come back after
 * it was replaced.
 *
 * @param source asked for the sentinel client whenever the last master is gone
 * @param end closes the client, where it is not to outlive the store
 */
export function sentinelTransport(
  source: () => Promise<RedisSentinel>,
  meet: MeetServer,
  end?: () => unknown,
): RedisTransport {
  const subscribers = new Subscribers();
  let master: MasterClient | undefined;
  let asking: Promise<MasterClient> | undefined;
  const askForMaster = async () => {
    const sentinel = await source();
    // Without a master the client would ask its sentinels again and again, without a pause.
    if (sentinel.getMasterNode() === undefined) {
      throw new Error("The sentinels' master cannot be reached.");
    }
    const now = await sentinel._execute(false, async (client) => client);
    if (now !== master) subscribers.drop();
    master = now;
    return now;
  };
  const currentMaster = async () => {
    if (master?.isReady === true) return master;
    // Only whoever opens the client waits until it knows the master, so all ask as one.
    asking ??= askForMaster().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  return {
    ...singleTransport(currentMaster, meet, end),
    subscriber: async () => subscribers.beside(await currentMaster()),
  };
}
