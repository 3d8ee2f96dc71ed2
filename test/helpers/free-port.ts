import { createServer } from "node:net";

const FIRST = 12_000;
const LAST = 30_000;

/**
 * A port that nobody listens on. Below those the system gives to outgoing connections: a client
 * that reconnects to a dead server of this machine could otherwise be given that very port, and
 * be connected to itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
