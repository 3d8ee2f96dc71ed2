import type { VersionNews } from "../cache/version-watcher.ts";
import type { Clock } from "../clock.ts";

/** A beat says "as of now nothing has changed"; of an older look it would be a lie. */
const LOOK_IS_YOUNG_MS = 5_000;
/** How long pages wait before they come back, on average: not all at once after a restart. */
const RETRY_MS = 2_000;

export interface ChangesStreamOptions {
  readonly clock: Clock;
  readonly beatMs: number;
  /** The version that the reader has been told last. */
  readonly known: string | undefined;
  /** Told once, when nothing more is to be sent. */
  readonly onEnd: () => void;
}

/** One reader's server-sent events. It keeps what is so, not what has happened, however slow the reader is. */
export class ChangesStream {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #options: ChangesStreamOptions;
  readonly #encoder = new TextEncoder();
  #controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  #version: string | undefined;
  /** The last version that was sent, now or to an earlier stream. */
  #known: string | undefined;
  /** Whether what the reader has loaded is not to be shown any more. */
  #isStale = false;
  #isDue = false;
  #isEnded = false;
  #lookedAt: number;
  #sentAt: number;
  /** Makes the reader's question settle, while it has one. */
  #answer: (() => void) | undefined;

  constructor(options: ChangesStreamOptions) {
    this.#options = options;
    this.#known = options.known;
    this.#lookedAt = this.#sentAt = options.clock.monotonic();
    let isFirst = true;
    this.body = new ReadableStream(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          const isBeginning = isFirst;
          isFirst = false;
          if (isBeginning) return this.#enqueue(`retry: ${retryMs()}\n\n`);
          return new Promise((resolve) => {
            this.#answer = resolve;
            this.#send();
          });
        },
        cancel: () => this.#end(),
      },
      // Nothing is made before somebody reads it.
      { highWaterMark: 0 },
    );
  }

  hear({ version, changed }: VersionNews): void {
    this.#lookedAt = this.#options.clock.monotonic();
    if (changed && version !== this.#known) this.#isStale = true;
    this.#version = version;
    this.#isDue = true;
    this.#send();
  }

  /** A look has found nothing new. */
  same(): void {
    this.#lookedAt = this.#options.clock.monotonic();
    if (this.#lookedAt - this.#sentAt < this.#options.beatMs) return;
    this.#isDue = true;
    this.#send();
  }

  close(): void {
    if (this.#isEnded) return;
    this.#end();
    this.#controller?.close();
  }

  #send(): void {
    const answer = this.#answer;
    if (!this.#isDue || answer === undefined || this.#isEnded) return;
    const event = this.#event();
    if (event === undefined) return;
    this.#isDue = false;
    this.#answer = undefined;
    this.#sentAt = this.#options.clock.monotonic();
    this.#enqueue(event);
    answer();
  }

  #event(): string | undefined {
    if (this.#version === undefined) return "event: unknown\ndata: {}\n\n";
    if (this.#isStale) {
      this.#isStale = false;
      this.#known = this.#version;
      return `id: ${this.#version}\nevent: version\ndata: {}\n\n`;
    }
    const ageMs = this.#options.clock.monotonic() - this.#lookedAt;
    return ageMs < LOOK_IS_YOUNG_MS ? "event: beat\ndata: {}\n\n" : undefined;
  }

  #enqueue(text: string): void {
    this.#controller?.enqueue(this.#encoder.encode(text));
  }

  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#answer?.();
    this.#options.onEnd();
  }
}

const retryMs = () => Math.round(RETRY_MS * (0.5 + Math.random()));
