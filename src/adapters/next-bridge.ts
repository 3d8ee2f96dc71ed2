import type { CalcomListener } from "../events.ts";
import { ALL, nextTag } from "./next-tags.ts";

/** What the bridge needs of a client. */
export interface InvalidationSource {
  on(name: "invalidated", listener: CalcomListener<"invalidated">): () => void;
}

/** How Next is told. */
export interface NextCacheOptions {
  /** `revalidateTag` of `next/cache`. */
  readonly revalidateTag: (tag: string, profile: { expire: number }) => unknown;
  /**
   * `after` of `next/server` (Next 15.1): Next is told once more after the answer. Without it what a
   * route handler tells and then throws is lost: Next forgets what it has taken (16.4.5).
   */
  readonly after?: (work: () => void) => void;
  /**
   * Next refused to take tags: it does so outside a request, and while it renders. They wait for the
   * next change that is told inside a request, or for `flush()`.
   * @default the error goes to the client's logger; `flush()` throws it
   */
  readonly onError?: (error: unknown, waiting: readonly string[]) => void;
}

/** A bridge that stands. */
export interface NextCacheBridge {
  /**
   * Tells Next what it could not be told before. For code inside a request that is no change itself,
   * such as a cron route in which the reconciler has run.
   *
   * @returns whether nothing waits any more
   */
  flush(): boolean;
  /** Takes it down. */
  stop(): void;
}

// Any other second argument, `"max"` too, gives the first visitor the old page once more. Next 15
// and older know no second argument, and do this anyway.
const NOW = { expire: 0 };

/** Beyond this many, everything is revalidated instead. */
const MAX_WAITING = 512;

// The others come at any time. Where that is in the wake of a request that has been answered, Next
// takes tags and does nothing with them (16.4.5: `executeRevalidates` has run by then).
const INSIDE_REQUESTS: ReadonlySet<string> = new Set(["write", "webhook", "request"]);

/**
 * Tells Next's own cache of every change that this client makes or hears of. Whatever carries
 * {@link nextTags} of its answers is not served any more, to the first visitor neither.
 *
 * It reaches the Next server it runs in, and those with the same `cacheHandler`. What Next gets to
 * keep while a change is on its way, and what other processes change, it cannot promise: there, key
 * what you keep by `calcom.versionOf()`.
 *
 * @example
 * ```ts
 * import { CalcomClient } from "calcom-coherent";
 * import { bridgeToNextCache } from "calcom-coherent/next";
 * import { revalidateTag } from "next/cache";
 * import { after } from "next/server";
 *
 * function connect() {
 *   const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
 *   bridgeToNextCache(calcom, { revalidateTag, after });
 *   return calcom;
 * }
 *
 * // Next evaluates a module once per kind of route.
 * const here = globalThis as { calcom?: CalcomClient };
 * here.calcom ??= connect();
 * export const calcom = here.calcom;
 * ```
 */
export function bridgeToNextCache(
  calcom: InvalidationSource,
  { revalidateTag, after, onError = rethrow }: NextCacheOptions,
): NextCacheBridge {
  const waiting = new Set<string>();
  const tell = () => {
    const told: string[] = [];
    const errors: unknown[] = [];
    for (const tag of waiting) {
      try {
        revalidateTag(tag, NOW);
        waiting.delete(tag);
        told.push(tag);
      } catch (error) {
        errors.push(error);
      }
    }
    return { told, errors };
  };
  const report = (errors: readonly unknown[]) => {
    if (errors.length > 0) onError(errors[0], [...waiting]);
  };
  const flush = () => {
    const { told, errors } = tell();
    if (told.length > 0) {
      after?.(() => {
        for (const tag of told) waiting.add(tag);
        report(tell().errors);
      });
    }
    // Last: what it throws is to keep nothing from being told again.
    report(errors);
    return waiting.size === 0;
  };
  const stop = calcom.on("invalidated", ({ tags, cause }) => {
    for (const tag of tags) waiting.add(nextTag(tag));
    if (waiting.size > MAX_WAITING) {
      waiting.clear();
      waiting.add(ALL);
    }
    if (INSIDE_REQUESTS.has(cause)) flush();
  });
  return { flush, stop };
}

/** Whoever calls listeners tells the logger what they throw. */
function rethrow(error: unknown): never {
  throw error;
}
