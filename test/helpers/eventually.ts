import { expect, vi } from "vitest";

/** Longer than the slowest machine needs. */
const PATIENCE_MS = 15_000;

vi.setConfig({ testTimeout: 2 * PATIENCE_MS });

/** Asks a server or another process until it is so. */
export const eventually = <T>(ask: () => T) =>
  expect.poll(ask, { timeout: PATIENCE_MS, interval: 20 });
