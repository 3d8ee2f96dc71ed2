import type { TagChange, VersionRegistry } from "../cache/version-registry.ts";
import type { Coherence } from "../errors.ts";
import type { EventHub } from "../events.ts";
import { randomToken } from "../tokens.ts";
import type { Change } from "./changes.ts";
import { type RuleContext, tagsOf } from "./rules.ts";
import type { Tag } from "./tags.ts";

/** How long Cal.com may go on answering with the old state. */
export interface SettleMs {
  readonly write: number;
  readonly webhook: number;
}

/** For how long after a cancel another receiver may still hold Cal.com's commit up. */
const CAUTION_MS = 5 * 60_000;

/** Tags marked for a write under way. */
export interface Fence {
  readonly id: string;
  readonly tags: ReadonlySet<Tag>;
  /** `false`: the store did not confirm it; this process alone holds it. */
  readonly confirmed: boolean;
  /** Milliseconds the fence lasts without being released. */
  readonly durationMs: number;
  /** Ends what this process holds on its own. */
  release(): void;
}

/** Turns changes into bumps, fences and settling: the one place that decides. */
export class Invalidator {
  readonly #registry: VersionRegistry;
  readonly #context: RuleContext;
  readonly #settleMs: SettleMs;
  readonly #events: EventHub;

  constructor(options: {
    registry: VersionRegistry;
    context: RuleContext;
    settleMs: SettleMs;
    events: EventHub;
  }) {
    this.#registry = options.registry;
    this.#context = options.context;
    this.#settleMs = options.settleMs;
    this.#events = options.events;
  }

  /** Marks what a write may touch, before it is sent; rejects only when told to be strict. */
  async fence(change: Change, durationMs: number, strict: boolean): Promise<Fence> {
    const tags = tagsOf(change, this.#context);
    const id = randomToken();
    const held = this.#registry.hold([...tags]);
    const fence = { id, tags, durationMs, release: held };
    const marks = [{ id, kind: "fence" as const, durationMs }];
    try {
      await this.#registry.tryApply([...tags].map((tag) => ({ tag, bump: false, marks })));
      held();
      return { ...fence, confirmed: true };
    } catch (error) {
      this.#events.emit("store-failed", { error });
      if (strict) {
        held();
        throw error;
      }
      return { ...fence, confirmed: false };
    }
  }

  /** The write has ended, and this is what it did: bump, settle and unfence in one step. */
  async settle(fence: Fence, change: Change): Promise<Coherence> {
    const bumped = tagsOf(change, this.#context);
    const settling = this.#marks("settling", this.#settleMs.write);
    const changes: TagChange[] = [...new Set([...bumped, ...fence.tags])].map((tag) => ({
      tag,
      bump: bumped.has(tag),
      marks: bumped.has(tag) ? settling : [],
      removeMark: fence.tags.has(tag) ? fence.id : undefined,
    }));
    const coherence = await this.#registry.applySurely(changes);
    fence.release();
    this.#tell(bumped, "write", coherence);
    return coherence;
  }

  /** The write was refused: nothing has happened, and hits may resume. */
  async release(fence: Fence): Promise<void> {
    const changes = [...fence.tags].map((tag) => ({ tag, bump: false, removeMark: fence.id }));
    try {
      await this.#registry.tryApply(changes);
    } catch (error) {
      // The fence ends by itself and takes the versions along: colder, not wrong.
      this.#events.emit("store-failed", { error });
    } finally {
      fence.release();
    }
  }

  /** Nobody knows what happened: the fence stays until its end, and the versions go with it. */
  async keep(fence: Fence): Promise<Coherence> {
    if (fence.confirmed) return "confirmed";
    const marks = [{ id: fence.id, kind: "fence" as const, durationMs: fence.durationMs }];
    const changes = [...fence.tags].map((tag) => ({ tag, bump: true, marks }));
    const coherence = await this.#registry.applySurely(changes);
    fence.release();
    return coherence;
  }

  /** A webhook has told us: bump and settle in one step. */
  async hear(change: Change): Promise<{ tags: ReadonlySet<Tag>; coherence: Coherence }> {
    const marks = [
      ...this.#marks("settling", this.#settleMs.webhook),
      ...(change.kind === "booking-cancelled" ? this.#marks("caution", CAUTION_MS) : []),
    ];
    return this.#bump(change, marks, "webhook");
  }

  /** The application or the topology says that something has changed; nothing to settle. */
  async invalidate(
    change: Change,
    cause: "request" | "topology",
  ): Promise<{ tags: ReadonlySet<Tag>; coherence: Coherence }> {
    return this.#bump(change, [], cause);
  }

  async #bump(
    change: Change,
    marks: NonNullable<TagChange["marks"]>,
    cause: "webhook" | "request" | "topology",
  ): Promise<{ tags: ReadonlySet<Tag>; coherence: Coherence }> {
    const tags = tagsOf(change, this.#context);
    const changes = [...tags].map((tag) => ({ tag, bump: true, marks }));
    const coherence = await this.#registry.applySurely(changes);
    this.#tell(tags, cause, coherence);
    return { tags, coherence };
  }

  #marks(kind: "settling" | "caution", durationMs: number): NonNullable<TagChange["marks"]> {
    return durationMs > 0 ? [{ id: randomToken(), kind, durationMs }] : [];
  }

  #tell(
    tags: ReadonlySet<Tag>,
    cause: "write" | "webhook" | "request" | "topology",
    coherence: Coherence,
  ): void {
    this.#events.emit("invalidated", { tags: [...tags], cause, coherence });
  }
}
