import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";

/** Whether this machine has a `redis-server`; CI sets `CI` and then it must. */
export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

if (!hasRedis) process.stderr.write("No redis-server here: suites that need one are skipped.\n");

/** A real Redis of the test's own, on a free port, without persistence. */
export interface RedisServer {
  readonly url: string;
  freeze(): void;
  thaw(): void;
  kill(): Promise<void>;
  /** Starts again on the same port, empty. */
  start(): Promise<void>;
}

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async () => {
    const args = ["--port", String(port), "--save", "", "--appendonly", "no"];
    const server = spawn("redis-server", [...args, "--bind", "127.0.0.1"]);
    child = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.once("exit", () => reject(new Error("redis-server ended while starting")));
      server.stdout.on("data", (chunk: Buffer) => {
        if (chunk.toString().includes("Ready to accept connections")) resolve();
      });
    });
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    kill: async () => {
      const server = child;
      if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
      server.kill("SIGKILL");
      await ended;
    },
    start,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === "object" && address !== null ? address.port : 0),
      );
    });
  });
}
