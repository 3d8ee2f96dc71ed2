import { expect, it } from "vitest";
import { givingUpOnSilence } from "../../../../src/stores/redis/silence.ts";
import { createHeldClient } from "../../../helpers/held-redis-client.ts";

function guarded() {
  const held = createHeldClient();
  const state = { now: 0, reconnects: 0 };
  const client = givingUpOnSilence(
    held,
    1_000,
    () => {
      state.reconnects += 1;
    },
    () => state.now,
  );
  const at = (now: number) => {
    state.now = now;
    return client.sendCommand(["GET", "a"]);
  };
  return { held, state, at };
}

it("gives up on a server that answers nothing while commands keep coming", () => {
  const { state, at } = guarded();
  for (let now = 0; now <= 1_000; now += 100) void at(now);
  expect(state.reconnects).toBe(0);
  void at(1_100);
  expect(state.reconnects).toBe(1);
});

it("is patient with a server that is slow but answers", async () => {
  const { held, state, at } = guarded();
  let oldest = at(0);
  for (let now = 900; now <= 5_000; now += 900) {
    const next = at(now);
    (await held.next()).answer("a");
    await oldest;
    oldest = next;
  }
  expect(state.reconnects).toBe(0);
});

it("does not count the time in which nothing was asked", async () => {
  const { held, state, at } = guarded();
  const reply = at(0);
  (await held.next()).fail(new Error("WRONGTYPE"));
  await expect(reply).rejects.toThrow("WRONGTYPE");
  void at(60_000);
  void at(60_900);
  expect(state.reconnects).toBe(0);
});
