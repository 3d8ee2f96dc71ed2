import type { Clock } from "../clock.ts";
import { createEventReader, type StreamEvent } from "./event-stream.ts";
import { Moment } from "./moments.ts";
import { Retry } from "./retry.ts";

/** The first event comes at once, unless a proxy keeps the stream to itself. */
const FIRST_EVENT_MS = 5_000;
/** How often a server gives a sign of life, until it has been measured. */
const USUAL_BEAT_MS = 10_000;
const SHORTEST_BEAT_MS = 1_000;
const BEATS_MISSED = 2.5;
const LONGEST_PAUSE_MS = 30_000;
/** A stream that ends after that long was not refused: its time was over. */
const LASTING_MS = 10_000;
const REOPEN_MS = 1_000;
/** However often something changes here. */
const LEAST_MS = 300;
/** Asking again changes nothing before something has changed here. */
const FOR_GOOD = [401, 403, 404];

export interface ChangesLinkOptions {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** All events of one piece of the stream. */
  readonly onEvents: (events: readonly StreamEvent[]) => void;
  readonly onEnd: () => void;
}

interface Connection {
  readonly control: AbortController;
  readonly opened: Moment;
  /** When it said something last. */
  heard: Moment | undefined;
  wasBeat: boolean;
}

/** One stream of changes, opened again when it ends. */
export class ChangesLink {
  readonly #options: ChangesLinkOptions;
  readonly #retry: Retry;
  #connection: Connection | undefined;
  /** When it was tried last. */
  #opened: Moment | undefined;
  #beatMs = USUAL_BEAT_MS;

  constructor(options: ChangesLinkOptions) {
    this.#options = options;
    this.#retry = new Retry(options.clock, LONGEST_PAUSE_MS);
  }

  /** Whether events arrive. */
  get isUp(): boolean {
    return this.#connection?.heard !== undefined;
  }

  get hasFailed(): boolean {
    return this.#retry.hasFailed;
  }

  /** Opens what is not open, and gives up what is silent. To be called now and then. */
  keep(address: URL, version: string | undefined): void {
    const connection = this.#connection;
    if (connection === undefined) {
      const isSoon = this.#opened !== undefined && this.#opened.elapsedMs < LEAST_MS;
      if (!isSoon && this.#retry.leftMs <= 0) this.#open(address, version);
    } else if (connection.heard === undefined) {
      if (connection.opened.elapsedMs > FIRST_EVENT_MS) this.#fail();
    } else if (connection.heard.elapsedMs > BEATS_MISSED * this.#beatMs) {
      // Perhaps it beats more slowly than was thought.
      this.#beatMs *= 2;
      this.#fail();
    }
  }

  /** Lets go of the stream, until it is to be kept again. */
  close(): void {
    this.#connection?.control.abort();
    this.#connection = undefined;
  }

  /** Something has changed here: it is tried again at once. */
  hurry(): void {
    this.#retry.hurry();
  }

  #open(address: URL, version: string | undefined): void {
    const opened = new Moment(this.#options.clock);
    this.#opened = opened;
    this.#connection = { control: new AbortController(), opened, heard: undefined, wasBeat: false };
    void this.#listen(this.#connection, address, version);
  }

  async #listen(connection: Connection, address: URL, version: string | undefined): Promise<void> {
    let response: Response | undefined;
    try {
      const headers = new Headers({ accept: "text/event-stream" });
      if (version !== undefined) headers.set("last-event-id", version);
      const { signal } = connection.control;
      response = await this.#options.fetch(address, { headers, cache: "no-store", signal });
      const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
      if (response.ok && isStream && response.body !== null) {
        await this.#read(connection, response.body);
      }
    } catch {
      // Broken off, aborted, or not to be read: the stream is over, and what follows is the same.
    }
    if (connection !== this.#connection) return;
    const hasLasted = connection.heard !== undefined && connection.opened.elapsedMs > LASTING_MS;
    if (hasLasted) this.#end();
    else this.#fail(response);
    this.#options.onEnd();
  }

  async #read(connection: Connection, body: ReadableStream<Uint8Array>): Promise<void> {
    const read = createEventReader();
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || connection !== this.#connection) return;
      const events = read(decoder.decode(value, { stream: true })).filter(isOurs);
      if (events.length === 0) continue;
      this.#measure(connection, events);
      this.#options.onEvents(events);
    }
  }

  #measure(connection: Connection, events: readonly StreamEvent[]): void {
    const isBeat = events.at(-1)?.name === "beat";
    // What follows other news says nothing of how often it beats.
    if (connection.heard !== undefined && isBeat && connection.wasBeat) {
      // One that was held up on its way is followed by one that seems early.
      const { elapsedMs } = connection.heard;
      this.#beatMs = Math.max(elapsedMs, this.#beatMs / 2, SHORTEST_BEAT_MS);
    }
    connection.heard = new Moment(this.#options.clock);
    connection.wasBeat = isBeat;
  }

  #fail(response?: Response): void {
    this.close();
    this.#retry.fail(response);
    if (FOR_GOOD.includes(response?.status ?? 0)) this.#retry.pause(Number.POSITIVE_INFINITY);
  }

  #end(): void {
    this.close();
    this.#retry.succeed();
    // Not all pages at once.
    this.#retry.pause(Math.random() * REOPEN_MS);
  }
}

/** A version without a name could not be told from another. */
function isOurs({ name, id }: StreamEvent): boolean {
  return name === "beat" || name === "unknown" || (name === "version" && Boolean(id));
}
