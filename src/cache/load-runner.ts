import type { Clock } from "../clock.ts";
import { StoreError } from "../errors.ts";
import type { StoredEntry } from "../stores/contract.ts";
import { Collector, capturedDependencies } from "./dependencies.ts";
import { type Frame, runInFrame } from "./frame.ts";
import type { LoadTurn } from "./load-turn.ts";
import type { Attempt, Question } from "./question.ts";
import type { RememberedTags } from "./remembered-tags.ts";
import type { LoadOutcome, SharedLoad } from "./shared-load.ts";
import type { StoreAccess } from "./store-access.ts";
import { TagStates } from "./tag-states.ts";
import type { VersionRegistry } from "./version-registry.ts";

export interface LoadRunnerOptions {
  readonly access: StoreAccess;
  readonly registry: VersionRegistry;
  readonly clock: Clock;
  /** The longest life of an entry loaded while one of its tags bears a caution. */
  readonly cautionTtlMs: number;
  readonly remembered: RememberedTags;
  readonly onStoreError: (error: unknown) => void;
}

/** The reader who began a load. */
type LoadedBy = Pick<Attempt, "reading" | "until" | "priority">;

/** Takes a load through its steps: capture the versions, load, keep. */
export class LoadRunner {
  readonly #options: LoadRunnerOptions;

  constructor(options: LoadRunnerOptions) {
    this.#options = options;
  }

  /** Versions of the question's tags, drawn where there are none, confirmed before a load leaves. */
  async capture(question: Question, states: TagStates | undefined): Promise<TagStates | undefined> {
    if (states === undefined) return undefined;
    const missing = question.tags.filter((tag) => states.get(tag) === undefined);
    try {
      const drawn = missing.length > 0 ? await this.#options.registry.ensure(missing) : undefined;
      const captured = question.tags.map((tag) => drawn?.get(tag) ?? states.get(tag));
      return new TagStates(question.tags, captured);
    } catch (error) {
      this.storeFailed(error);
      return undefined;
    }
  }

  /** The load itself. Nothing below may answer from before it began. */
  run(
    question: Question,
    load: SharedLoad,
    captured: TagStates | undefined,
    by: LoadedBy,
  ): Promise<LoadOutcome> {
    return question.derived
      ? this.#derive(question, load, by)
      : this.#fetch(question, load, captured, by);
  }

  async #fetch(
    question: Question,
    { signal }: SharedLoad,
    captured: TagStates | undefined,
    { until, priority }: LoadedBy,
  ): Promise<LoadOutcome> {
    const loadBeganAt = this.#options.clock.now();
    const loaded = await runInFrame(undefined, () =>
      question.load({ signal, frame: undefined, until, priority }),
    );
    const cautious = (captured?.entries() ?? []).some(([, state]) => state?.cautious);
    const longestMs = cautious ? this.#options.cautionTtlMs : Number.POSITIVE_INFINITY;
    const expiresAt = loadBeganAt + Math.min(loaded.ttlMs, longestMs);
    const { value, decaysAt, requestId } = loaded;
    const times = { loadBeganAt, expiresAt };
    return { value, dependencies: capturedDependencies(captured, times, requestId), decaysAt };
  }

  async #derive(
    question: Question,
    load: SharedLoad,
    { reading, until, priority }: LoadedBy,
  ): Promise<LoadOutcome> {
    const { clock, registry } = this.#options;
    const loadBeganAt = clock.now();
    const collector = new Collector();
    load.collector = collector;
    const path = [...(reading?.frames.flatMap((outer) => outer.path) ?? []), question.entryKey];
    const frame: Frame = { collector, load, path, registry, active: true };
    try {
      const { signal } = load;
      const loaded = await runInFrame(frame, () =>
        question.load({ signal, frame, until, priority }),
      );
      collector.close();
      const dependencies = collector.gathered({
        loadBeganAt,
        expiresAt: loadBeganAt + loaded.ttlMs,
      });
      return { value: loaded.value, dependencies, decaysAt: undefined };
    } finally {
      collector.close();
      frame.active = false;
    }
  }

  /**
   * Stores an outcome under the versions captured before; a bump since has superseded it already.
   *
   * @param turn ends with what is stored, in the same step
   * @returns whether it is there now
   */
  async keep(
    question: Question,
    outcome: LoadOutcome,
    turn: LoadTurn | undefined,
  ): Promise<boolean> {
    const { access, clock, registry, remembered } = this.#options;
    const { versions, storable, loadBeganAt, expiresAt, requestId } = outcome.dependencies;
    const ttlMs = Math.floor(expiresAt - clock.now());
    if (!question.kept || !storable || ttlMs <= 0) return false;
    const { value, decaysAt } = outcome;
    const entry: StoredEntry = { value, versions, loadBeganAt, expiresAt, decaysAt, requestId };
    remembered.remember(question, Object.keys(versions));
    registry.keepLocally(question.entryKey, entry);
    try {
      const write = () => access.store.write(question.entryKey, entry, ttlMs, turn?.lease);
      await access.ask("keep an answer", write);
      turn?.ended();
      return true;
    } catch (error) {
      this.storeFailed(error);
      return false;
    }
  }

  /** Cache trouble is told and survived; anything else is a fault and goes on. */
  storeFailed(error: unknown): void {
    if (!(error instanceof StoreError)) throw error;
    this.#options.onStoreError(error);
  }
}
