import { describe, expect, it, onTestFinished } from "vitest";
import { startRedisSentinel } from "../../helpers/redis-sentinel.ts";
import { hasRedis, startRedis } from "../../helpers/redis-server.ts";

describe.skipIf(!hasRedis)("a sentinel of the tests", () => {
  it("promotes the replica of a master that is lost", { timeout: 30_000 }, async () => {
    const master = await startRedis();
    const replica = await startRedis({ replicaOf: master });
    const sentinel = await startRedisSentinel(master);
    onTestFinished(async () => {
      await Promise.all([sentinel, replica, master].map((server) => server.kill()));
    });
    expect(await sentinel.masterPort()).toBe(master.port);
    await master.kill();
    await expect.poll(() => sentinel.masterPort(), { timeout: 20_000 }).toBe(replica.port);
    await expect
      .poll(async () => String(await replica.command("INFO", "replication")))
      .toContain("role:master");
  });
});
