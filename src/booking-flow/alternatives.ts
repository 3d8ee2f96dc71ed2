import type { Provenance } from "../cache/provenance.ts";
import type { Slot } from "../schemas/slots.ts";

/** Free times near a wish, and where the answer came from. */
export interface Alternatives {
  /**
   * The nearest first, the wish itself where it is free. Both sides are there where both have a free
   * time and more than one is asked for.
   */
  readonly slots: readonly Slot[];
  readonly provenance: Provenance;
}
