import type { Moment } from "./moments.ts";

/** Which version the server has told of last, and what it makes of answers. */
export class KnownVersion {
  #version: string | undefined;
  /** Nothing is known to have changed since before there was a version. */
  #isFirst = false;
  #heard: Moment | undefined;

  constructor(version?: string) {
    this.#version = version;
  }

  get version(): string | undefined {
    return this.#version;
  }

  /** When it was last told that this still is the version. */
  get heard(): Moment | undefined {
    return this.#heard;
  }

  /** @returns whether it is another than before */
  tell(version: string, now: Moment): boolean {
    const isOther = version !== this.#version;
    if (isOther) this.#isFirst = this.#version === undefined;
    this.#version = version;
    this.#heard = now;
    return isOther;
  }

  /** Nothing has changed. */
  confirm(now: Moment): void {
    if (this.#version !== undefined) this.#heard = now;
  }

  /** Whether an answer may be older than news that have been told, by the version it began under. */
  supersedes(version: string | undefined): boolean {
    return version !== this.#version && !(version === undefined && this.#isFirst);
  }
}
