type Texts = readonly (string | null)[];

/** So that nobody waits long behind the answer to one command. */
const MOST_KEYS = 256;

interface Batch {
  readonly registry: string;
  readonly keys: string[];
  readonly places: Map<string, number>;
  readonly texts: Promise<Texts>;
}

/**
 * Reads that begin in the same moment as one command, in which a record that several want travels
 * once. The command leaves after each of them began, so it proves as much as one of its own would.
 */
export class MergedReads {
  readonly #mget: (registry: string, keys: readonly string[]) => Promise<Texts>;
  #open: Batch | undefined;

  constructor(mget: (registry: string, keys: readonly string[]) => Promise<Texts>) {
    this.#mget = mget;
  }

  async read(
    registry: string,
    entryKey: string | undefined,
    recordKeys: readonly string[],
  ): Promise<Texts> {
    const batch = this.#batchFor(registry);
    const places: number[] = [];
    if (entryKey !== undefined) places.push(placeOf(batch, entryKey));
    for (const key of recordKeys) places.push(placeOf(batch, key));
    const texts = await batch.texts;
    return places.map((place) => texts[place] ?? null);
  }

  #batchFor(registry: string): Batch {
    const open = this.#open;
    if (open?.registry === registry && open.keys.length < MOST_KEYS) return open;
    const keys: string[] = [];
    const send = () => {
      if (this.#open?.keys === keys) this.#open = undefined;
      return this.#mget(registry, keys);
    };
    const batch = { registry, keys, places: new Map(), texts: Promise.resolve().then(send) };
    this.#open = batch;
    return batch;
  }
}

function placeOf({ keys, places }: Batch, key: string): number {
  const known = places.get(key);
  if (known !== undefined) return known;
  places.set(key, keys.length);
  return keys.push(key) - 1;
}
