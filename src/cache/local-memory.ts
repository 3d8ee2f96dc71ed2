import type { Clock } from "../clock.ts";
import type { CacheStore, Generations, StepNews, StoredEntry } from "../stores/contract.ts";
import { GenerationWatch, type Verification } from "./generation-watch.ts";
import { LocalValues } from "./local-values.ts";
import { TrustedVersions } from "./trusted-versions.ts";

/** Whose memory it is. */
export interface MemoryOwner {
  readonly store: CacheStore;
  readonly keyPrefix: string;
  readonly rootKey: string;
  readonly clock: Clock;
}

const memories = new WeakMap<CacheStore, Set<LocalMemory>>();

/** Answers and versions of one registry in this process's own memory. */
export class LocalMemory {
  readonly owner: MemoryOwner;
  readonly values = new LocalValues();
  readonly versions = new TrustedVersions();
  readonly #watch: GenerationWatch;
  #clients = 0;
  #stopListening: (() => void) | undefined;

  private constructor(owner: MemoryOwner) {
    this.owner = owner;
    this.#watch = new GenerationWatch(owner.clock, () => this.versions.forgetAll());
  }

  /** The one that all clients over the same store object share, until each of them has left. */
  static join(owner: MemoryOwner): LocalMemory {
    const all = memories.get(owner.store) ?? new Set();
    memories.set(owner.store, all);
    const known = [...all].find((memory) => memory.#isOf(owner));
    const memory = known ?? new LocalMemory(owner);
    all.add(memory);
    memory.#clients += 1;
    return memory;
  }

  #isOf({ rootKey, clock }: MemoryOwner): boolean {
    return this.owner.rootKey === rootKey && this.owner.clock === clock;
  }

  leave(): void {
    this.#clients -= 1;
    if (this.#clients > 0) return;
    memories.get(this.owner.store)?.delete(this);
    this.#stopListening?.();
  }

  /**
   * An answer whose versions are known to have been current within the bound. By the way it sees to it
   * that this will still be known when it is asked for again.
   */
  recall(entryKey: string, verification: Verification): StoredEntry | undefined {
    const stalenessMs = this.#watch.stalenessMs();
    const { maxStalenessMs } = verification;
    if (stalenessMs >= maxStalenessMs / 2) this.#watch.verify(verification);
    if (!(stalenessMs < maxStalenessMs)) return undefined;
    const value = this.values.get(entryKey);
    if (value === undefined) return undefined;
    if (value.currentAt === this.versions.revision) return value.entry;
    if (!this.versions.show(value.entry.versions, this.owner.keyPrefix)) return undefined;
    value.currentAt = this.versions.revision;
    return value.entry;
  }

  /** The registry's generation; from the first time on this process listens to what changes it. */
  readGeneration(): Promise<string> {
    const { store, rootKey } = this.owner;
    const generations = store.generations as Generations;
    this.#stopListening ??= generations.listen(rootKey, (news) => this.#hear(news));
    return generations.read(rootKey);
  }

  #hear(news: StepNews): void {
    this.versions.forget(news.recordKeys);
    if (news.kind === "message") this.#watch.follow(news.previous, news.next);
  }
}
