import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { type Clock, systemClock } from "../../src/clock.ts";

/** From who connects to the server, or back. */
export type Way = "requests" | "replies";

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

interface Faults {
  /** On all connections, those that are yet to come included. */
  readonly held: Set<Way>;
  delayMs: number;
  replyBytesLeft: number;
}

/** One way of one connection: keeps the order, whatever is held or late. */
interface Lane {
  push(item: Buffer | "end"): void;
  flush(): void;
}

interface Line {
  /** On this connection alone. */
  readonly held: Set<Way>;
  readonly lanes: readonly Lane[];
  destroy(): void;
}

/** Puts a proxy in front of a port on this machine. */
export async function startTcpProxy(
  targetPort: number,
  clock: Pick<Clock, "setTimeout"> = systemClock,
): Promise<TcpProxy> {
  const faults: Faults = { held: new Set(), delayMs: 0, replyBytesLeft: Number.POSITIVE_INFINITY };
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

function openLine(
  client: Socket,
  upstream: Socket,
  faults: Faults,
  clock: Pick<Clock, "setTimeout">,
): Line {
  const destroy = () => {
    client.resetAndDestroy();
    upstream.resetAndDestroy();
  };
  const deliverReply = (bytes: Buffer) => {
    const left = faults.replyBytesLeft;
    if (bytes.length < left) {
      faults.replyBytesLeft -= bytes.length;
      client.write(bytes);
      return;
    }
    faults.replyBytesLeft = Number.POSITIVE_INFINITY;
    // Not reset: then what was written might be lost as well.
    client.end(bytes.subarray(0, left));
    upstream.resetAndDestroy();
  };
  const held = new Set<Way>();
  const isHeld = (way: Way) => held.has(way) || faults.held.has(way);
  const requests = openLane(
    () => isHeld("requests"),
    faults,
    clock,
    (item) => {
      if (item === "end") upstream.destroy();
      else upstream.write(item);
    },
  );
  const replies = openLane(
    () => isHeld("replies"),
    faults,
    clock,
    (item) => {
      if (item === "end") client.destroy();
      else deliverReply(item);
    },
  );
  for (const [socket, lane] of [
    [client, requests],
    [upstream, replies],
  ] as const) {
    socket.setNoDelay(true);
    socket.on("data", (bytes: Buffer) => lane.push(bytes));
    // What follows an error is "close", and that is passed on.
    socket.on("error", () => undefined);
    socket.once("close", () => lane.push("end"));
  }
  return { held, lanes: [requests, replies], destroy };
}

function openLane(
  isHeld: () => boolean,
  faults: Pick<Faults, "delayMs">,
  clock: Pick<Clock, "setTimeout">,
  deliver: (item: Buffer | "end") => void,
): Lane {
  const queue: { readonly item: Buffer | "end"; isDue: boolean }[] = [];
  const flush = () => {
    while (queue[0]?.isDue === true && !isHeld()) {
      const next = queue.shift();
      if (next !== undefined) deliver(next.item);
    }
  };
  return {
    push(item) {
      const entry = { item, isDue: faults.delayMs === 0 };
      queue.push(entry);
      if (entry.isDue) return flush();
      clock.setTimeout(() => {
        entry.isDue = true;
        flush();
      }, faults.delayMs);
    },
    flush,
  };
}
