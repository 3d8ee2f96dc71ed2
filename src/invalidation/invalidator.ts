import type { TagChange } from "../cache/tag-change.ts";
import type { VersionRegistry } from "../cache/version-registry.ts";
import type { Clock } from "../clock.ts";
import { type Coherence, StoreError } from "../errors.ts";
import type { CalcomEvents, EventHub } from "../events.ts";
import { randomToken } from "../tokens.ts";
import type { BookingFacts, Change } from "./changes.ts";
import { FloodGuard, type FloodGuardOptions } from "./flood-guard.ts";
import { type RuleContext, tagsOf } from "./rules.ts";
import { type Tag, withinBounds } from "./tags.ts";

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
  /** Milliseconds a commit may still come after the write's deadline. */
  readonly allowanceMs: number;
  /** When it ends, by this process's monotonic clock. */
  readonly endsAt: number;
  /** Ends what this process holds on its own. */
  release(): void;
}

interface Applied {
  readonly coherence: Coherence;
  /** Others reckon with another width, and everything was bumped. */
  readonly disagreement?: unknown;
}

/** Turns changes into bumps, fences and settling: the one place that decides. */
export class Invalidator {
  readonly #registry: VersionRegistry;
  readonly #context: RuleContext;
  readonly #settleMs: SettleMs;
  readonly #events: EventHub;
  readonly #agree: () => Promise<void> | undefined;
  readonly #clock: Clock;
  readonly #floods: FloodGuard;

  constructor(
    options: {
      registry: VersionRegistry;
      context: RuleContext;
      settleMs: SettleMs;
      events: EventHub;
      agree: () => Promise<void> | undefined;
      clock: Clock;
    } & Pick<FloodGuardOptions, "bumpsPerMinute" | "onFlood">,
  ) {
    const settleMs = options.settleMs.webhook;
    this.#floods = new FloodGuard({ ...options, settleMs, cautionMs: CAUTION_MS });
    this.#clock = options.clock;
    this.#agree = options.agree;
    this.#registry = options.registry;
    this.#context = options.context;
    this.#settleMs = options.settleMs;
    this.#events = options.events;
  }

  /**
   * Marks what a write may touch, before it is sent. Without a store this process holds the tags on
   * its own; rejects only when told to be strict.
   */
  async fence(
    change: Change,
    times: { readonly deadlineMs: number; readonly allowanceMs: number },
    strict: boolean,
  ): Promise<Fence> {
    const tags = tagsOf(change, this.#context);
    const release = this.#registry.hold([...tags]);
    const { allowanceMs, deadlineMs } = times;
    const durationMs = deadlineMs + allowanceMs;
    const endsAt = this.#clock.monotonic() + durationMs;
    const fence = { id: randomToken(), tags, allowanceMs, endsAt, release };
    const marks = [{ id: fence.id, kind: "fence" as const, durationMs }];
    try {
      await this.#agree();
      await this.#registry.apply([...tags].map((tag) => ({ tag, bump: false, marks })));
      release();
    } catch (error) {
      this.#events.emit("store-failed", { error });
      if (strict || !(error instanceof StoreError)) {
        // It may have landed all the same, and nobody will come for it.
        void this.release(fence);
        throw error;
      }
    }
    return fence;
  }

  /**
   * The write has ended, and this is what it did: bump, settle and unfence in one step.
   *
   * @param endings milliseconds after which what it did is over, without anybody saying so
   */
  async settle(fence: Fence, change: Change, endings: readonly number[] = []): Promise<Coherence> {
    const bumped = tagsOf(change, this.#context);
    const settling = [...this.#marks("settling", this.#settleMs.write), ...this.#endings(endings)];
    const changes: TagChange[] = [...new Set([...bumped, ...fence.tags])].map((tag) => ({
      tag,
      bump: bumped.has(tag),
      marks: bumped.has(tag) ? settling : [],
      removeMarks: fence.tags.has(tag) ? [fence.id] : [],
    }));
    const outcome = await this.#applyAgreed(changes);
    fence.release();
    this.#tell(bumped, "write", outcome);
    return outcome.coherence;
  }

  /** The write was refused: nothing has happened, and hits may resume. */
  async release(fence: Fence): Promise<void> {
    const changes = [...fence.tags].map((tag) => ({ tag, bump: false, removeMarks: [fence.id] }));
    try {
      await this.#registry.apply(changes);
    } catch (error) {
      // The fence ends by itself and takes the versions along: colder, not wrong.
      this.#events.emit("store-failed", { error });
    } finally {
      fence.release();
    }
  }

  /**
   * Nobody knows what happened. What was loaded until now is gone, and the fence stands until its
   * end, which takes the versions along. It is set again even if it was confirmed: while this process
   * was suspended, or with a store that came back empty, it may have gone.
   *
   * @param lookMs for how long it is looked for what has happened: the fence outlives that as well
   */
  async keep(fence: Fence, lookMs = 0): Promise<Coherence> {
    const { id, allowanceMs, endsAt } = fence;
    const durationMs = Math.max(lookMs + allowanceMs, endsAt - this.#clock.monotonic());
    const marks = durationMs > 0 ? [{ id, kind: "fence" as const, durationMs }] : [];
    const changes = [...fence.tags].map((tag) => ({ tag, bump: true, marks, removeMarks: [id] }));
    const outcome = await this.#applyAgreed(changes);
    fence.release();
    this.#tell(fence.tags, "write", outcome);
    return outcome.coherence;
  }

  /**
   * A webhook has told us: bump and settle in one step, or see that this is done already, where too
   * many come.
   */
  async hear(
    change: Change,
  ): Promise<{ tags: ReadonlySet<Tag>; coherence: Coherence; isFlood: boolean }> {
    // What nobody recognises may be a cancel in a template.
    const mayBeCancel = change.kind === "booking-cancelled" || change.kind === "unrecognised";
    const marks = [
      ...this.#marks("settling", this.#settleMs.webhook),
      ...(mayBeCancel ? this.#marks("caution", CAUTION_MS) : []),
    ];
    const tags = withinBounds(tagsOf(change, this.#context));
    const heard = await this.#bumpTags(tags, marks, "webhook", (changes) =>
      this.#floods.applySurely(changes),
    );
    return { ...heard, isFlood: this.#floods.reachesAll };
  }

  /** Cal.com has denied a time that answers may list, and may go on listing it for as long as after a write. */
  async correct(booking: BookingFacts): Promise<Coherence> {
    const settling = this.#marks("settling", this.#settleMs.write);
    const tags = tagsOf({ kind: "slot-refused", booking }, this.#context);
    return (await this.#bumpTags(tags, settling, "request")).coherence;
  }

  /** What others have done, and nobody told of: bump and settle all of it in one step. */
  async catchUp(changes: readonly Change[]): Promise<Coherence> {
    const touched = new Set(changes.flatMap((change) => [...tagsOf(change, this.#context)]));
    const settling = this.#marks("settling", this.#settleMs.write);
    return (await this.#bumpTags(withinBounds(touched), settling, "reconciler")).coherence;
  }

  /** The application or the topology says that something has changed; nothing to settle. */
  async invalidate(
    change: Change,
    cause: "request" | "topology",
  ): Promise<{ tags: ReadonlySet<Tag>; coherence: Coherence }> {
    return this.#bumpTags(tagsOf(change, this.#context), [], cause);
  }

  async #bumpTags(
    tags: ReadonlySet<Tag>,
    marks: NonNullable<TagChange["marks"]>,
    cause: "webhook" | "request" | "topology" | "reconciler",
    apply?: (changes: readonly TagChange[]) => Promise<Coherence>,
  ): Promise<{ tags: ReadonlySet<Tag>; coherence: Coherence }> {
    const changes = [...tags].map((tag) => ({ tag, bump: true, marks }));
    const outcome = await this.#applyAgreed(changes, apply);
    this.#tell(tags, cause, outcome);
    if (outcome.disagreement !== undefined) throw outcome.disagreement;
    return { tags, coherence: outcome.coherence };
  }

  /**
   * Applies, or keeps for later, what has happened. Where others turn out to reckon with another
   * width, everything is bumped.
   */
  async #applyAgreed(
    changes: readonly TagChange[],
    apply = (agreed: readonly TagChange[]) => this.#registry.applySurely(agreed),
  ): Promise<Applied> {
    try {
      await this.#agree();
    } catch (error) {
      if (error instanceof StoreError) return { coherence: this.#registry.keep(changes, error) };
      const others = changes.filter(({ tag }) => tag !== "all");
      const coherence = await this.#registry.applySurely([...others, { tag: "all", bump: true }]);
      return { coherence, disagreement: error };
    }
    return { coherence: await apply(changes) };
  }

  // What Cal.com answers just after an end may be of before, as after every change.
  #endings(endings: readonly number[]): NonNullable<TagChange["marks"]> {
    const settled = endings.map((endsInMs) => endsInMs + this.#settleMs.write);
    return [...new Set([...endings, ...settled])].flatMap((ms) => this.#marks("ending", ms));
  }

  #marks(
    kind: "settling" | "caution" | "ending",
    durationMs: number,
  ): NonNullable<TagChange["marks"]> {
    return durationMs > 0 ? [{ id: randomToken(), kind, durationMs }] : [];
  }

  #tell(
    tags: ReadonlySet<Tag>,
    cause: CalcomEvents["invalidated"]["cause"],
    { coherence, disagreement }: Applied,
  ): void {
    const bumped = disagreement === undefined ? tags : new Set<Tag>([...tags, "all"]);
    this.#events.emit("invalidated", { tags: [...bumped], cause, coherence });
  }
}
