import { expect, it } from "vitest";
import { endClient } from "../../../../src/stores/redis/end-client.ts";
import { createHeldSubscriber } from "../../../helpers/held-redis-subscriber.ts";

it("ends a connection that is there", async () => {
  const client = createHeldSubscriber();
  client.connecting.resolve("connected");
  await client.connect();
  endClient(client);
  expect(client.isOpen).toBe(false);
});

it("lets a client that connects do so first, for it would keep the connection", async () => {
  const client = createHeldSubscriber();
  const connected = client.connect();
  endClient(client);
  expect(client.isOpen).toBe(true);
  client.connecting.resolve("connected");
  await connected;
  expect(client.isOpen).toBe(false);
});

it("has nothing to end that was never opened, or has given up", async () => {
  const client = createHeldSubscriber();
  client.on("error", () => undefined);
  endClient(client);
  client.connecting.resolve("refused");
  await expect(client.connect()).rejects.toThrow("refused");
  endClient(client);
  expect(client.isOpen).toBe(false);
});
