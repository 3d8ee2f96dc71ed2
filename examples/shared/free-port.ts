import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A port that nobody has; the demo has to know it before the application listens there.
 *
 * @param wanted the one it has to be. @default any
 * @throws Error of code `EADDRINUSE` where somebody has the one that is wanted
 */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer().listen(wanted, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No port can be had.");
  return address.port;
}
