import { describe, expect, it } from "vitest";
import { deliveries } from "./deliveries.ts";
import { parsing, verification } from "./received.ts";

describe("recorded deliveries", () => {
  it.each(deliveries)("$n is told from a forged one", async (delivery) => {
    const { expected, given } = await verification(delivery);
    expect(given).toEqual(expected);
  });

  it.each(deliveries)("$n is understood, and orphans all it names", async (delivery) => {
    const { expected, given } = await parsing(delivery);
    expect(given).toEqual(expected);
  });
});
