import type { Clock } from "../clock.ts";
import { addressOf, questionAt } from "./addresses.ts";
import { keyOf } from "./answers.ts";
import { Asker } from "./asker.ts";
import { Attention } from "./attention.ts";
import { ChangesLink } from "./changes-link.ts";
import type { StreamEvent } from "./event-stream.ts";
import { Knowledge } from "./knowledge.ts";
import { Listeners } from "./listeners.ts";
import { isPageHidden, listenToPage, type PageSign } from "./page-signs.ts";
import { Schedule, type ScheduleOptions } from "./schedule.ts";
import type { SlotsPageQuery, SlotsState } from "./state.ts";
import { Ticker } from "./ticker.ts";
import { ToldState } from "./told-state.ts";
import type { WatchSlotsOptions } from "./watch-slots.ts";

/** How often it is looked whether something is too old to be shown. */
const TICK_MS = 1_000;
const TIMEOUT_MS = 10_000;

export type SlotsWatchOptions = WatchSlotsOptions &
  ScheduleOptions & { readonly clock: Clock; readonly fetch: typeof globalThis.fetch };

/** What `watchSlots` is made of: one question at a time, one stream, one timer. */
export class SlotsWatch {
  readonly #options: SlotsWatchOptions;
  readonly #listeners = new Listeners();
  readonly #attention: Attention;
  readonly #link: ChangesLink;
  readonly #asker: Asker;
  readonly #ticker: Ticker;
  readonly #schedule: Schedule;
  readonly #state: ToldState;
  #knowledge: Knowledge;
  #hasStarted = false;
  #isClosed = false;
  #stopListening = () => {};

  constructor(options: SlotsWatchOptions) {
    const { clock, fetch, changesUrl, maxAgeMs, pollMs } = options;
    this.#options = options;
    this.#ticker = new Ticker(clock, () => this.#run());
    this.#attention = new Attention(clock);
    this.#knowledge = new Knowledge(options);
    this.#schedule = new Schedule(options, changesUrl === undefined || !this.#knowledge.isCurrent);
    this.#link = new ChangesLink({
      clock,
      fetch,
      onEvents: (events) => this.#hear(events),
      onEnd: () => this.#run(),
    });
    this.#asker = new Asker({
      clock,
      fetch,
      pollMs,
      timeoutMs: Math.min(TIMEOUT_MS, maxAgeMs),
      onReply: (flight, reply) => {
        this.#knowledge.take(flight, reply);
        this.#run();
      },
      onFailure: () => this.#run(),
    });
    this.#state = new ToldState(this.#derive());
  }

  /** As of this moment, whether or not anybody has been told. */
  get state(): SlotsState {
    return this.#state.as(this.#derive());
  }

  subscribe(listener: () => void): () => void {
    if (this.#isClosed) return () => undefined;
    const stop = this.#listeners.add(listener);
    if (this.#listeners.size === 1)
      this.#stopListening = listenToPage((sign) => this.#notice(sign));
    this.#hasStarted = true;
    this.#run();
    return () => {
      if (!stop() || this.#listeners.size > 0) return;
      this.#stopListening();
      this.#run();
    };
  }

  ask(query: SlotsPageQuery): void {
    this.#refuseClosed();
    const { query: before } = this.#knowledge;
    if (keyOf(query) !== keyOf(before)) {
      this.#asker.forget();
      if (query.eventTypeId === before.eventTypeId) this.#knowledge.query = query;
      else this.#begin(query);
      this.#schedule.turn(!this.#knowledge.isCurrent || this.#asker.isAwaited);
      this.#hurry(true);
    }
    this.#run();
  }

  async refresh(): Promise<void> {
    this.#refuseClosed();
    // What is on its way may be older than the wish.
    this.#asker.abort();
    const answered = this.#asker.answered();
    this.#schedule.want();
    this.#hurry(true);
    this.#run();
    await answered;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopListening();
    this.#listeners.clear();
    this.#ticker.rest();
    this.#link.close();
    this.#asker.close();
  }

  #refuseClosed(): void {
    if (this.#isClosed) throw new Error("This watch is closed: call `watchSlots` again.");
  }

  /** Another event type: nothing that is known is about it. */
  #begin(query: SlotsPageQuery): void {
    this.#knowledge = new Knowledge({ ...this.#options, initial: undefined, query });
    this.#link.close();
  }

  #derive(): SlotsState {
    if (this.#knowledge.dropStarted()) this.#schedule.want();
    const { query, answer, isTrue, confirmed } = this.#knowledge;
    const isShown = isTrue && !this.#isClosed;
    return Object.freeze({
      query,
      slots: isShown ? answer?.slots : undefined,
      previous: isShown ? undefined : answer?.slots,
      link: this.#linkState(),
      checkedAt: confirmed?.wall,
      error: this.#asker.problem,
    });
  }

  #linkState(): SlotsState["link"] {
    if (!this.#hasStarted) return "connecting";
    if (this.#attention.isResting || this.#isClosed) return "paused";
    if (this.#isLive) return "live";
    const { isUp, hasFailed } = this.#link;
    const isNew = this.#options.changesUrl !== undefined && !isUp && !hasFailed;
    return isNew ? "connecting" : "polling";
  }

  get #isLive(): boolean {
    return this.#link.isUp && !this.#knowledge.isBlind;
  }

  /** Whether an answer is of use to anybody. */
  get #isAsking(): boolean {
    return !this.#attention.isResting || this.#asker.isAwaited;
  }

  /** Does what is due, tells what has changed, and waits for what comes next. */
  #run(): void {
    if (this.#isClosed) return;
    this.#noticeSleep();
    this.#attention.look(this.#listeners.size > 0);
    this.#keepLink();
    this.#asker.keep();
    if (this.#dueMs <= 0) this.#ask();
    const { state } = this;
    this.#wait(state);
    if (this.#state.tell(state)) this.#listeners.tell();
  }

  #keepLink(): void {
    const { changesUrl } = this.#options;
    const { query, version } = this.#knowledge;
    if (this.#attention.isResting) this.#letGo();
    else if (changesUrl !== undefined) {
      this.#link.keep(addressOf(changesUrl, { eventTypeId: query.eventTypeId }), version.version);
    }
  }

  #letGo(): void {
    this.#link.close();
    if (this.#isAsking || this.#asker.flight === undefined) return;
    this.#asker.abort();
    this.#schedule.want();
  }

  #ask(): void {
    const { query, answer, version } = this.#knowledge;
    this.#schedule.asked();
    this.#asker.ask(questionAt(this.#options.url, query), answer?.etag, version.told);
  }

  /** In how many milliseconds to ask. */
  get #dueMs(): number {
    if (!this.#isAsking || this.#asker.flight !== undefined) return Number.POSITIVE_INFINITY;
    return this.#schedule.dueMs(this.#knowledge, this.#asker, this.#isLive);
  }

  #wait({ slots }: SlotsState): void {
    const isOld = this.#attention.isResting && slots === undefined;
    if (isOld && !this.#isAsking) this.#ticker.rest();
    else this.#ticker.wait(Math.min(TICK_MS, this.#dueMs, this.#knowledge.startsInMs));
  }

  /** @returns whether it has slept since it was last here */
  #noticeSleep(): boolean {
    const hasSlept = this.#ticker.hasSlept();
    if (hasSlept) this.#suspect();
    return hasSlept;
  }

  /** Connections may be dead, and what waits in them is old. */
  #suspect(): void {
    this.#link.close();
    this.#asker.abort();
    this.#schedule.want();
    this.#hurry(false);
  }

  #hurry(isAsked: boolean): void {
    this.#link.hurry();
    this.#asker.hurry(isAsked);
  }

  #notice(sign: PageSign): void {
    if (sign === "rest") this.#attention.rest();
    else if (sign === "network") this.#suspect();
    else if (!isPageHidden()) this.#hurry(false);
    if (sign === "rest") this.#letGo();
    else this.#run();
  }

  #hear(events: readonly StreamEvent[]): void {
    const hasSlept = this.#noticeSleep();
    const { version } = this.#knowledge;
    for (const event of events) {
      // What has waited while the page slept confirms nothing; news are news at any time.
      const isNews = event.id !== undefined && event.id !== version.version;
      if ((isNews || !hasSlept) && this.#knowledge.hear(event)) this.#schedule.want();
    }
    const { flight } = this.#asker;
    if (flight !== undefined && version.supersedes(flight.told)) this.#asker.abort();
    this.#run();
  }
}
