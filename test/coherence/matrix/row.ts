import type { Actor, MatrixWorld } from "./matrix-world.ts";

/** Who makes a change: this library on the shared store, or somebody it does not know of. */
export type Maker = "client" | "others";

/** One change of the matrix. */
export interface Row {
  readonly name: string;
  /** Makes what is there before, and gives the change itself. */
  readonly arrange: (world: MatrixWorld) => Promise<(by: Actor) => Promise<unknown>>;
  /** Whether what is there before are bookings, which the store may know of or not. */
  readonly follows?: boolean;
  /** Who may make it. @default both */
  readonly only?: Maker;
  /** The row of API.md 12.2 that says that Cal.com tells nobody when others make it. */
  readonly silent?: string;
  /** Who tells all the same. */
  readonly toldBy?: "hosted";
  /** Why no answer of any column changes. */
  readonly idle?: string;
  /** Nobody makes it: the answer changes by itself, and no change is told of. */
  readonly byTime?: boolean;
}

/** A change of something that is there already. */
export const follow = (name: string, arrange: Row["arrange"], more: Partial<Row> = {}): Row => ({
  name,
  arrange,
  follows: true,
  ...more,
});

/** A change that needs nothing before it. */
export const fresh = (
  name: string,
  change: (by: Actor, world: MatrixWorld) => Promise<unknown>,
  more: Partial<Row> = {},
): Row => ({ name, arrange: async (world) => (by) => change(by, world), ...more });

/** Whether nobody is told of a change of others. */
export const isUntold = ({ silent, toldBy }: Row, by: Maker, profile: string): boolean =>
  by === "others" && silent !== undefined && toldBy !== profile;
