import type { MissReason } from "./freshness.ts";
import type { Answer } from "./question.ts";

/** Where an answer came from: what decides the next incident by evidence. */
export interface Provenance {
  /** `slots`, or the name of the layer. */
  readonly layer: string;
  /** `cache`, or `origin` when the answer was loaded, or a layer's computed, for this read. */
  readonly source: "cache" | "origin";
  /** Why it was loaded; `undefined` where it came from the cache. */
  readonly missed: MissReason | undefined;
  /** Whether it was loaded for another reader, who had come earlier. */
  readonly shared: boolean;
  /** Epoch milliseconds at which the load from Cal.com began; of several the earliest. */
  readonly loadBeganAt: number;
  /** Milliseconds from then until this answer was served. */
  readonly ageMs: number;
  /** Epoch milliseconds from which the answer is no longer served from the cache. */
  readonly expiresAt: number;
  /**
   * Epoch milliseconds from which it would be answered otherwise, whatever happens: `expiresAt`, or
   * earlier the moment from which a time it lists can no longer be booked.
   */
  readonly freshUntil: number;
  /**
   * Whether anybody may keep it: `false` while Cal.com may still answer with an older state, while a
   * write is under way, and while the store is away.
   */
  readonly storable: boolean;
  /** Versions of every tag the answer depends on, as read before the load. */
  readonly versions: Readonly<Record<string, string>>;
  /** Cal.com's `x-request-id`, where a single request is behind the answer. */
  readonly requestId: string | undefined;
}

export function provenanceOf(answer: Answer, layer: string): Provenance {
  const { loadBeganAt, storable, versions, requestId, expiresAt: freshUntil } = answer.dependencies;
  return {
    layer,
    source: answer.source,
    missed: answer.missed,
    shared: answer.shared,
    loadBeganAt,
    ageMs: Math.max(0, answer.servedAt - loadBeganAt),
    expiresAt: answer.expiresAt,
    freshUntil,
    storable,
    versions,
    requestId,
  };
}
