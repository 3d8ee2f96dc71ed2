import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { ConfigurationError } from "calcom-coherent";

/** The Redis that all desks share. */
export interface Redis {
  readonly url: string;
  /** Kills it and starts it again, empty; `undefined` for one that is not ours to kill. */
  readonly crash: { kill(): Promise<void>; start(): Promise<void> } | undefined;
  close(): Promise<void>;
}

/** The one that `REDIS_URL` names, else one of its own on a free port. */
export async function openRedis(url: string | undefined): Promise<Redis> {
  if (url !== undefined && url !== "") {
    return { url, crash: undefined, close: async () => undefined };
  }
  const port = await freePort();
  let server: ChildProcess | undefined;
  const start = async () => {
    server = await started(port);
  };
  const kill = async () => {
    const ended = new Promise((resolve) => server?.once("exit", resolve));
    if (server?.kill("SIGKILL")) await ended;
    server = undefined;
  };
  await start();
  return { url: `redis://127.0.0.1:${port}`, crash: { kill, start }, close: kill };
}

function started(port: number): Promise<ChildProcess> {
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", ""];
  const server = spawn("redis-server", options, { stdio: ["ignore", "pipe", "ignore"] });
  return new Promise((resolve, reject) => {
    const failed = (cause?: unknown) =>
      reject(
        new ConfigurationError(
          "Redis did not start. Install redis-server, or name a running one by REDIS_URL.",
          { cause },
        ),
      );
    server.once("error", failed);
    server.once("exit", () => failed());
    server.stdout.on("data", (text: Buffer) => {
      if (text.includes("Ready to accept connections")) resolve(server);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
