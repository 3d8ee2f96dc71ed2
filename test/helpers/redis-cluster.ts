import { freePort } from "./free-port.ts";
import { REPLICATION_ARGS } from "./redis-replication.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

/** After so long without an answer a server counts as failing, and its replica is promoted. */
const NODE_TIMEOUT_MS = 1_000;
const SLOTS = 16_384;
const HOST = "127.0.0.1";
const POLL_MS = 20;
/** Who says nothing for so long is frozen. */
const SILENCE_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** A server of the cluster, and its id there. */
export interface ClusterNode extends RedisServer {
  readonly id: string;
}

/** A real cluster of the test's own: three masters with a replica each. */
export interface RedisCluster {
  /** Where a client may begin. */
  readonly rootNodes: readonly { readonly url: string }[];
  readonly nodes: readonly ClusterNode[];
  /**
   * The server that a slot belongs to, when all agree that answer.
   *
   * @param not waits until it is another one than this
   */
  masterOf(slot: number, not?: ClusterNode): Promise<ClusterNode>;
  replicaOf(master: ClusterNode): Promise<ClusterNode>;
  /** Makes a replica the master, orderly, and the master its replica. */
  promote(replica: ClusterNode): Promise<void>;
  /** Begins to move a slot: from now on keys may be at either server. */
  beginMove(slot: number, to: ClusterNode): Promise<SlotMove>;
  end(): Promise<void>;
}

/** A slot on its way to another server. */
export interface SlotMove {
  /** Moves some of the keys that are still at the old server. @returns how many were moved */
  moveKeys(count: number): Promise<number>;
  /** Moves what is left, and makes the new server the slot's owner. */
  finish(): Promise<void>;
}

export async function startRedisCluster(): Promise<RedisCluster> {
  const nodes = await Promise.all(Array.from({ length: 6 }, startNode));
  const masters = nodes.slice(0, 3);
  const replicas = nodes.slice(3);
  try {
    await introduce(nodes);
    await Promise.all(masters.map(giveSlots));
    await Promise.all(nodes.map((node) => comesToSay(node, /cluster_state:ok/, "CLUSTER INFO")));
    await Promise.all(replicas.map((replica, index) => follow(replica, masters[index])));
    // Clients are told of a replica only when it has been given something to copy.
    await Promise.all(masters.map((node) => node.command("FLUSHALL")));
    await Promise.all(nodes.map((node) => tellsOf(node, nodes)));
  } catch (error) {
    await Promise.all(nodes.map((node) => node.kill()));
    throw error;
  }
  const find = async (isIt: (line: Line) => boolean) => {
    let found: ClusterNode | undefined;
    await comesTrue(async () => {
      const views = await viewsOf(nodes);
      const ids = new Set(views.map((lines) => lines.find(isIt)?.id));
      found = ids.size === 1 ? nodes.find((node) => ids.has(node.id)) : undefined;
      return found !== undefined;
    });
    return found as ClusterNode;
  };
  const masterOf = (slot: number, not?: ClusterNode) =>
    find((line) => owns(line, slot) && line.id !== not?.id);
  return {
    rootNodes: masters.map(({ url }) => ({ url })),
    nodes,
    masterOf,
    replicaOf: ({ id }) => find((line) => line.masterId === id),
    promote: async (replica) => {
      const [, masterOfIt] =
        /myself,slave (\S+)/.exec(`${await replica.command("CLUSTER", "NODES")}`) ?? [];
      await replica.command("CLUSTER", "FAILOVER");
      await comesToSay(replica, /role:master/, "INFO replication");
      const former = nodes.find((node) => node.id === masterOfIt) as ClusterNode;
      await comesToSay(former, /master_link_status:up/, "INFO replication");
      await find((line) => line.id === former.id && line.masterId === replica.id);
    },
    beginMove: async (slot, to) => beginMove({ slot, from: await masterOf(slot), to, masters }),
    end: async () => {
      await Promise.all(nodes.map((node) => node.kill()));
    },
  };
}

async function startNode(): Promise<ClusterNode> {
  const busPort = await freePort();
  const server = await startRedis({
    args: [
      ...["--cluster-enabled", "yes", "--cluster-port", String(busPort)],
      ...["--cluster-node-timeout", String(NODE_TIMEOUT_MS)],
      // However long a replica has heard nothing, it may be promoted: that is what is tried here.
      ...["--cluster-replica-validity-factor", "0"],
      ...REPLICATION_ARGS,
    ],
  });
  const id = String(await server.command("CLUSTER", "MYID"));
  busPorts.set(server.port, busPort);
  return Object.assign(server, { id });
}

const busPorts = new Map<number, number>();

async function introduce(nodes: readonly ClusterNode[]): Promise<void> {
  const [first, ...others] = nodes as [ClusterNode, ...ClusterNode[]];
  // Masters that make up their own epochs would first have to settle who is right.
  await Promise.all(
    nodes.map((node, index) => node.command("CLUSTER", "SET-CONFIG-EPOCH", String(index + 1))),
  );
  for (const { port } of others) {
    await first.command("CLUSTER", "MEET", HOST, String(port), String(busPorts.get(port)));
  }
  const known = new RegExp(`cluster_known_nodes:${nodes.length}`);
  await Promise.all(nodes.map((node) => comesToSay(node, known, "CLUSTER INFO")));
}

async function giveSlots(master: ClusterNode, index: number): Promise<void> {
  const size = Math.ceil(SLOTS / 3);
  const range = [index * size, Math.min(SLOTS, (index + 1) * size) - 1];
  await master.command("CLUSTER", "ADDSLOTSRANGE", ...range.map(String));
}

async function follow(replica: ClusterNode, master: ClusterNode | undefined): Promise<void> {
  await replica.command("CLUSTER", "REPLICATE", master?.id ?? "");
  await comesToSay(replica, /master_link_status:up/, "INFO replication");
}

async function tellsOf(node: ClusterNode, all: readonly ClusterNode[]): Promise<void> {
  await comesTrue(async () => {
    const slots = JSON.stringify(await node.command("CLUSTER", "SLOTS"));
    return all.every(({ id }) => slots.includes(id));
  });
}

async function comesToSay(node: ClusterNode, says: RegExp, command: string): Promise<void> {
  await comesTrue(async () => says.test(String(await node.command(...command.split(" ")))));
}

async function comesTrue(isSo: () => Promise<boolean>): Promise<void> {
  for (let left = LONGEST_WAIT_MS; left > 0; left -= POLL_MS) {
    if (await isSo()) return;
    await new Promise((next) => setTimeout(next, POLL_MS));
  }
  throw new Error("The cluster did not get as far as it should.");
}

interface Line {
  readonly id: string;
  readonly masterId: string;
  readonly slots: readonly string[];
}

/** What each server that answers says of the cluster, without those that have failed. */
async function viewsOf(nodes: readonly ClusterNode[]): Promise<readonly (readonly Line[])[]> {
  const views = nodes.map(async (node) => {
    const silent = new Promise<undefined>((resolve) => setTimeout(resolve, SILENCE_MS));
    const text = await Promise.race([node.command("CLUSTER", "NODES"), silent]);
    return text === undefined ? undefined : linesOf(String(text));
  });
  const settled = await Promise.allSettled(views);
  return settled.flatMap((view) =>
    view.status === "fulfilled" && view.value !== undefined ? [view.value] : [],
  );
}

function linesOf(text: string): readonly Line[] {
  const lines = text
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
  return lines
    .filter(([, , flags = ""]) => !flags.includes("fail"))
    .map(([id = "", , , masterId = "", , , , , ...slots]) => ({ id, masterId, slots }));
}

function owns({ slots }: Line, slot: number): boolean {
  return slots.some((range) => {
    const [first = Number.NaN, last = first] = range.split("-").map(Number);
    return first <= slot && slot <= last;
  });
}

async function beginMove(options: {
  readonly slot: number;
  readonly from: ClusterNode;
  readonly to: ClusterNode;
  readonly masters: readonly ClusterNode[];
}): Promise<SlotMove> {
  const { from, to, masters } = options;
  const slot = String(options.slot);
  await to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", from.id);
  await from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", to.id);
  const moveKeys = async (count: number) => {
    const found = await from.command("CLUSTER", "GETKEYSINSLOT", slot, String(count));
    const keys = found as readonly string[];
    const target = [HOST, String(to.port), "", "0", "5000"];
    if (keys.length > 0) await from.command("MIGRATE", ...target, "KEYS", ...keys);
    return keys.length;
  };
  return {
    moveKeys,
    async finish() {
      while ((await moveKeys(100)) > 0);
      const others = masters.filter((node) => node !== from && node !== to);
      for (const node of [to, from, ...others]) {
        await node.command("CLUSTER", "SETSLOT", slot, "NODE", to.id);
      }
    },
  };
}
