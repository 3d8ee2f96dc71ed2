import { expect, it } from "vitest";
import type { NodeClient, RedisCluster } from "../../../../src/stores/redis/cluster-topology.ts";
import { clusterTransport } from "../../../../src/stores/redis/cluster-transport.ts";
import { keySlot } from "../../../../src/stores/redis/key-slot.ts";
import type { MeetServer, RedisCommand } from "../../../../src/stores/redis/transport.ts";
import { createHeldClient, type HeldRedisClient } from "../../../helpers/held-redis-client.ts";

const REGISTRY = "calcom:{a}:tag:all";
const ENTRY = "calcom:entry:1";
const meet: MeetServer = async (registry, send) => {
  await send(["MEET", registry]);
};

type Master = HeldRedisClient & { isReady: boolean };

/** A cluster that has the registry at one server, and then at another. */
function movingCluster({ isReady = true, connectsLate = false } = {}) {
  const master = (ready: boolean): Master => Object.assign(createHeldClient(), { isReady: ready });
  const [old, next] = [master(isReady), master(true)];
  const slotsWith = (client: NodeClient | undefined) => {
    const slots: { readonly master: { client?: NodeClient | undefined } }[] = [];
    slots[keySlot(REGISTRY)] = { master: { client } };
    return slots;
  };
  const asked: (readonly [string | undefined, boolean, RedisCommand])[] = [];
  const cluster = {
    isOpen: true,
    slots: slotsWith(old),
    nodeClient: async (node: { client?: NodeClient | undefined }) => {
      node.client ??= next;
      return node.client;
    },
    sendCommand: async (...args: (typeof asked)[number]): Promise<unknown> => {
      asked.push(args);
      if (args[0] === ENTRY) throw new Error("The client is offline");
      hasMoved();
      return 0;
    },
  } satisfies RedisCluster;
  const hasMoved = () => {
    cluster.slots = slotsWith(connectsLate ? undefined : next);
  };
  return { old, next, asked, hasMoved, transport: clusterTransport(async () => cluster, meet) };
}

/** Lets the server be met. */
async function met(client: Master) {
  const commands = [await client.next(), await client.next()];
  for (const { answer } of commands) answer("OK");
  expect(commands.map(({ command }) => command[0])).toEqual(["READWRITE", "MEET"]);
}
const names = (client: Master) => client.sent.map(({ command }) => command[0]);

it("follows the client to a new master; what the old one was sent counts as unanswered", async () => {
  const { old, next, hasMoved, transport } = movingCluster();
  const first = transport.toRegistry(REGISTRY, ["ONE"]);
  await met(old);
  const one = await old.next();
  hasMoved();
  const second = transport.toRegistry(REGISTRY, ["TWO"]);
  one.answer("late");
  await expect(first).rejects.toThrow(/replaced/);
  await met(next);
  (await next.next()).answer("two");
  expect(await second).toBe("two");
});

it("sends again what a server refused because the registry is another's", async () => {
  const { old, next, asked, transport } = movingCluster();
  const sent = transport.toRegistry(REGISTRY, ["ONE"]);
  await met(old);
  (await old.next()).fail(new Error("MOVED 7629 127.0.0.1:7001"));
  await met(next);
  (await next.next()).answer("one");
  expect(await sent).toBe("one");
  expect(asked).toEqual([[REGISTRY, false, ["EXISTS", REGISTRY]]]);
});

it("sends it once more only", async () => {
  const { old, next, transport } = movingCluster();
  const sent = transport.toRegistry(REGISTRY, ["ONE"]);
  await met(old);
  (await old.next()).fail(new Error("MOVED 7629 127.0.0.1:7001"));
  await met(next);
  (await next.next()).fail(new Error("MOVED 7629 127.0.0.1:7000"));
  await expect(sent).rejects.toThrow("MOVED");
});

it.each([
  "ASK 7629 127.0.0.1:7001",
  "TRYAGAIN Multiple keys request during rehashing of slot",
  "OOM command not allowed when used memory > 'maxmemory'.",
  "Socket closed unexpectedly",
])("does not send again what failed with %j", async (message) => {
  const { old, next, transport } = movingCluster();
  const sent = transport.toRegistry(REGISTRY, ["ONE"]);
  await met(old);
  (await old.next()).fail(new Error(message));
  await expect(sent).rejects.toThrow(message);
  expect([names(old), names(next)]).toEqual([["READWRITE", "MEET", "ONE"], []]);
});

it.each([false, true])(
  "asks anybody else where a registry is whose master is not connected (connects late: %s)",
  async (connectsLate) => {
    const { old, next, asked, transport } = movingCluster({ isReady: false, connectsLate });
    const sent = transport.toRegistry(REGISTRY, ["ONE"]);
    await met(next);
    (await next.next()).answer("one");
    expect(await sent).toBe("one");
    expect(names(old)).toEqual([]);
    expect(asked).toEqual([[undefined, false, ["EXISTS", REGISTRY]]]);
  },
);

it("asks anybody else after an entry whose server is not connected, a few times a second", async () => {
  const { asked, transport } = movingCluster();
  for (let reads = 0; reads < 20; reads++) {
    await expect(transport.toEntry(ENTRY, ["GET", ENTRY])).rejects.toThrow("offline");
  }
  expect(asked.filter(([firstKey]) => firstKey === undefined)).toEqual([
    [undefined, false, ["EXISTS", ENTRY]],
  ]);
});

it("rejects, and nothing more, when the client cannot be opened", async () => {
  const transport = clusterTransport(async () => {
    throw new Error("no root node answers");
  }, meet);
  await expect(transport.toEntry(ENTRY, ["GET", ENTRY])).rejects.toThrow("no root node answers");
  await expect(transport.toRegistry(REGISTRY, ["ONE"])).rejects.toThrow("no root node answers");
});

it("sends nothing any more once it is closed", async () => {
  const { old, transport } = movingCluster();
  const sent = transport.toRegistry(REGISTRY, ["ONE"]);
  await met(old);
  (await old.next()).answer("one");
  await sent;
  await transport.close();
  expect(old.listeners()).toBe(0);
  await expect(transport.toRegistry(REGISTRY, ["TWO"])).rejects.toThrow(/closed/);
});
