import { createServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface HttpApp {
  readonly server: Server;
  readonly port: number;
  readonly url: string;
}

/** A real HTTP server for one test. */
export async function listen(app: RequestListener, options: ServerOptions = {}): Promise<HttpApp> {
  const server = createServer(options, app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { server, port, url: `http://127.0.0.1:${port}/hook` };
}

/** The raw head of a POST to `/hook`. */
export const headOf = (...headers: readonly string[]) =>
  [...["POST /hook HTTP/1.1", "host: app.example"], ...headers, "", ""].join("\r\n");

/** A connection on which a test says byte by byte what is sent. */
export async function openLine(port: number) {
  const socket = connect(port, "127.0.0.1");
  await new Promise((resolve) => socket.once("connect", resolve));
  // What is sent on follows when it follows: nothing is gathered to larger packets.
  socket.setNoDelay(true);
  // The other side may break it off while something is on its way.
  socket.on("error", () => undefined);
  onTestFinished(() => {
    socket.destroy();
  });
  let heard = "";
  socket.on("data", (chunk) => {
    heard += chunk.toString("latin1");
  });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  return {
    socket,
    closed,
    heard: () => heard,
    /** Sends, and waits until it has left. */
    send: (bytes: string | Uint8Array) =>
      new Promise<void>((resolve) => socket.write(bytes, () => resolve())),
    /** The status line's code, once there is one. */
    status: () => untilAnswered(socket, () => /^HTTP\/1\.1 (?!1)(\d+)/m.exec(heard)?.[1]),
  };
}

function untilAnswered(socket: Socket, find: () => string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = find();
      if (found !== undefined) resolve(Number(found));
    };
    socket.on("data", look);
    socket.once("close", () => reject(new Error("The connection ended without an answer.")));
    look();
  });
}
