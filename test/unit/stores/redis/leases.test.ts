import { expect, it } from "vitest";
import { hashTagOf, keySlot } from "../../../../src/stores/redis/key-slot.ts";
import { RedisLeases } from "../../../../src/stores/redis/leases.ts";
import type { RedisTransport } from "../../../../src/stores/redis/transport.ts";

async function keyOfLease(entryKey: string, keyPrefix = ""): Promise<string> {
  const keys: string[] = [];
  const toEntry: RedisTransport["toEntry"] = async (key) => void keys.push(key);
  const leases = new RedisLeases({ toEntry } as RedisTransport, keyPrefix);
  await leases.isTaken({ entryKey, stamp: "{stamp}", holder: "h" });
  return keys[0] ?? "";
}

it.each(['calcom:entry:n:u:p:slots:["a"]', 'calcom:entry:n:u:p:layer:[{"a":1}]', "x{y"])(
  "keeps the lease of an entry in the entry's slot: %s",
  async (entryKey) => {
    expect(keySlot(await keyOfLease(entryKey))).toBe(keySlot(entryKey));
    expect(keySlot(await keyOfLease(entryKey, "app:"))).toBe(keySlot(`app:${entryKey}`));
  },
);

it("gives leases of other entries and other versions other keys", async () => {
  expect(await keyOfLease("a")).not.toBe(await keyOfLease("b"));
  expect(await keyOfLease("a")).toContain("{stamp}");
});

it.each([
  ["in one command", "calcom:entry:n:u:p:slots:[1]", 1],
  ["one after the other where a cluster cannot keep both together", "calcom:entry:n:u:p:l:[{}]", 2],
])("stores an entry and lets go %s", async (_how, entryKey, commands) => {
  const sent: (readonly string[])[] = [];
  const toEntry: RedisTransport["toEntry"] = async (_key, command) => {
    if (command[0] !== "SCRIPT") sent.push(command);
    return "sha";
  };
  const leases = new RedisLeases({ toEntry } as RedisTransport, "");
  await leases.write({ entryKey, stamp: "s", holder: "h" }, entryKey, "text", "1");
  expect(sent.length).toBe(commands);
  for (const [name = "", ...args] of sent) {
    const keys = name === "EVALSHA" ? args.slice(2, 2 + Number(args[1])) : [args[0] ?? ""];
    expect(new Set(keys.map(hashTagOf)).size).toBe(1);
  }
});
