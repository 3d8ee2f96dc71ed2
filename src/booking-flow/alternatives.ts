import type { SlotsLister } from "../api/slots.ts";
import type { LayerDefinition } from "../cache/layer.ts";
import type { Provenance } from "../cache/provenance.ts";
import type { Wish } from "../schemas/alternatives.ts";
import type { Slot } from "../schemas/slots.ts";
import { nearestSlots } from "./nearest.ts";

/** Free times near a wish, and where the answer came from. */
export interface Alternatives {
  /**
   * The nearest first, the wish itself where it is free. Both sides are there where both have a free
   * time and there is room for two beside the wish.
   */
  readonly slots: readonly Slot[];
  readonly provenance: Provenance;
}

/** The layer behind `slots.alternatives`: it lives as long as the list of slots it was made from. */
export const alternativesDefinition: LayerDefinition<
  Wish,
  readonly Slot[],
  { readonly slots: SlotsLister }
> = {
  key: ({ near, max, from, until, except = null, question }) => [
    ...[near, max, from, until, except],
    JSON.stringify(question),
  ],
  load: async (wish, context) => {
    if (wish.from >= wish.until) return [];
    const { slots } = await context.slots.list(wish.question);
    return nearestSlots(Object.values(slots).flat(), wish);
  },
  ttlMs: Number.POSITIVE_INFINITY,
};
