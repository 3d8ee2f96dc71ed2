import type { Socket } from "node:net";
import type { Clock } from "../../src/clock.ts";

/** From who connects to the server, or back. */
export type Way = "requests" | "replies";

/** What goes wrong on all lines of a proxy. */
export interface LineFaults {
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

/** A connection to the proxy, and the one that goes on from it. */
export interface Line {
  /** On this connection alone. */
  readonly held: Set<Way>;
  readonly lanes: readonly Lane[];
  destroy(): void;
}

export function openLine(
  client: Socket,
  upstream: Socket,
  faults: LineFaults,
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
  faults: Pick<LineFaults, "delayMs">,
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
