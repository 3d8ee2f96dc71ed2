import { runInFrame } from "./cache/frame.ts";
import { hearLandedSteps } from "./cache/landed-steps.ts";
import type { TagStates } from "./cache/tag-states.ts";
import { VersionWatch } from "./cache/version-watch.ts";
import type { VersionNews } from "./cache/version-watcher.ts";
import { StoreError } from "./errors.ts";
import type { InvalidationTarget } from "./invalidation/targets.ts";
import type { Parts } from "./parts.ts";
import { statesOf, tagsBehind } from "./version-of.ts";

/** What else somebody who watches wants to know. */
export interface WatchOptions {
  /** The version that was told last, by whatever process: where it still is, `changed` is `false`. */
  readonly known?: string;
  /** Told after each look that has found nothing new: what was told last holds as of its sending. */
  readonly onSame?: () => void;
  /** Told once, instead of anything further, when the client is closed. */
  readonly onClose?: () => void;
}

interface Watching {
  readonly stop: () => void;
  readonly onClose: () => void;
}

/** Tells of changes, whichever process makes them. Does nothing while nobody watches. */
export class Watch {
  readonly #parts: Parts;
  readonly #maxStalenessMs: number;
  readonly #versions: VersionWatch;
  readonly #watching = new Set<Watching>();
  #stops: readonly (() => void)[] = [];
  #stopMessages: (() => void) | undefined;
  #isClosed = false;
  #wasReported = false;

  constructor(parts: Parts, maxStalenessMs = 0) {
    this.#parts = parts;
    this.#maxStalenessMs = maxStalenessMs;
    this.#versions = new VersionWatch({
      clock: parts.reads.clock,
      read: (tags) => this.#read(tags),
      onError: (error) => this.#report(error),
    });
  }

  /** @throws ConfigurationError for a target that names nothing */
  add(
    targets: InvalidationTarget | readonly InvalidationTarget[],
    listener: (news: VersionNews) => void,
    { known, onSame, onClose }: WatchOptions = {},
  ): () => void {
    const all = Array.isArray(targets) ? targets : [targets];
    const tags = () => new Set(all.flatMap((target) => [...tagsBehind(this.#parts, target)]));
    tags();
    if (this.#isClosed) {
      this.#call(() => onClose?.());
      return () => undefined;
    }
    if (this.#watching.size === 0) this.#begin();
    const stop = this.#versions.add({
      tags,
      known,
      maxStalenessMs: this.#maxStalenessMs,
      isUnsure: (those) => this.#parts.registry.awaitsAny(those),
      hearer: {
        hear: (news) => this.#call(() => listener(news)),
        same: () => this.#call(() => onSame?.()),
      },
    });
    const watching = { stop, onClose: () => this.#call(() => onClose?.()) };
    this.#watching.add(watching);
    return () => this.#end(watching);
  }

  #end(watching: Watching): void {
    watching.stop();
    if (this.#watching.delete(watching) && this.#watching.size === 0) this.#rest();
  }

  // Whoever is told is nobody's dependency, and what one throws is no concern of the others.
  #call(tell: () => void): void {
    try {
      runInFrame(undefined, tell);
    } catch (error) {
      this.#parts.receiver.warn("A listener threw.", error);
    }
  }

  #begin(): void {
    const { events, registry } = this.#parts;
    this.#stops = [
      hearLandedSteps(registry.store, (keys) => this.#heed(keys)),
      events.on("invalidated", ({ cause, coherence, tags }) => {
        if (coherence === "deferred") this.#versions.lose(new Set(tags));
        // Only now it counts no longer as unknown to the store.
        else if (cause === "repeated") this.#versions.look();
      }),
      events.on("store-breaker", ({ state }) => {
        if (state === "closed") this.#versions.look();
      }),
    ];
    this.#hearMessages();
  }

  // Again with each look: to begin to listen also mends a subscription that is gone for good.
  #hearMessages(): void {
    const before = this.#stopMessages;
    const { generations } = this.#parts.registry.store;
    this.#stopMessages = generations?.listen(`${this.#parts.registry.prefix}all`, (news) => {
      if (news.kind === "message") this.#heed(news.recordKeys);
    });
    before?.();
  }

  #heed(recordKeys: readonly string[]): void {
    const { prefix } = this.#parts.registry;
    const concerns = recordKeys.some(
      (key) => key.startsWith(prefix) && this.#versions.concerns(key.slice(prefix.length)),
    );
    if (concerns) this.#versions.look();
  }

  async #read(tags: ReadonlySet<string>): Promise<TagStates> {
    this.#hearMessages();
    const states = await statesOf(this.#parts, tags);
    this.#wasReported = false;
    return states;
  }

  #report(error: unknown): void {
    if (error instanceof StoreError) this.#parts.storeFailed(error);
    else if (!this.#wasReported) {
      // It lasts until somebody mends it, and each look would say it again.
      this.#wasReported = true;
      this.#parts.receiver.warn("Changes cannot be told.", error);
    }
  }

  #rest(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#stopMessages?.();
    this.#stopMessages = undefined;
  }

  close(): void {
    this.#isClosed = true;
    const all = [...this.#watching];
    this.#watching.clear();
    for (const { stop } of all) stop();
    this.#rest();
    for (const { onClose } of all) onClose();
  }
}
