import { type VersionNews, VersionWatch } from "./cache/version-watch.ts";
import type { InvalidationTarget } from "./invalidation/targets.ts";
import type { Parts } from "./parts.ts";
import { statesOf, tagsBehind } from "./version-of.ts";

/** Tells of changes, whichever process makes them. */
export class Watch {
  readonly #parts: Parts;
  readonly #versions: VersionWatch;
  readonly #stops: (() => void)[];

  constructor(parts: Parts) {
    const { clock } = parts.reads;
    const { registry, events } = parts;
    this.#parts = parts;
    this.#versions = new VersionWatch({
      clock,
      read: (tags) => statesOf(parts, tags),
      onError: parts.storeFailed,
    });
    const heard = registry.store.generations?.listen(`${registry.prefix}all`, () =>
      this.#versions.look(),
    );
    const stop = events.on("invalidated", ({ coherence }) => {
      if (coherence === "confirmed") this.#versions.look();
      else this.#versions.lose();
    });
    this.#stops = [stop, ...(heard === undefined ? [] : [heard])];
  }

  /** @throws ConfigurationError for a target that names nothing */
  add(
    targets: InvalidationTarget | readonly InvalidationTarget[],
    listener: (news: VersionNews) => void,
  ): () => void {
    const all = Array.isArray(targets) ? targets : [targets];
    const tags = () => new Set(all.flatMap((target) => [...tagsBehind(this.#parts, target)]));
    tags();
    return this.#versions.add(tags, listener);
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#versions.close();
  }
}
