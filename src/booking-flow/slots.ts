import type { SlotsLister } from "../api/slots.ts";
import type { SlotsConfirmer } from "../api/slots-confirm.ts";
import type { ReadOptions } from "../cache/layer.ts";
import type { AlternativesQuery } from "../schemas/alternatives.ts";
import type { Alternatives } from "./alternatives.ts";

/** Reads of free times, as a layer's load may make them. */
export interface SlotsReader extends SlotsLister {
  /**
   * The free times nearest to a wish, before and after it. A layer like any other, over one list of
   * whole days: Cal.com is asked for slots once at most, however wide `within` is, and not at all for
   * another wish of the same day while nothing has changed.
   *
   * @throws SchemaError for a wish of the wrong shape; and what `list` throws
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const { slots } = await calcom.slots.alternatives({
   *   eventTypeId: 123,
   *   near: "2026-12-07T09:00:00+01:00",
   *   max: 3,
   *   within: { days: 5 },
   *   timeZone: "Europe/Berlin",
   * });
   * console.log(slots.map(({ start }) => start));
   * ```
   */
  alternatives(
    query: AlternativesQuery,
    options?: Omit<ReadOptions, "cache">,
  ): Promise<Alternatives>;
}

/** Free times: lists, what is near a wish, and whether a time can be booked now. */
export interface Slots extends SlotsReader, SlotsConfirmer {}
