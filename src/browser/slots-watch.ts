import { type Clock, cancelTimer, type TimerHandle } from "../clock.ts";
import type { SlotsByDate } from "../schemas/slots.ts";
import { type Answer, Answers, keyOf } from "./answers.ts";
import { ChangesLink } from "./changes-link.ts";
import type { StreamEvent } from "./event-stream.ts";
import { checkQuery } from "./input.ts";
import { KnownVersion } from "./known-version.ts";
import { Listeners } from "./listeners.ts";
import { elapsedMs, type Moment, momentOf } from "./moments.ts";
import { isPageHidden, listenToPage, type PageSign } from "./page-signs.ts";
import { type Reply, requestSlots } from "./slots-request.ts";
import { firstStartOf, withoutStarted } from "./started.ts";
import type { SlotsPageQuery, SlotsProblem, SlotsState } from "./state.ts";
import type { WatchSlotsOptions } from "./watch-slots.ts";

/** How often it is looked whether something is too old to be shown. */
const TICK_MS = 1_000;
/** No timer is as late: the page has slept, and what waits for it is as old. */
const SLEPT_MS = 5_000;
/** Browsers allow six connections a host over HTTP/1.1, to all tabs together. */
const UNWATCHED_MS = 3_000;
const REQUEST_MS = 10_000;
/** News that follow upon news faster than that are asked about together. */
const NEWS_MS = 250;
const RETRY_MS = 1_000;

interface Flight {
  readonly control: AbortController;
  readonly began: Moment;
  readonly version: string | undefined;
}

interface Pause {
  readonly since: Moment;
  readonly ms: number;
  readonly isAsked: boolean;
}

export interface SlotsWatchOptions extends WatchSlotsOptions {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly pollMs: number;
  readonly maxAgeMs: number;
}

/** What {@link watchSlots} is made of: one question, one stream, one timer. */
export class SlotsWatch {
  readonly #options: SlotsWatchOptions;
  readonly #listeners = new Listeners();
  readonly #answers = new Answers();
  readonly #link: ChangesLink;
  #known: KnownVersion;
  #query: SlotsPageQuery;
  #state: SlotsState;
  #told: SlotsState;
  #error: SlotsProblem | undefined;
  /** The server's clock, as of then. */
  #server: { readonly ms: number; readonly at: Moment } | undefined;
  #flight: Flight | undefined;
  #waiters: (() => void)[] = [];
  /** Something has happened that what is here may not show. */
  #isWanted = true;
  /** The server cannot see changes. */
  #isBlind = false;
  #failures = 0;
  #pause: Pause | undefined;
  #lastBegan: Moment | undefined;
  #awake: Moment;
  #unwatched: Moment | undefined;
  #isResting = true;
  #hasStarted = false;
  #isClosed = false;
  #stopListening: (() => void) | undefined;
  #timer: TimerHandle | undefined;
  #jitter = 1;

  constructor(options: SlotsWatchOptions) {
    const { clock, fetch, initial, changesUrl, query } = options;
    this.#options = options;
    this.#query = Object.freeze({ ...query });
    this.#awake = momentOf(clock);
    this.#known = new KnownVersion(changesUrl === undefined ? undefined : initial?.version);
    this.#link = new ChangesLink({
      clock,
      fetch,
      onEvents: (events) => this.#hear(events),
      onEnd: () => this.#run(),
    });
    if (initial !== undefined) {
      const { version } = this.#known;
      this.#answers.set(query, {
        slots: initial.slots,
        etag: undefined,
        version,
        began: this.#awake,
        lifeMs: 0,
      });
      this.#isWanted = version === undefined;
    }
    this.#state = this.#told = this.#derive();
  }

  /** As of this moment, whether or not anybody has been told. */
  get state(): SlotsState {
    const now = this.#derive();
    const names = Object.keys(now) as (keyof SlotsState)[];
    if (names.some((name) => now[name] !== this.#state[name])) this.#state = now;
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    if (this.#isClosed) return () => undefined;
    const stop = this.#listeners.add(listener);
    this.#hasStarted = true;
    this.#stopListening ??= listenToPage((sign) => this.#notice(sign));
    this.#run();
    return () => {
      stop();
      if (this.#listeners.size > 0) return;
      this.#stopListening?.();
      this.#stopListening = undefined;
      this.#run();
    };
  }

  ask(query: SlotsPageQuery): void {
    this.#refuseClosed();
    checkQuery(query);
    if (keyOf(query) !== keyOf(this.#query)) {
      this.#abort();
      if (query.eventTypeId !== this.#query.eventTypeId) this.#forget();
      this.#query = Object.freeze({ ...query });
      this.#error = undefined;
      this.#isWanted = this.#answer?.version !== this.#known.version || !this.#known.version;
    }
    this.#hurry();
    this.#pause = undefined;
    this.#run();
  }

  async refresh(): Promise<void> {
    this.#refuseClosed();
    const answered = new Promise<void>((resolve) => this.#waiters.push(resolve));
    this.#abort();
    this.#isWanted = true;
    this.#hurry();
    this.#pause = undefined;
    this.#run();
    await answered;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopListening?.();
    this.#link.close();
    this.#abort();
    this.#rest();
    this.#release();
  }

  get #answer(): Answer | undefined {
    return this.#answers.get(this.#query);
  }

  #refuseClosed(): void {
    if (this.#isClosed) throw new Error("This watch is closed: call `watchSlots` again.");
  }

  /** Another event type: nothing that is known is about it. */
  #forget(): void {
    this.#answers.clear();
    this.#known = new KnownVersion();
    this.#link.close();
    this.#isBlind = false;
  }

  #since(moment: Moment): number {
    return elapsedMs(this.#options.clock, moment);
  }

  #derive(): SlotsState {
    const answer = this.#answer;
    const slots =
      answer !== undefined && this.#isTrue(answer) ? this.#unstarted(answer) : undefined;
    return Object.freeze({
      query: this.#query,
      slots,
      previous: slots === undefined ? answer?.slots : undefined,
      link: this.#linkState(),
      checkedAt: answer && this.#confirmedAt(answer)?.wall,
      error: this.#error,
    });
  }

  #linkState(): SlotsState["link"] {
    if (!this.#hasStarted) return "connecting";
    if (this.#isResting || this.#isClosed) return "paused";
    if (this.#isLive) return "live";
    const isTried = this.#options.changesUrl !== undefined && !this.#link.isUp;
    return isTried && !this.#link.hasFailed ? "connecting" : "polling";
  }

  get #isLive(): boolean {
    return this.#link.isUp && !this.#isBlind;
  }

  /** The one rule of what may be shown. */
  #isTrue(answer: Answer): boolean {
    const { maxAgeMs } = this.#options;
    if (this.#isClosed || this.#known.supersedes(answer.version)) return false;
    // What nobody announces is looked at when the answer's life is over, whatever the stream says.
    if (this.#since(answer.began) > answer.lifeMs + maxAgeMs) return false;
    return this.#since(this.#confirmedAt(answer)) <= maxAgeMs;
  }

  #confirmedAt({ version, began }: Answer): Moment {
    const { version: known, heard } = this.#known;
    const isHeard = heard !== undefined && version !== undefined && version === known;
    return isHeard && this.#since(heard) < this.#since(began) ? heard : began;
  }

  /** Drops what has started, for good: a clock that is put back brings nothing back. */
  #unstarted(answer: Answer): SlotsByDate {
    if (this.#server === undefined) return answer.slots;
    const serverMs = this.#server.ms + this.#since(this.#server.at);
    if (firstStartOf(answer.slots) > serverMs) return answer.slots;
    const slots = withoutStarted(answer.slots, serverMs);
    this.#answers.set(this.#query, { ...answer, slots });
    this.#isWanted = true;
    return slots;
  }

  /** Does what is due, tells what has changed, and waits for what comes next. */
  #run(): void {
    if (this.#isClosed) return;
    this.#noticeSleep();
    this.#attend();
    this.#giveUp();
    const isAsking = !this.#isResting || this.#waiters.length > 0;
    if (isAsking && this.#flight === undefined && this.#dueMs() <= 0) this.#begin();
    const { state } = this;
    this.#rest();
    if (isAsking || this.#unwatched !== undefined || state.slots !== undefined) {
      const waitMs = this.#flight === undefined && isAsking ? this.#dueMs() : TICK_MS;
      const { clock } = this.#options;
      this.#timer = clock.setTimeout(() => this.#run(), Math.min(TICK_MS, Math.max(1, waitMs)));
    }
    if (state === this.#told) return;
    this.#told = state;
    this.#listeners.tell();
  }

  #rest(): void {
    if (this.#timer !== undefined) cancelTimer(this.#timer);
    this.#timer = undefined;
  }

  /** @returns whether it has */
  #noticeSleep(): boolean {
    const hasSlept = this.#timer !== undefined && this.#since(this.#awake) > SLEPT_MS;
    this.#awake = momentOf(this.#options.clock);
    if (hasSlept) this.#suspect();
    return hasSlept;
  }

  /** Connections may be dead, and what waits in them may be old. */
  #suspect(): void {
    this.#link.close();
    this.#abort();
    this.#isWanted = true;
    this.#hurry();
  }

  #hurry(): void {
    this.#failures = 0;
    this.#lastBegan = undefined;
    if (!this.#pause?.isAsked) this.#pause = undefined;
    this.#link.hurry();
  }

  #notice(sign: PageSign): void {
    if (sign === "rest") {
      this.#isResting = true;
      this.#link.close();
    } else {
      if (sign === "network") this.#suspect();
      this.#hurry();
      this.#run();
    }
  }

  /** Keeps the stream while somebody looks. */
  #attend(): void {
    const { clock, url, changesUrl } = this.#options;
    if (this.#listeners.size > 0 && !isPageHidden()) {
      this.#isResting = false;
      this.#unwatched = undefined;
    } else if (!this.#isResting) {
      this.#unwatched ??= momentOf(clock);
      if (this.#since(this.#unwatched) >= UNWATCHED_MS) {
        this.#isResting = true;
        this.#unwatched = undefined;
        this.#link.close();
      }
    }
    if (this.#isResting || changesUrl === undefined) return;
    const address = addressOf(changesUrl, { eventTypeId: this.#query.eventTypeId });
    this.#link.keep(address, this.#known.version);
    void url;
  }

  #giveUp(): void {
    const { maxAgeMs } = this.#options;
    if (this.#flight === undefined) return;
    if (this.#since(this.#flight.began) <= Math.min(REQUEST_MS, maxAgeMs)) return;
    this.#abort();
    this.#fail({ code: "unreachable" }, undefined);
  }

  #abort(): void {
    this.#flight?.control.abort();
    this.#flight = undefined;
  }

  /** In how many milliseconds to ask. */
  #dueMs(): number {
    const { pollMs, maxAgeMs } = this.#options;
    const answer = this.#answer;
    const sinceLastMs = this.#lastBegan === undefined ? NEWS_MS : this.#since(this.#lastBegan);
    const pauseMs = this.#pause === undefined ? 0 : this.#pause.ms - this.#since(this.#pause.since);
    const soonest = Math.max(pauseMs, NEWS_MS - sinceLastMs);
    if (answer === undefined || this.#isWanted || !this.#isTrue(answer)) return soonest;
    const ageMs = this.#since(answer.began);
    const unsureMs = this.#since(this.#confirmedAt(answer));
    const confirmMs = (maxAgeMs * 2) / 3 - unsureMs;
    const dueMs = this.#isLive
      ? Math.min(answer.lifeMs - ageMs, confirmMs)
      : Math.min(pollMs * this.#jitter - ageMs, confirmMs);
    return Math.max(soonest, dueMs);
  }

  #begin(): void {
    const { url, fetch, clock } = this.#options;
    const address = addressOf(url, { ...this.#query });
    const began = momentOf(clock);
    const flight = { control: new AbortController(), began, version: this.#known.version };
    this.#flight = flight;
    this.#isWanted = false;
    this.#lastBegan = began;
    this.#jitter = 0.8 + Math.random() * 0.2;
    const asked = requestSlots(fetch, address, this.#answer?.etag, flight.control.signal);
    void asked.then((reply) => this.#land(flight, reply));
  }

  #land(flight: Flight, reply: Reply): void {
    if (flight !== this.#flight) return;
    this.#flight = undefined;
    if ("problem" in reply) this.#fail(reply.problem, reply.retryMs);
    else this.#take(flight, reply);
    this.#run();
  }

  #take({ version, began }: Flight, reply: Exclude<Reply, { readonly problem: unknown }>): void {
    const { clock } = this.#options;
    const { etag, lifeMs, serverMs = clock.now() } = reply;
    const slots = reply.slots ?? this.#answer?.slots ?? {};
    this.#answers.set(this.#query, { slots, etag, version, began, lifeMs });
    this.#server = { ms: serverMs, at: momentOf(clock) };
    this.#error = undefined;
    this.#failures = 0;
    this.#pause = undefined;
    this.#release();
  }

  #fail(problem: SlotsProblem, askedMs: number | undefined): void {
    const { clock, pollMs } = this.#options;
    const isSame = problem.code === this.#error?.code && problem.status === this.#error.status;
    if (!isSame) this.#error = Object.freeze(problem);
    const backoffMs = Math.min(pollMs, RETRY_MS * 2 ** this.#failures) * this.#jitter;
    this.#failures++;
    this.#pause = {
      since: momentOf(clock),
      ms: askedMs ?? backoffMs,
      isAsked: askedMs !== undefined,
    };
    this.#release();
  }

  #release(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const done of waiters) done();
  }

  #hear(events: readonly StreamEvent[]): void {
    if (!this.#noticeSleep()) for (const event of events) this.#hearOne(event);
    this.#run();
  }

  #hearOne({ name, id }: StreamEvent): void {
    const now = momentOf(this.#options.clock);
    if (name === "unknown") {
      if (!this.#isBlind) this.#isWanted = true;
      this.#isBlind = true;
      return;
    }
    this.#isBlind = false;
    if (id === undefined) this.#known.confirm(now);
    else if (this.#known.tell(id, now)) this.#isWanted = true;
    if (this.#flight !== undefined && this.#known.supersedes(this.#flight.version)) this.#abort();
  }
}

function addressOf(url: string, parameters: Readonly<Record<string, unknown>>): URL {
  const address = new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) address.searchParams.set(name, `${value}`);
  }
  return address;
}
