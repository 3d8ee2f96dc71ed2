import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNamed } from "../../../src/slots-http/if-none-match.ts";

const ETAG = '"abc"';

describe("If-None-Match", () => {
  it.each([
    ['"abc"', true],
    ['W/"abc"', true],
    ['"x", "abc"', true],
    ['"x","abc","y"', true],
    [' , W/"x" ,, W/"abc" ', true],
    ["*", true],
    [" * ", true],
    // A comma is a character like any other between quotes.
    ['"x,abc"', false],
    ['"x,", "abc"', true],
    ['"x, ", "abc"', false],
    ['"abcd"', false],
    ['"ABC"', false],
    ['w/"abc"', false],
    ["abc", false],
    ['"abc" "x"', false],
    ['"abc', false],
    ['*, "abc"', false],
    ["", false],
    [",", false],
  ])("%j names it: %j", (header, expected) => {
    expect(isNamed(header, ETAG)).toBe(expected);
  });

  it("names nothing where it is not sent", () => {
    expect(isNamed(null, ETAG)).toBe(false);
  });

  const tags = fc.stringMatching(/^[!#-~]{0,20}$/).map((text) => `"${text}"`);
  const weakly = fc.tuple(tags, fc.boolean()).map(([tag, isWeak]) => (isWeak ? `W/${tag}` : tag));

  it("names exactly the tags of its list, weak or not", () => {
    const separators = fc.constantFrom(",", ", ", " ,\t", ",,");
    fc.assert(
      fc.property(fc.array(weakly, { minLength: 1 }), separators, tags, (list, comma, etag) => {
        const names = list.map((one) => one.replace(/^W\//, ""));
        const header = list.join(comma);
        expect(isNamed(header, etag)).toBe(names.includes(etag));
        for (const name of names) expect(isNamed(header, name)).toBe(true);
      }),
    );
  });

  it("takes any header without an error, and in no time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (header) => {
        expect(typeof isNamed(header, ETAG)).toBe("boolean");
      }),
    );
    expect(isNamed(`${'W/"x",'.repeat(3_000)}W/`, ETAG)).toBe(false);
    expect(isNamed(`"x"${" ".repeat(16_000)}"abc"`, ETAG)).toBe(false);
  });
});
