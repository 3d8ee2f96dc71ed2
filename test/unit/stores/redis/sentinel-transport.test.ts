import { expect, it } from "vitest";
import {
  type RedisSentinel,
  sentinelTransport,
} from "../../../../src/stores/redis/sentinel-transport.ts";
import { createHeldClient } from "../../../helpers/held-redis-client.ts";
import { createHeldSubscriber } from "../../../helpers/held-redis-subscriber.ts";

const REGISTRY = "calcom:{a}:tag:all";

const masterClient = () => {
  const subscriber = createHeldSubscriber();
  const client = createHeldClient(() => subscriber);
  return Object.assign(client, { isReady: true, subscriber });
};

function watchedMaster() {
  const state = { master: masterClient(), asked: 0 };
  const sentinel: RedisSentinel = {
    getMasterNode: () => (state.master.isReady ? {} : undefined),
    _execute: async (_isReadonly, use) => {
      state.asked += 1;
      return use(state.master);
    },
  };
  const transport = sentinelTransport(
    async () => sentinel,
    async () => undefined,
  );
  return { state, transport };
}

it("asks for the master once, however many commands there are", async () => {
  const { state, transport } = watchedMaster();
  const sent = ["ONE", "TWO"].map((name) => transport.toRegistry(REGISTRY, [name]));
  for (const reply of ["one", "two"]) (await state.master.next()).answer(reply);
  expect(await Promise.all(sent)).toEqual(["one", "two"]);
  void transport.toRegistry(REGISTRY, ["THREE"]);
  await state.master.next();
  expect(state.asked).toBe(1);
});

it("does not ask while no master is connected", async () => {
  const { state, transport } = watchedMaster();
  state.master.isReady = false;
  for (let reads = 0; reads < 5; reads++) {
    await expect(transport.toRegistry(REGISTRY, ["ONE"])).rejects.toThrow(/cannot be reached/);
  }
  expect(state.asked).toBe(0);
});

it("goes on with a new master; what the old one was sent counts as unanswered", async () => {
  const { state, transport } = watchedMaster();
  const old = state.master;
  const first = transport.toRegistry(REGISTRY, ["ONE"]);
  const one = await old.next();
  const listening = await transport.subscriber();
  void listening.connect();
  old.subscriber.connecting.resolve("connected");
  await expect.poll(() => listening.isReady).toBe(true);
  old.isReady = false;
  state.master = masterClient();
  old.emit("end");
  const second = transport.toRegistry(REGISTRY, ["TWO"]);
  (await state.master.next()).answer("two");
  expect(await second).toBe("two");
  one.answer("late");
  await expect(first).rejects.toThrow(/replaced/);
  expect(old.listeners()).toBe(0);
  expect(listening.isOpen).toBe(false);
});

it("takes its listeners off the master when it is closed", async () => {
  const { state, transport } = watchedMaster();
  void transport.toRegistry(REGISTRY, ["ONE"]);
  await state.master.next();
  await transport.close();
  expect(state.master.listeners()).toBe(0);
  await expect(transport.toRegistry(REGISTRY, ["TWO"])).rejects.toThrow(/closed/);
});
