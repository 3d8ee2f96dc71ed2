import type { TagState } from "../stores/contract.ts";

/**
 * What one read of the registry showed, by tag. Answers have a handful of tags, so two arrays
 * searched from the front are quicker to make and to ask than a map.
 */
export class TagStates {
  readonly #tags: readonly string[];
  readonly #states: readonly (TagState | undefined)[];

  constructor(tags: readonly string[], states: readonly (TagState | undefined)[]) {
    this.#tags = tags;
    this.#states = states;
  }

  get(tag: string): TagState | undefined {
    const index = this.#tags.indexOf(tag);
    return index < 0 ? undefined : this.#states[index];
  }

  /** Whether the tag was read, with or without a record. */
  has(tag: string): boolean {
    return this.#tags.includes(tag);
  }

  /** Every tag that was read and what it showed. */
  entries(): readonly (readonly [string, TagState | undefined])[] {
    return this.#tags.map((tag, index) => [tag, this.#states[index]] as const);
  }

  /** Whether every tag has a version and no mark, so that an answer under them can be stored. */
  get areCurrent(): boolean {
    return this.#states.every((state) => state !== undefined && !state.marked);
  }

  /** Both reads; where they overlap, this one. */
  and(more: TagStates): TagStates {
    const added = more.entries().filter(([tag]) => !this.has(tag));
    return new TagStates(
      [...this.#tags, ...added.map(([tag]) => tag)],
      [...this.#states, ...added.map(([, state]) => state)],
    );
  }
}
