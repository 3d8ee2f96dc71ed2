import { describe, expect, it } from "vitest";
import { REFUSED_HERE } from "./expected-errors.ts";
import { readByClient } from "./read-by-client.ts";
import { recordings } from "./recordings.ts";

describe("the client reads what was recorded", () => {
  const stoodIn: string[] = [];

  for (const [number, recorded] of recordings) {
    it(`reads ${recorded.name}`, async () => {
      const reading = await readByClient(number, recorded);
      if (reading.stoodIn) stoodIn.push(number);
      expect(reading.given).toStrictEqual(reading.expected);
    });
  }

  it("and refuses of what was sent only what is known to be wrong", () => {
    expect(stoodIn.sort()).toEqual(Object.keys(REFUSED_HERE).sort());
  });
});
