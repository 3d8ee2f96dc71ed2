import { expect, it } from "vitest";
import { Unanswered } from "../../../../src/stores/redis/unanswered.ts";

function watched() {
  const clock = { now: 0 };
  const silent: string[] = [];
  const unanswered = new Unanswered(
    (key) => silent.push(key),
    () => clock.now,
  );
  const sendAt = (now: number, key: string, reply: Promise<unknown>) => {
    clock.now = now;
    return unanswered.watch(key, () => reply);
  };
  return { silent, sendAt };
}

const never = new Promise<never>(() => undefined);

it("says whose command has no answer for long, when the next one is sent", () => {
  const { silent, sendAt } = watched();
  void sendAt(0, "silent", never);
  void sendAt(1_000, "another", never);
  expect(silent).toEqual([]);
  void sendAt(1_001, "last", never);
  expect(silent).toEqual(["silent"]);
});

it("says nothing of commands that were answered, or failed", async () => {
  const { silent, sendAt } = watched();
  expect(await sendAt(0, "answered", Promise.resolve("reply"))).toBe("reply");
  await expect(sendAt(0, "failed", Promise.reject(new Error("away")))).rejects.toThrow("away");
  void sendAt(5_000, "later", never);
  expect(silent).toEqual([]);
});
