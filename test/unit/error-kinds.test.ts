import { describe, expect, it, vi } from "vitest";
import * as library from "../../src/index.ts";

vi.resetModules();
const copy: typeof library = await import("../../src/index.ts");

const request = { method: "GET", path: "/slots" };

describe("errors of another copy of the library", () => {
  it("come from other classes", () => {
    expect(copy.CalcomError).not.toBe(library.CalcomError);
  });

  it("are known by their kind and by what that is a kind of", () => {
    const error = new copy.RateLimitError("Too many.", request);
    const { CalcomApiError, CalcomError, RateLimitError } = library;
    for (const kind of [RateLimitError, CalcomApiError, CalcomError]) {
      expect(error instanceof kind).toBe(true);
    }
    expect(new copy.UnknownOutcomeError("?", { cause: error }) instanceof library.CalcomError).toBe(
      true,
    );
  });

  it("are no other kinds", () => {
    const error = new copy.RateLimitError("Too many.", request);
    expect(error instanceof library.NetworkError).toBe(false);
    expect(error instanceof library.SlotTakenError).toBe(false);
    expect(new copy.CalcomError("network", "Away.") instanceof library.NetworkError).toBe(false);
  });

  it("are not what an application has derived from their kind", () => {
    class OwnError extends library.RateLimitError {}
    const error = new copy.RateLimitError("Too many.", request);
    expect(error instanceof OwnError).toBe(false);
    expect(new OwnError("Too many.", request) instanceof OwnError).toBe(true);
    expect(new OwnError("Too many.", request) instanceof copy.RateLimitError).toBe(true);
  });

  it.each([undefined, null, "RateLimitError", {}, new Error("network")])(
    "are not %s",
    (value: unknown) => {
      expect(value instanceof library.CalcomError).toBe(false);
    },
  );
});
