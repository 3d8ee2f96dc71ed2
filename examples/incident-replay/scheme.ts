import type { Provenance } from "calcom-coherent";

export type SchemeName = "origin" | "library";
export const SCHEMES: readonly SchemeName[] = ["origin", "library"];

/** 1 slots, 2 availability within hours, 3 the times offered to a caller. */
export type LayerNumber = 1 | 2 | 3;
export const LAYERS: readonly LayerNumber[] = [1, 2, 3];

/** What a caller wants to know: free times near the wish, on one date of one tenant. */
export interface Ask {
  readonly company: number;
  readonly branch: number;
  readonly eventTypeId: number;
  readonly date: string;
  /** `HH:mm` on the wall clock of the hosts. */
  readonly wish: string;
}

/** An answer as a caller hears it, and what is known about where it came from. */
export interface Heard {
  /** `HH:mm`, as the layer has them. */
  readonly times: readonly string[];
  readonly source: "cache" | "origin";
  /** When the answer's load from Cal.com began. */
  readonly loadBeganAt: number;
  /** Only the library gives one. */
  readonly provenance?: Provenance;
}

/** A booking to be made. */
export interface Wanted {
  readonly eventTypeId: number;
  readonly start: string;
  readonly name: string;
}

/** What a caller is told after a write. */
export type Outcome =
  | { readonly booked: true; readonly uid: string; readonly acknowledged: boolean }
  | {
      readonly booked: false;
      readonly acknowledged: boolean;
      readonly told: string;
      readonly status: number | undefined;
      /** A name a program can act on. */
      readonly code: string | undefined;
      /** What is left near the time that was refused; only the library can say. */
      readonly alternatives?: () => Promise<Heard>;
    };

/** A webhook as it came over the wire. */
export interface RawDelivery {
  readonly body: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** One way of keeping Cal.com's answers; both are played against the same script. */
export interface Scheme {
  readonly name: SchemeName;
  read(layer: LayerNumber, ask: Ask): Promise<Heard>;
  create(wanted: Wanted): Promise<Outcome>;
  reschedule(uid: string, start: string): Promise<Outcome>;
  cancel(uid: string): Promise<Outcome>;
  /** @returns the HTTP status to answer with */
  hear(delivery: RawDelivery): Promise<number>;
  close(): Promise<void>;
}
