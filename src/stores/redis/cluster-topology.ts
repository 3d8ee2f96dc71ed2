import { systemClock } from "../../clock.ts";
import { keySlot } from "./key-slot.ts";
import type { RedisClient, RedisCommand } from "./transport.ts";

/** A client for one server, as a cluster keeps it. */
export interface NodeClient extends RedisClient {
  readonly isReady: boolean;
}

interface ClusterNode {
  /** There as soon as it has begun to connect. */
  readonly client?: NodeClient | undefined;
}

/** The part of a cluster client of `@redis/client` that is used. */
export interface RedisCluster {
  readonly isOpen: boolean;
  /** Made anew whenever the client has found out who has which slot. */
  readonly slots: readonly ({ readonly master: ClusterNode } | undefined)[];
  nodeClient(node: ClusterNode): Promise<NodeClient>;
  sendCommand(
    firstKey: string | undefined,
    isReadonly: boolean,
    command: RedisCommand,
  ): Promise<unknown>;
}

const LOOK_PAUSE_MS = 250;
const MOST_LOOKS = 3;

/** Who has which slot. The client finds out; here it is brought to do so when it would not by itself. */
export class ClusterTopology {
  readonly #source: () => Promise<RedisCluster>;
  readonly #monotonic: () => number;
  #cluster: RedisCluster | undefined;
  #opening: Promise<RedisCluster> | undefined;
  #look: Promise<void> | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(source: () => Promise<RedisCluster>, monotonic = systemClock.monotonic) {
    this.#source = source;
    this.#monotonic = monotonic;
  }

  async cluster(): Promise<RedisCluster> {
    if (this.#cluster?.isOpen === true) return this.#cluster;
    // Only whoever opens the client waits until it knows its servers, so all ask as one.
    this.#opening ??= this.#source().finally(() => {
      this.#opening = undefined;
    });
    this.#cluster = await this.#opening;
    return this.#cluster;
  }

  /** The client of a slot's master, as far as is known now. */
  clientAt(slot: number): NodeClient | undefined {
    return this.#cluster?.slots[slot]?.master.client;
  }

  /** @throws Error when no master of the key can be reached */
  async masterOf(key: string): Promise<NodeClient> {
    const cluster = await this.cluster();
    const masterNow = () => cluster.slots[keySlot(key)]?.master;
    if (!isUsable(masterNow())) await this.lookAgain(key);
    const master = masterNow();
    if (isUsable(master)) return cluster.nodeClient(master);
    throw new Error("The server of the cluster that holds the registry cannot be reached.");
  }

  /** A server has said that the key's slot is another's: the client asks whose it is, when it hears that. */
  async follow(key: string): Promise<void> {
    const cluster = await this.cluster();
    await cluster.sendCommand(key, false, ["EXISTS", key]);
  }

  /**
   * A server does not answer. The client looks for another one only when it is told MOVED (node-redis
   * issue 2806), which the dead do not say; so somebody else is asked for a key that he does not have.
   */
  lookAgain(key: string): Promise<void> {
    const now = this.#monotonic();
    if (this.#look === undefined || now - this.#lookedAt >= LOOK_PAUSE_MS) {
      this.#lookedAt = now;
      this.#look = this.#askAnybody(key);
    }
    return this.#look;
  }

  async #askAnybody(key: string): Promise<void> {
    const cluster = this.#cluster;
    // Whoever opens the client is told whose slots are whose.
    if (cluster?.isOpen !== true) return;
    const before = cluster.slots;
    for (let looks = 0; looks < MOST_LOOKS && cluster.slots === before; looks++) {
      // Without a first key another server is asked each time. What it says does not matter, only
      // whether the client has looked who has which slot.
      await cluster.sendCommand(undefined, false, ["EXISTS", key]).catch(() => undefined);
    }
  }
}

/** Connected, or never needed until now. */
function isUsable(master: ClusterNode | undefined): master is ClusterNode {
  return master !== undefined && master.client?.isReady !== false;
}
