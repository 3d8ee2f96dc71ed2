import type { Clock } from "../clock.ts";
import { createEventReader, type StreamEvent } from "./event-stream.ts";
import { elapsedMs, type Moment, momentOf } from "./moments.ts";
import { retryAfterMs } from "./retry-after.ts";

/** A proxy that keeps the stream to itself lets nothing through: the first event comes at once. */
const FIRST_EVENT_MS = 5_000;
/** How often a server gives a sign of life, until it has been measured. */
const USUAL_BEAT_MS = 10_000;
const SHORTEST_BEAT_MS = 1_000;
const BEATS_MISSED = 2.5;
const BACKOFF_MS = { least: 1_000, most: 30_000 };
/** Whoever has listened for that long was not refused: the stream's time was over. */
const LASTING_MS = 10_000;
const NAMES = ["version", "beat", "unknown"];
/** Asking again changes nothing before something has changed here. */
const REFUSALS = [401, 403, 404];

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
  heard: Moment | undefined;
}

interface Pause {
  readonly since: Moment;
  readonly ms: number;
  /** The server has asked for it. */
  readonly isAsked: boolean;
}

/** One stream of changes, opened again when it ends. */
export class ChangesLink {
  readonly #options: ChangesLinkOptions;
  #connection: Connection | undefined;
  #pause: Pause | undefined;
  #beatMs = USUAL_BEAT_MS;
  #failures = 0;

  constructor(options: ChangesLinkOptions) {
    this.#options = options;
  }

  /** Whether events arrive. */
  get isUp(): boolean {
    return this.#connection?.heard !== undefined;
  }

  get hasFailed(): boolean {
    return this.#failures > 0;
  }

  /** Opens what is not open, and gives up what is silent. To be called now and then. */
  keep(address: URL, version: string | undefined): void {
    const { clock } = this.#options;
    const connection = this.#connection;
    if (connection === undefined) {
      const pause = this.#pause;
      if (pause === undefined || elapsedMs(clock, pause.since) >= pause.ms) {
        this.#open(address, version);
      }
    } else if (connection.heard === undefined) {
      if (elapsedMs(clock, connection.opened) > FIRST_EVENT_MS) this.#fail();
    } else if (elapsedMs(clock, connection.heard) > BEATS_MISSED * this.#beatMs) {
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

  /** Something has changed here: failures say nothing any more. */
  hurry(): void {
    this.#failures = 0;
    if (!this.#pause?.isAsked) this.#pause = undefined;
  }

  #open(address: URL, version: string | undefined): void {
    const opened = momentOf(this.#options.clock);
    const connection = { control: new AbortController(), opened, heard: undefined };
    this.#connection = connection;
    this.#pause = undefined;
    void this.#listen(connection, address, version);
  }

  async #listen(connection: Connection, address: URL, version: string | undefined): Promise<void> {
    const { fetch } = this.#options;
    const headers = new Headers({ accept: "text/event-stream" });
    let pauseMs: number | undefined;
    try {
      if (version !== undefined) headers.set("last-event-id", version);
      const { signal } = connection.control;
      const response = await fetch(address, { headers, cache: "no-store", signal });
      pauseMs = REFUSALS.includes(response.status)
        ? Number.POSITIVE_INFINITY
        : retryAfterMs(response);
      const type = response.headers.get("content-type") ?? "";
      if (response.ok && type.startsWith("text/event-stream") && response.body !== null) {
        await this.#read(connection, response.body);
      }
    } catch {
      // Whatever it was, the stream is over: what follows is the same.
    }
    if (connection !== this.#connection) return;
    const lasted =
      connection.heard !== undefined &&
      elapsedMs(this.#options.clock, connection.opened) > LASTING_MS;
    if (lasted) this.#end();
    else this.#fail(pauseMs);
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
    const { clock } = this.#options;
    if (connection.heard !== undefined && events.at(-1)?.name === "beat") {
      const sinceMs = elapsedMs(clock, connection.heard);
      // One that was held up on its way is followed by one that seems early.
      this.#beatMs = Math.max(sinceMs, this.#beatMs / 2, SHORTEST_BEAT_MS);
    }
    connection.heard = momentOf(clock);
  }

  #fail(askedMs?: number): void {
    const { least, most } = BACKOFF_MS;
    const backoffMs = Math.min(most, least * 2 ** this.#failures) * (0.5 + Math.random() / 2);
    this.#failures++;
    this.#stop(askedMs ?? backoffMs, askedMs !== undefined && Number.isFinite(askedMs));
  }

  #end(): void {
    this.#failures = 0;
    this.#stop(Math.random() * BACKOFF_MS.least, false);
  }

  #stop(ms: number, isAsked: boolean): void {
    this.close();
    this.#pause = { since: momentOf(this.#options.clock), ms, isAsked };
  }
}

/** A version without a name could not be told from another. */
function isOurs({ name, id }: StreamEvent): boolean {
  return NAMES.includes(name) && (name !== "version" || Boolean(id));
}
