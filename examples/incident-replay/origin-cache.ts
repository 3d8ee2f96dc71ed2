import type { Clock } from "calcom-coherent";

interface Kept {
  readonly value: unknown;
  readonly expiresAt: number;
}

/** The origin's cache as its code saw it: keys, values, seconds to live, and nothing else. */
export class OriginCache {
  readonly #entries = new Map<string, Kept>();
  readonly #clock: Pick<Clock, "now">;

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  get<T>(key: string): T | undefined {
    const kept = this.#entries.get(key);
    return kept === undefined || kept.expiresAt <= this.#clock.now()
      ? undefined
      : (kept.value as T);
  }

  put(key: string, value: unknown, ttlSeconds: number): void {
    this.#entries.set(key, { value, expiresAt: this.#clock.now() + ttlSeconds * 1_000 });
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  /** Reads through: what is kept, or else what `make` gives, which is then kept. */
  async remember<T>(key: string, ttlSeconds: number, make: () => Promise<T>): Promise<T> {
    const kept = this.get<T>(key);
    if (kept !== undefined) return kept;
    const made = await make();
    this.put(key, made, ttlSeconds);
    return made;
  }
}
