import { type AddressInfo, connect, createServer } from "node:net";
import { type Clock, systemClock } from "../../src/clock.ts";
import { type Line, type LineFaults, openLine, type Way } from "./tcp-line.ts";

/** A line to a server that goes wrong when it is told to. */
export interface TcpProxy {
  readonly port: number;
  /** Connections that are open now. */
  readonly connections: number;
  /** Lets nobody in any more; open connections go on. */
  refuse(): Promise<void>;
  admit(): Promise<void>;
  /** Breaks all connections; what was under way on them is gone. */
  cut(): void;
  /** Lets so many bytes of replies pass, then breaks the connection that they came on. */
  cutReplyAfter(bytes: number): void;
  /**
   * Nothing arrives that way any more, the end of a connection neither. It is as if packets were lost,
   * so `release` brings them late, and `cut` never.
   */
  hold(...ways: readonly Way[]): void;
  /** The same for one of the open connections, by the order in which they were opened. */
  holdOne(connection: number, ...ways: readonly Way[]): void;
  release(): void;
  /** Everything takes so many milliseconds longer, each way. */
  delay(ms: number): void;
  /** Ends every fault. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

/** Puts a proxy in front of a port on this machine. */
export async function startTcpProxy(
  targetPort: number,
  clock: Pick<Clock, "setTimeout"> = systemClock,
): Promise<TcpProxy> {
  const faults: LineFaults = {
    held: new Set(),
    delayMs: 0,
    replyBytesLeft: Number.POSITIVE_INFINITY,
  };
  const lines = new Set<Line>();
  const server = createServer((client) => {
    const line = openLine(client, connect(targetPort, "127.0.0.1"), faults, clock);
    lines.add(line);
    client.once("close", () => lines.delete(line));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", reject);
        resolve();
      });
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const line of lines) line.destroy();
    lines.clear();
  };
  const release = () => {
    faults.held.clear();
    for (const { held, lanes } of lines) {
      held.clear();
      for (const lane of lanes) lane.flush();
    }
  };
  const admit = async () => {
    if (!server.listening) await listen(port);
  };
  const proxy: TcpProxy = {
    port,
    get connections() {
      return lines.size;
    },
    // Its callback waits for open connections; that nobody is let in is true at once.
    refuse: async () => void server.close(),
    admit,
    cut,
    cutReplyAfter: (bytes) => {
      faults.replyBytesLeft = bytes;
    },
    hold: (...ways) => {
      for (const way of ways) faults.held.add(way);
    },
    holdOne: (connection, ...ways) => {
      for (const way of ways) [...lines][connection]?.held.add(way);
    },
    release,
    delay: (ms) => {
      faults.delayMs = ms;
    },
    heal: async () => {
      faults.delayMs = 0;
      faults.replyBytesLeft = Number.POSITIVE_INFINITY;
      release();
      await admit();
    },
    close: async () => {
      server.close();
      cut();
    },
  };
  return proxy;
}
