import type { VersionNews } from "../../src/index.ts";
import type { ChangesSource } from "../../src/slots-http/index.ts";
import { createVirtualClock } from "../../src/testing/virtual-clock.ts";

interface Listener {
  readonly hear: (news: VersionNews) => void;
  readonly onSame: () => void;
  readonly onClose: () => void;
}

/** A client as streams of changes see it, whose news the test makes up. */
export function createTeller() {
  const clock = createVirtualClock();
  const listeners = new Set<Listener>();
  const targets: unknown[] = [];
  const knowns: (string | undefined)[] = [];
  const counts = { stops: 0 };
  let isClosed = false;
  const source: ChangesSource = {
    webhookTools: { clock, warn: () => undefined } as ChangesSource["webhookTools"] & object,
    watch(watched, hear, { known, onSame, onClose }) {
      if (isClosed) {
        onClose();
        return () => undefined;
      }
      const listener = { hear, onSame, onClose };
      targets.push(watched);
      knowns.push(known);
      listeners.add(listener);
      return () => {
        counts.stops += 1;
        listeners.delete(listener);
      };
    },
  };
  return {
    source,
    clock,
    targets,
    knowns,
    counts,
    get watchers() {
      return listeners.size;
    },
    tell(version: string | undefined, changed = version !== undefined) {
      for (const { hear } of [...listeners]) hear({ version, changed });
    },
    /** Looks that find nothing new, every two seconds. */
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= 2_000) {
        await clock.advance(Math.min(left, 2_000));
        for (const { onSame } of [...listeners]) onSame();
      }
      await clock.advance(0);
    },
    close() {
      isClosed = true;
      for (const { onClose } of [...listeners]) onClose();
    },
  };
}
