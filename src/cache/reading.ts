import { capturedDependencies, type Dependencies } from "./dependencies.ts";
import { currentFrame, type Frame } from "./frame.ts";

const NEVER = { loadBeganAt: Number.POSITIVE_INFINITY, expiresAt: Number.POSITIVE_INFINITY };

/**
 * One read inside loads of layers. The loads know of it from its first moment on, whatever it still
 * has to wait for; one that ends without having said what it depends on makes them not storable.
 */
export class Reading {
  /** The load whose context was used, and the one that runs, where they differ. */
  readonly frames: readonly Frame[];
  #dependencies: ((frame: Frame) => Dependencies) | undefined;

  private constructor(frames: readonly Frame[]) {
    this.frames = frames;
    for (const { collector } of frames) collector.begin();
  }

  /** @param given the load that the read was asked to belong to */
  static begin(given: Frame | undefined): Reading | undefined {
    const running = currentFrame();
    const named = given?.active ? given : undefined;
    if (named === undefined && running === undefined) return undefined;
    const frames = [named, running].filter((frame) => frame !== undefined);
    return new Reading([...new Set(frames)]);
  }

  /** What the read depends on, as each of the loads has to see it. */
  found(dependencies: (frame: Frame) => Dependencies): void {
    this.#dependencies = dependencies;
  }

  end(): void {
    const nothing = capturedDependencies(undefined, NEVER);
    for (const frame of this.frames) frame.collector.end(this.#dependencies?.(frame) ?? nothing);
  }
}

/** Runs a read of which the surrounding loads shall know from the start. */
export function reading<T>(
  given: Frame | undefined,
  read: (reading: Reading | undefined) => Promise<T>,
): Promise<T> {
  const begun = Reading.begin(given);
  return begun === undefined ? read(undefined) : read(begun).finally(() => begun.end());
}
