import { systemClock } from "../../clock.ts";

/** Far beyond what any store is given to answer. */
const SILENCE_MS = 1_000;

interface Sent {
  readonly key: string;
  readonly at: number;
}

/** Notices a server that keeps its connections and says nothing, when the next command is sent. */
export class Unanswered {
  readonly #sent = new Set<Sent>();
  readonly #onSilence: (key: string) => void;
  readonly #monotonic: () => number;

  /** @param onSilence told the key of a command that nobody has answered for long */
  constructor(onSilence: (key: string) => void, monotonic = systemClock.monotonic) {
    this.#onSilence = onSilence;
    this.#monotonic = monotonic;
  }

  async watch<T>(key: string, send: () => Promise<T>): Promise<T> {
    const sent: Sent = { key, at: this.#monotonic() };
    for (const oldest of this.#sent) {
      if (sent.at - oldest.at > SILENCE_MS) this.#onSilence(oldest.key);
      break;
    }
    this.#sent.add(sent);
    try {
      return await send();
    } finally {
      this.#sent.delete(sent);
    }
  }
}
