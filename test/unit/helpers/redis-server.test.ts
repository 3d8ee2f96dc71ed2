import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { hasRedis, type RedisServerOptions, startRedis } from "../../helpers/redis-server.ts";

const started = async (options?: RedisServerOptions) => {
  const server = await startRedis(options);
  onTestFinished(() => server.kill());
  return server;
};

describe.skipIf(!hasRedis)("a redis-server of the tests", () => {
  it("is empty after a restart", async () => {
    const server = await started();
    await server.command("SET", "key", "value");
    await server.kill();
    await server.start();
    expect(await server.command("GET", "key")).toBeNull();
  });

  it("keeps every command through a kill with an append-only file", async () => {
    const server = await started({ persistence: "aof" });
    await server.command("SET", "key", "value");
    await server.kill();
    await server.start();
    expect(await server.command("GET", "key")).toBe("value");
    await server.start({ data: "empty" });
    expect(await server.command("GET", "key")).toBeNull();
  });

  it("saves at an orderly end, and loses what came since at another", async () => {
    const server = await started({ persistence: "rdb" });
    await server.command("SET", "key", "saved");
    await server.stop();
    await server.start();
    await server.command("SET", "key", "lost");
    await server.kill();
    await server.start();
    expect(await server.command("GET", "key")).toBe("saved");
  });

  it.each(["none", "aof", "rdb"] as const)(
    "goes back to a snapshot with %s",
    async (persistence) => {
      const server = await started({ persistence });
      await server.command("SET", "key", "old");
      const snapshot = await server.snapshot();
      await server.command("SET", "key", "new");
      await server.start({ data: snapshot });
      expect(await server.command("GET", "key")).toBe("old");
      await server.command("SET", "later", "kept");
      await server.kill();
      await server.start();
      const kept = { none: [null, null], aof: ["old", "kept"], rdb: ["old", null] }[persistence];
      expect(await server.command("MGET", "key", "later")).toEqual(kept);
    },
  );

  it("copies another server, and can be promoted", async () => {
    const master = await started();
    await master.command("SET", "key", "value");
    const replica = await started({ replicaOf: master });
    await master.kill();
    await replica.command("REPLICAOF", "NO", "ONE");
    await replica.command("SET", "key", "newer");
    expect(await replica.command("GET", "key")).toBe("newer");
  });

  it("throws out what does not fit", async () => {
    const server = await started({ maxmemory: "2mb", maxmemoryPolicy: "allkeys-random" });
    for (let index = 0; index < 40; index++) {
      await server.command("SET", `key-${index}`, "x".repeat(100_000));
    }
    expect(Number(await server.command("DBSIZE"))).toBeLessThan(40);
  });

  it("ends with its folder when the test process is killed", async () => {
    const script = fileURLToPath(new URL("./redis-holder.ts", import.meta.url));
    const holder = spawn(process.execPath, ["--import", "tsx", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(holder.stdout, "data")) as [Buffer];
    const { port, folder } = JSON.parse(line.toString()) as { port: number; folder: string };
    expect([await isListening(port), existsSync(folder)]).toEqual([true, true]);
    holder.kill("SIGKILL");
    await expect
      .poll(async () => [await isListening(port), existsSync(folder)])
      .toEqual([false, false]);
  });
});

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => socket.end(() => resolve(true)));
    socket.once("error", () => resolve(false));
  });
}
