import { type SlotsDeps, type SlotsLister, slotsLister } from "./api/slots.ts";
import { SlotsQuestions, unrepeatedQuestionOf } from "./api/slots-questions.ts";
import { type Alternatives, alternativesDefinition } from "./booking-flow/alternatives.ts";
import { CachedLayer, type LayerHost, type ReadOptions } from "./cache/layer.ts";
import type { LoadScope } from "./cache/question.ts";
import { type AlternativesQuery, type Wish, wishOf } from "./schemas/alternatives.ts";
import type { Slot } from "./schemas/slots.ts";

/** How one search for alternatives is made. */
export interface SearchOptions {
  readonly options?: Omit<ReadOptions, "cache"> | undefined;
  /** The load of a layer that the search belongs to. */
  readonly scope?: LoadScope | undefined;
  /** Whether Cal.com has just refused the wish itself. */
  readonly isRefused?: boolean;
}

/** Looks for free times near a wish. */
export type FindNear = (query: AlternativesQuery, search?: SearchOptions) => Promise<Alternatives>;

/** The family of answers that alternatives are. */
export const ALTERNATIVES = "slots.alternatives";

type Context = { readonly slots: SlotsLister };

/** A client's own layer of alternatives, made when first asked for: the first layer makes awaits dearer. */
export function alternativesFinder(
  host: Omit<LayerHost<Context>, "contextOf">,
  reads: SlotsDeps,
): FindNear {
  let layer: CachedLayer<Wish, readonly Slot[], Context> | undefined;
  const deps = { ...reads, questions: new SlotsQuestions(unrepeatedQuestionOf) };
  const contextOf = (scope: LoadScope) => ({ slots: slotsLister(deps, scope) });
  return async (query, { options, scope, isRefused } = {}) => {
    const wish = wishOf(query, host.clock.now(), isRefused);
    layer ??= new CachedLayer(ALTERNATIVES, alternativesDefinition, { ...host, contextOf });
    const { signal, timeoutMs, priority } = options ?? {};
    const call = { signal, timeoutMs, priority };
    const { value, provenance } = await layer.readWithin(scope, wish, call);
    return { slots: value, provenance };
  };
}
