import { expect, it } from "vitest";
import { RedisConnection } from "../../../../src/stores/redis/connection.ts";
import type { MeetServer } from "../../../../src/stores/redis/transport.ts";
import { createHeldClient } from "../../../helpers/held-redis-client.ts";

const meet: MeetServer = async (registry, send) => {
  await send(["MEET", registry]);
};

function connected() {
  const client = createHeldClient();
  const connection = new RedisConnection(() => client, meet);
  const names = () => client.sent.map(({ command }) => command.join(" "));
  return { client, connection, names };
}

it("meets the server once, before anything is sent to a registry there", async () => {
  const { client, connection, names } = connected();
  const replies = [connection.send("r", ["ONE"]), connection.send("r", ["TWO"])];
  const meeting = await client.next();
  expect(names()).toEqual(["MEET r"]);
  meeting.answer("met");
  for (const reply of ["one", "two"]) (await client.next()).answer(reply);
  expect(await Promise.all(replies)).toEqual(["one", "two"]);
  connection.send("r", ["THREE"]);
  expect(names()).toEqual(["MEET r", "ONE", "TWO", "THREE"]);
});

it("meets the server for each registry", async () => {
  const { client, connection, names } = connected();
  void connection.send("r", ["ONE"]);
  (await client.next()).answer("met");
  await client.next();
  void connection.send("s", ["TWO"]);
  await client.next();
  expect(names()).toEqual(["MEET r", "ONE", "MEET s"]);
});

for (const event of ["connect", "ready", "reconnecting", "end", "error"]) {
  it(`takes a command for unanswered when "${event}" came before its reply`, async () => {
    const { client, connection, names } = connected();
    const first = connection.send("r", ["ONE"]);
    (await client.next()).answer("met");
    const command = await client.next();
    client.emit(event);
    command.answer("from nobody knows which server");
    await expect(first).rejects.toThrow(/replaced/);
    void connection.send("r", ["TWO"]);
    await client.next();
    expect(names()).toEqual(["MEET r", "ONE", "MEET r"]);
  });
}

it("does not believe a meeting over a connection that is gone", async () => {
  const { client, connection, names } = connected();
  const first = connection.send("r", ["ONE"]);
  const meeting = await client.next();
  client.emit("ready");
  meeting.answer("met");
  await expect(first).rejects.toThrow(/replaced/);
  void connection.send("r", ["TWO"]);
  await client.next();
  expect(names()).toEqual(["MEET r", "MEET r"]);
});

it("sends nothing over a connection that came in the moment the server was met", async () => {
  const client = createHeldClient();
  const connection = new RedisConnection(
    () => client,
    async (registry, send) => {
      await send(["MEET", registry]);
      if (client.sent.length === 1) client.emit("ready");
    },
  );
  void connection.send("r", ["ONE"]);
  (await client.next()).answer("met");
  expect((await client.next()).command).toEqual(["MEET", "r"]);
});

it("tries again to meet a server that did not let itself be met", async () => {
  const { client, connection, names } = connected();
  const first = connection.send("r", ["ONE"]);
  (await client.next()).fail(new Error("LOADING"));
  await expect(first).rejects.toThrow("LOADING");
  void connection.send("r", ["TWO"]);
  await client.next();
  expect(names()).toEqual(["MEET r", "MEET r"]);
});

it("meets the server again for a registry that was forgotten", async () => {
  const { client, connection, names } = connected();
  void connection.send("r", ["ONE"]);
  (await client.next()).answer("met");
  await client.next();
  connection.forget("r");
  void connection.send("r", ["TWO"]);
  await client.next();
  expect(names()).toEqual(["MEET r", "ONE", "MEET r"]);
});

it("meets a server again that has become a replica, before it is read from", async () => {
  const { client, connection, names } = connected();
  const change = connection.send("r", ["CHANGE"]);
  (await client.next()).answer("met");
  (await client.next()).fail(new Error("READONLY You can't write against a read only replica."));
  await expect(change).rejects.toThrow("READONLY");
  void connection.send("r", ["READ"]);
  await client.next();
  expect(names()).toEqual(["MEET r", "CHANGE", "MEET r"]);
});

it("follows its source to another client, and meets the server there", async () => {
  const [old, next] = [createHeldClient(), createHeldClient()];
  let current = old;
  const connection = new RedisConnection(() => current, meet);
  const first = connection.send("r", ["ONE"]);
  (await old.next()).answer("met");
  const command = await old.next();
  current = next;
  old.emit("end");
  void connection.send("r", ["TWO"]);
  expect((await next.next()).command).toEqual(["MEET", "r"]);
  expect([old.listeners(), next.listeners()]).toEqual([0, 5]);
  command.answer("late");
  await expect(first).rejects.toThrow(/replaced/);
});

it("listens once, however often it fails, and no longer once it is closed", async () => {
  const { client, connection } = connected();
  for (let round = 0; round < 20; round++) {
    const sent = connection.send("r", ["ONE"]);
    (await client.next()).fail(new Error("offline"));
    await expect(sent).rejects.toThrow("offline");
    client.emit("error");
  }
  expect(client.listeners()).toBe(5);
  connection.close();
  expect(client.listeners()).toBe(0);
  await expect(connection.send("r", ["ONE"])).rejects.toThrow(/closed/);
  expect(client.listeners()).toBe(0);
});
