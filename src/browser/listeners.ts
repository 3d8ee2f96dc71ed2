/** Whom to tell; one that throws does not keep others from hearing. */
export class Listeners {
  readonly #all = new Set<{ readonly tell: () => void }>();

  get size(): number {
    return this.#all.size;
  }

  /** @returns a function that takes it out again, and says whether it was in */
  add(tell: () => void): () => boolean {
    // The same function twice is told twice.
    const entry = { tell };
    this.#all.add(entry);
    return () => this.#all.delete(entry);
  }

  clear(): void {
    this.#all.clear();
  }

  tell(): void {
    for (const entry of this.#all) {
      try {
        entry.tell();
      } catch (error) {
        report(error);
      }
    }
  }
}

/** As if nobody had caught it. */
function report(error: unknown): void {
  if (typeof globalThis.reportError === "function") globalThis.reportError(error);
  else {
    queueMicrotask(() => {
      throw error;
    });
  }
}
