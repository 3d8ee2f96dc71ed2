import { expect, it, vi } from "vitest";
import { ConfigurationError } from "../../../../src/errors.ts";
import { openClient, reconnectPauseMs } from "../../../../src/stores/redis/own-client.ts";

vi.mock("@keyv/redis", () => {
  throw new Error("Cannot find package '@keyv/redis'");
});

it("says what to install where there is no client", async () => {
  const { source, end } = openClient("redis://localhost:6379");
  const error = await source().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error).toMatchObject({ message: expect.stringContaining("npm install") });
  end();
});

it("tries again at once, then ever more seldom, but never stops", () => {
  const pauses = Array.from({ length: 20 }, (_none, retries) => reconnectPauseMs(retries, () => 1));
  expect(pauses.slice(0, 4)).toEqual([50, 100, 200, 400]);
  expect(pauses.at(-1)).toBe(2_000);
});

it("scatters the pauses of many processes", () => {
  const [least, most] = [0, 1].map((random) => reconnectPauseMs(5, () => random));
  expect([least, most]).toEqual([800, 1_600]);
});
