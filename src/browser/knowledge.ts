import type { Clock } from "../clock.ts";
import type { SlotsByDate } from "../schemas/slots.ts";
import { type Answer, Answers } from "./answers.ts";
import type { Flight } from "./asker.ts";
import type { StreamEvent } from "./event-stream.ts";
import { KnownVersion } from "./known-version.ts";
import { Moment } from "./moments.ts";
import { type Reply, USUAL_LIFE_MS } from "./slots-request.ts";
import { firstStartOf, withoutStarted } from "./started.ts";
import type { SlotsPageQuery } from "./state.ts";

/** What the page came with. */
export interface InitialSlots {
  readonly slots: SlotsByDate;
  /** `calcom.versionOf()` of the event type, read before the slots. */
  readonly version?: string | undefined;
  /** Epoch milliseconds at which the slots were read, by the server's clock. @default now */
  readonly at?: number | undefined;
}

export interface KnowledgeOptions {
  readonly clock: Clock;
  readonly maxAgeMs: number;
  readonly query: SlotsPageQuery;
  readonly initial?: InitialSlots | undefined;
}

/** What is known of an event type's free times, and whether it may be shown. */
export class Knowledge {
  readonly version: KnownVersion;
  readonly #clock: Clock;
  readonly #maxAgeMs: number;
  readonly #answers = new Answers();
  #query: SlotsPageQuery;
  #isBlind = false;
  /** The server's clock, as of a moment. */
  #server: { readonly ms: number; readonly at: Moment } | undefined;

  constructor({ clock, maxAgeMs, query, initial }: KnowledgeOptions) {
    this.#clock = clock;
    this.#maxAgeMs = maxAgeMs;
    this.#query = Object.freeze({ ...query });
    this.version = new KnownVersion(initial?.version);
    if (initial === undefined) return;
    const { slots, at = clock.now() } = initial;
    const ageMs = Math.max(0, clock.now() - at);
    const began = new Moment(clock, ageMs);
    // Until the server says what its clock shows.
    this.#server = { ms: at + ageMs, at: new Moment(clock) };
    const { told } = this.version;
    this.#keep({ slots, listed: slots, etag: undefined, told, began, lifeMs: USUAL_LIFE_MS });
  }

  get query(): SlotsPageQuery {
    return this.#query;
  }

  set query(query: SlotsPageQuery) {
    this.#query = Object.freeze({ ...query });
  }

  get answer(): Answer | undefined {
    return this.#answers.get(this.#query);
  }

  /** Whether nothing was told that the answer might not know of. */
  get isCurrent(): boolean {
    const { told } = this.version;
    return told > 0 && this.answer?.told === told;
  }

  /** The one rule of what may be shown. */
  get isTrue(): boolean {
    const { answer } = this;
    if (answer === undefined || this.version.supersedes(answer.told)) return false;
    // What nobody announces must be asked for once in a while, whatever the stream says.
    const isAlive = answer.began.elapsedMs <= answer.lifeMs + this.#maxAgeMs;
    return isAlive && this.unsureMs <= this.#maxAgeMs;
  }

  /** When it was last known to be so. */
  get confirmed(): Moment | undefined {
    const { began } = this.answer ?? {};
    const { heard } = this.version;
    if (began === undefined || heard === undefined || !this.isCurrent) return began;
    return heard.elapsedMs < began.elapsedMs ? heard : began;
  }

  get unsureMs(): number {
    return this.confirmed?.elapsedMs ?? Number.POSITIVE_INFINITY;
  }

  /** For how many milliseconds the server would answer the same. */
  get lifeLeftMs(): number {
    const { answer } = this;
    return answer === undefined ? 0 : answer.lifeMs - answer.began.elapsedMs;
  }

  /** In how many milliseconds the first of the times starts. */
  get startsInMs(): number {
    const { answer } = this;
    if (answer === undefined || this.#server === undefined) return Number.POSITIVE_INFINITY;
    return answer.firstStart - this.#server.ms - this.#server.at.elapsedMs;
  }

  /** Whether the server cannot see changes. */
  get isBlind(): boolean {
    return this.#isBlind;
  }

  /** @returns whether an answer is wanted because of it */
  hear({ name, id }: StreamEvent): boolean {
    const wasBlind = this.#isBlind;
    this.#isBlind = name === "unknown";
    if (this.#isBlind) return !wasBlind;
    const now = new Moment(this.#clock);
    if (name === "version" && id !== undefined) return this.version.tell(id, now);
    this.version.confirm(now);
    return false;
  }

  /** Drops what has started: a clock that is put back brings nothing back, only the server does. */
  dropStarted(): boolean {
    const { answer, startsInMs } = this;
    if (answer === undefined || startsInMs > 0) return false;
    this.#keep({ ...answer, slots: withoutStarted(answer.slots, answer.firstStart - startsInMs) });
    return true;
  }

  take({ told, began }: Flight, { slots, etag, lifeMs, serverMs }: Reply): void {
    this.#server = { ms: serverMs ?? this.#clock.now(), at: new Moment(this.#clock) };
    const listed = slots ?? this.answer?.listed ?? {};
    this.#keep({ slots: listed, listed, etag, told, began, lifeMs });
    this.dropStarted();
  }

  #keep(answer: Omit<Answer, "firstStart">): void {
    this.#answers.set(this.#query, { ...answer, firstStart: firstStartOf(answer.slots) });
  }
}
