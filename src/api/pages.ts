import { ConfigurationError } from "../errors.ts";

/** Answers page after page, asked for as they are needed. */
export interface PagedList<T> extends AsyncIterable<T> {
  /**
   * The first of them, at most `limit`.
   *
   * @throws ConfigurationError for a limit that is not a whole number above 0
   */
  toArray(options: { readonly limit: number }): Promise<readonly T[]>;
}

/** Query parameters as they are sent. */
export type Query = Readonly<Record<string, string | number>>;

/** What Cal.com takes as the size of a page at most (API.md 5.2). */
const LARGEST_PAGE = 250;

/** @param iterate asks for the pages anew each time */
export function pagedList<T>(iterate: () => AsyncGenerator<T>): PagedList<T> {
  return {
    [Symbol.asyncIterator]: iterate,
    async toArray({ limit }) {
      if (!Number.isInteger(limit) || limit < 1) {
        throw new ConfigurationError("`limit` must be a whole number above 0.");
      }
      const items: T[] = [];
      for await (const item of iterate()) {
        items.push(item);
        if (items.length === limit) break;
      }
      return items;
    },
  };
}

/** Pages by `take` and `skip` from a server that does not say how many there are. */
export async function* offsetPages<T>(
  query: Query,
  readPage: (query: Query) => Promise<readonly T[]>,
): AsyncGenerator<T> {
  let before: string | undefined;
  for (let skip = 0; ; skip += LARGEST_PAGE) {
    const items = await readPage({ ...query, take: LARGEST_PAGE, skip });
    const first = JSON.stringify(items[0]);
    // Whoever does not heed `skip` gives the first page for ever.
    if (first === before) return;
    yield* items;
    if (items.length !== LARGEST_PAGE) return;
    before = first;
  }
}

export async function collected<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}
