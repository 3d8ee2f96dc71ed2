import type { CacheStore } from "../../src/index.ts";
import { memoryStore } from "../../src/index.ts";
import type { VirtualClock } from "../../src/testing/virtual-clock.ts";
import { deferred } from "./deferred.ts";
import { withLeases } from "./with-leases.ts";

type Command = "read" | "ensure" | "apply" | "write" | "take" | "isTaken" | "release";

/** One process's way to the server. */
export interface LeasingLink {
  readonly store: CacheStore;
  readonly sent: Command[];
  /** `silent`: nothing is answered; `dead`: the process itself is gone. */
  mode: "up" | "silent" | "refusing" | "dead";
  /** Holds the answer of the next command of a kind back; it is carried out when it comes. */
  delay(command: Command): { readonly carriedOut: Promise<void>; release(): void };
}

/** A store that several processes share, with leases, over virtual time. */
export function createLeasingServer(clock: VirtualClock) {
  const shared = withLeases(memoryStore({ clock }), clock);

  function connect(): LeasingLink {
    const delays = new Map<Command, { carriedOut: () => void; released: Promise<void> }>();
    const send = async <T>(command: Command, run: () => T | Promise<T>): Promise<T> => {
      link.sent.push(command);
      await undefined;
      if (link.mode === "refusing") throw new Error("connection refused");
      if (link.mode !== "up") return new Promise<never>(() => undefined);
      const answer = await run();
      const delay = delays.get(command);
      delays.delete(command);
      delay?.carriedOut();
      await delay?.released;
      // The process may have died meanwhile.
      return link.mode === "up" ? answer : new Promise<never>(() => undefined);
    };
    const link: LeasingLink = {
      mode: "up",
      sent: [],
      delay(command) {
        const carriedOut = deferred();
        const released = deferred();
        delays.set(command, { carriedOut: carriedOut.resolve, released: released.promise });
        return { carriedOut: carriedOut.promise, release: released.resolve };
      },
      store: {
        name: "leasing",
        read: (entryKey, keys) => send("read", () => shared.read(entryKey, keys)),
        ensure: (keys, version) => send("ensure", () => shared.ensure(keys, version)),
        apply: (steps) => send("apply", () => shared.apply(steps)),
        write: (key, entry, ttlMs, lease) =>
          send("write", () => shared.write(key, entry, ttlMs, lease)),
        close: () => undefined,
        leases: {
          take: (lease, durationMs) => send("take", () => shared.leases.take(lease, durationMs)),
          isTaken: (lease) => send("isTaken", () => shared.leases.isTaken(lease)),
          release: (lease) => send("release", () => shared.leases.release(lease)),
        },
      },
    };
    return link;
  }

  return {
    connect,
    /** How many leases are held. */
    get held() {
      return shared.held;
    },
  };
}
