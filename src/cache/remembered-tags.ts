import type { Question } from "./question.ts";

const CAPACITY = 10_000;

/** Which tags an answer had the last time, so that one round trip reads them beside the entry. */
export class RememberedTags {
  readonly #tags = new Map<string, readonly string[]>();

  expected(question: Question): readonly string[] {
    return this.#tags.get(question.entryKey) ?? question.tags;
  }

  remember(question: Question, tags: readonly string[]): void {
    const all = new Set([...question.tags, ...tags]);
    if (all.size === question.tags.length) {
      this.#tags.delete(question.entryKey);
      return;
    }
    if (this.#tags.size >= CAPACITY) {
      for (const oldest of this.#tags.keys()) {
        this.#tags.delete(oldest);
        break;
      }
    }
    this.#tags.set(question.entryKey, [...all]);
  }
}
