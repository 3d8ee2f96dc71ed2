import { AsyncLocalStorage } from "node:async_hooks";
import { ConfigurationError } from "../errors.ts";
import type { Collector } from "./dependencies.ts";
import type { SharedLoad } from "./shared-load.ts";
import type { VersionRegistry } from "./version-registry.ts";

/** One running load of a layer. */
export interface Frame {
  readonly collector: Collector;
  readonly load: SharedLoad;
  /** Entry keys of this load and of those it runs inside. */
  readonly path: readonly string[];
  /** Whose versions the collector gathers. */
  readonly registry: VersionRegistry;
  /** `false` once the load has ended: what its code does afterwards is its own business. */
  active: boolean;
}

interface FrameStorage {
  storage: AsyncLocalStorage<Frame | undefined> | undefined;
}

// Shared by every copy of the library in the process (ESM beside CJS), because a write inside a
// load is wrong on whichever client it is made.
const SHARED = Symbol.for("calcom-coherent.frames");
const slot = globalThis as { [SHARED]?: FrameStorage };
slot[SHARED] ??= { storage: undefined };
const shared = slot[SHARED];

/** Switched on by the first layer: on Node 20 it makes every `await` of the process dearer. */
export function switchOnFrames(): void {
  shared.storage ??= new AsyncLocalStorage();
}

export function currentFrame(): Frame | undefined {
  const frame = shared.storage?.getStore();
  return frame?.active ? frame : undefined;
}

export function runInFrame<T>(frame: Frame | undefined, run: () => T): T {
  return shared.storage === undefined ? run() : shared.storage.run(frame, run);
}

/** Refuses what a later hit of the surrounding layer would silently skip. */
export function refuseInsideLoad(what: string): void {
  if (currentFrame() === undefined) return;
  throw new ConfigurationError(
    `${what} inside a layer's load would be skipped by the next hit. Do it outside, before or after reading the layer.`,
    { code: "write_inside_load" },
  );
}

export function circularLayer(): ConfigurationError {
  return new ConfigurationError(
    "A layer's load needs its own answer, directly or through another layer. Break the circle.",
    { code: "circular_layer" },
  );
}
