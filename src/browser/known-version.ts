import type { Moment } from "./moments.ts";

/** Which version the server has told of last, and what it makes of answers. */
export class KnownVersion {
  #version: string | undefined;
  #told: number;
  #heard: Moment | undefined;

  constructor(version?: string) {
    this.#version = version;
    this.#told = version === undefined ? 0 : 1;
  }

  get version(): string | undefined {
    return this.#version;
  }

  /**
   * How many versions have been told. Answers bear this instead of a name: a server that forgets all when it
   * is started again gives names that it gave before.
   */
  get told(): number {
    return this.#told;
  }

  /** When it was last told that this still is the version. */
  get heard(): Moment | undefined {
    return this.#heard;
  }

  /** @returns whether it is another than before */
  tell(version: string, now: Moment): boolean {
    const isOther = version !== this.#version;
    if (isOther) this.#told++;
    this.#version = version;
    this.#heard = now;
    return isOther;
  }

  /** Nothing has changed. */
  confirm(now: Moment): void {
    if (this.#version !== undefined) this.#heard = now;
  }

  /** Whether an answer may be older than news; the first version that is told is none. */
  supersedes(told: number): boolean {
    return this.#told > Math.max(told, 1);
  }
}
