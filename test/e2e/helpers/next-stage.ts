import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { openNextWorld } from "./next-app.ts";
import { openWindows, type Windows } from "./windows.ts";

/** On a machine that does much else; by itself it takes ten seconds. */
const BUILD_TIMEOUT_MS = 240_000;

/** The application on Next, and windows on it, for the tests around. */
export interface NextStage {
  world: Awaited<ReturnType<typeof openNextWorld>>;
  windows: Windows;
  /** What the windows of a test may complain of. */
  expected: RegExp | undefined;
}

/** Builds the application before the tests around, and sees after each that no window has complained. */
export function nextStage(): NextStage {
  const stage = { expected: undefined } as NextStage;
  beforeAll(async () => {
    stage.world = await openNextWorld();
    stage.windows = await openWindows(stage.world.url);
  }, BUILD_TIMEOUT_MS);
  afterEach(async ({ task }) => {
    const { windows, expected } = stage;
    stage.expected = undefined;
    if (task.result?.state === "fail") await windows.keepPictures(`failed-${task.id}`);
    const trouble = await windows.closeAll();
    expect(trouble.filter((one) => !expected?.test(one))).toEqual([]);
  });
  afterAll(async () => {
    await stage.windows?.close();
    await stage.world?.close();
  });
  return stage;
}
