import { refuseInsideLoad, runInFrame } from "../cache/frame.ts";
import { type Clock, cancelTimer, type TimerHandle } from "../clock.ts";
import type { EventHub } from "../events.ts";
import type { PassLease } from "./reconciler-lease.ts";
import type { PassResult } from "./reconciler-pass.ts";
import type { ComparedSetting } from "./reconciler-settings.ts";

/** What one pass did. */
export interface ReconcileReport {
  /** `false`: another process has the turn, and nothing was read here. */
  readonly ran: boolean;
  /** Bookings that Cal.com named as changed since the last pass, or shortly before it. */
  readonly found: number;
  /** Those among them that no pass has seen in this state. */
  readonly applied: number;
  /** Whether every answer was orphaned: in a first pass, and after more than 500 changes. */
  readonly startedOver: boolean;
  /** Settings that differ from when they were compared last, or were compared for the first time. */
  readonly changedSettings: readonly ComparedSetting[];
  readonly tookMs: number;
}

/** Finds changes that no webhook has told of; one process at a time, for all that share the store. */
export interface Reconciler {
  /** Makes a pass now, and then one each interval, until `stop()` or the client's `close()`. */
  start(): void;
  /** Calls off what is under way, and lets other processes try. Resolves when it has ended. */
  stop(): Promise<void>;
  /**
   * Makes one pass, after the one under way. What it has found is orphaned when this resolves.
   *
   * @throws StoreError, RateLimitError (no budget was left over), NetworkError and whatever else reads
   * throw; the next pass begins where this one did
   */
  run(): Promise<ReconcileReport>;
}

/** What a pass is made of. */
export interface Passes {
  readonly lease: PassLease;
  readonly pass: (
    signal: AbortSignal,
  ) => Promise<PassResult & { readonly changedSettings: readonly ComparedSetting[] }>;
}

export interface ReconcilingOptions {
  readonly clock: Clock;
  readonly events: EventHub;
  readonly intervalMs: number;
  readonly keepAlive: boolean;
  readonly passes: () => Promise<Passes>;
}

/** Others find the lease free again just before its holder would have come. */
const KEPT_SHARE = 0.9;

const NOTHING = { found: 0, applied: 0, startedOver: false, changedSettings: [] };

/** Makes passes one after another, by the clock and when asked. */
export class Reconciling implements Reconciler {
  readonly #options: ReconcilingOptions;
  #last: Promise<unknown> = Promise.resolve();
  #ended = new AbortController();
  #timer: TimerHandle | undefined;
  #isStarted = false;

  constructor(options: ReconcilingOptions) {
    this.#options = options;
  }

  start(): void {
    refuseInsideLoad("The reconciler's start()");
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#later(0, this.#ended.signal);
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    if (this.#timer !== undefined) cancelTimer(this.#timer);
    this.#ended.abort(new DOMException("The reconciler was stopped.", "AbortError"));
    this.#ended = new AbortController();
    await this.#last;
    const { lease } = await this.#options.passes();
    await lease.release();
  }

  async run(): Promise<ReconcileReport> {
    refuseInsideLoad("The reconciler's run()");
    return this.#inTurn(this.#ended.signal);
  }

  // No jitter: of all processes one has the lease, so Cal.com is asked once whenever they come.
  #later(delayMs: number, signal: AbortSignal): void {
    const { clock, keepAlive } = this.#options;
    const run = () => void runInFrame(undefined, () => this.#scheduled(signal));
    this.#timer = clock.setTimeout(run, delayMs, keepAlive);
  }

  async #scheduled(signal: AbortSignal): Promise<void> {
    const { clock, intervalMs } = this.#options;
    const beganAt = clock.monotonic();
    // What goes wrong is told as an event, and tried again.
    await this.#inTurn(signal).catch(() => undefined);
    if (signal.aborted) return;
    this.#later(Math.max(0, intervalMs - (clock.monotonic() - beganAt)), signal);
  }

  #inTurn(signal: AbortSignal): Promise<ReconcileReport> {
    const pass = this.#last.then(() => this.#pass(signal));
    this.#last = pass.catch(() => undefined);
    return pass;
  }

  async #pass(signal: AbortSignal): Promise<ReconcileReport> {
    const { clock, events } = this.#options;
    const beganAt = clock.monotonic();
    const tookMs = () => clock.monotonic() - beganAt;
    const { lease, pass } = await this.#options.passes();
    try {
      signal.throwIfAborted();
      if (!(await lease.take())) return { ran: false, ...NOTHING, tookMs: tookMs() };
      const result = await pass(signal);
      await this.#letGo(lease);
      const report = { ran: true, ...result, tookMs: tookMs() };
      const { found, applied } = report;
      events.emit("reconciled", { found, applied, tookMs: report.tookMs });
      return report;
    } catch (error) {
      await lease.release();
      if (!signal.aborted) events.emit("reconcile-failed", { error });
      throw error;
    }
  }

  // Whoever comes back within the interval spares all others a pass; whoever does not, does not.
  async #letGo(lease: PassLease): Promise<void> {
    if (!this.#isStarted) return lease.release();
    await lease.keepFor(this.#options.intervalMs * KEPT_SHARE);
  }
}
