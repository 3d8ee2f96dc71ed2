import { expect, it } from "vitest";
import { Messages } from "../../../../src/stores/redis/messages.ts";
import {
  createHeldSubscriber,
  type HeldRedisSubscriber,
} from "../../../helpers/held-redis-subscriber.ts";

function listening() {
  const made: HeldRedisSubscriber[] = [];
  const messages = new Messages(async () => {
    const subscriber = createHeldSubscriber();
    made.push(subscriber);
    return subscriber;
  });
  const heard: string[] = [];
  const open = (channel: string) => messages.open(channel, (text) => heard.push(text));
  const connect = async (how: "connected" | "refused" = "connected") => {
    await settled();
    made.at(-1)?.connecting.resolve(how);
    await settled();
  };
  return { made, messages, heard, open, connect };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

it("connects for the first listener alone, and hears every channel over one connection", async () => {
  const { made, heard, open, connect } = listening();
  await settled();
  expect(made).toEqual([]);
  open("a");
  open("b");
  await connect();
  open("c");
  await settled();
  expect(made.length).toBe(1);
  for (const channel of ["a", "b", "c"]) made[0]?.channels.get(channel)?.(channel);
  expect(heard).toEqual(["a", "b", "c"]);
});

it("closes the connection with the last listener, and makes another for the next", async () => {
  const { made, messages, open, connect } = listening();
  open("a");
  open("b");
  await connect();
  messages.leave("a");
  await settled();
  expect([...(made[0]?.channels.keys() ?? [])]).toEqual(["b"]);
  messages.leave("b");
  expect(made[0]?.isOpen).toBe(false);
  open("a");
  await connect();
  expect(made.map(({ isOpen }) => isOpen)).toEqual([false, true]);
});

it.each(["connected", "refused"] as const)(
  "closes a connection that is on its way as soon as it is there, or not: %s",
  async (how) => {
    const { made, messages, heard, open, connect } = listening();
    open("a");
    await settled();
    messages.close();
    await connect(how);
    expect([made[0]?.isOpen, made[0]?.channels.size]).toEqual([false, 0]);
    messages.mend();
    await settled();
    expect([made.length, heard]).toEqual([1, []]);
  },
);

it("does not even begin to connect for somebody who has gone meanwhile", async () => {
  const { made, messages, open } = listening();
  open("a");
  messages.close();
  await settled();
  expect(made[0]?.isOpen).toBe(false);
});

it.each(["refused", "refuses to subscribe", "gives up later"])(
  "begins anew, once asked after, when the connection is gone for good: %s",
  async (how) => {
    const { made, messages, heard, open, connect } = listening();
    open("a");
    await settled();
    const first = made[0] as HeldRedisSubscriber;
    first.refuses = how === "refuses to subscribe";
    await connect(how === "refused" ? "refused" : "connected");
    if (how === "gives up later") first.isOpen = false;
    messages.mend();
    await connect();
    expect(made.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    made[1]?.channels.get("a")?.("again");
    expect(heard).toEqual(["again"]);
  },
);

it("leaves a connection alone that is there, or on its way", async () => {
  const { made, messages, open, connect } = listening();
  open("a");
  messages.mend();
  await connect();
  messages.mend();
  await settled();
  expect(made.length).toBe(1);
});

it("begins anew for who opens a channel again, if the subscription is gone for good", async () => {
  const { made, open, connect } = listening();
  open("a");
  await connect("refused");
  open("a");
  await connect();
  expect(made.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  open("a");
  await settled();
  expect(made.length).toBe(2);
});
