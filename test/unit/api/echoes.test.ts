import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutEchoes } from "../../../src/api/echoes.ts";

describe("what was submitted", () => {
  it.each<[string, string, unknown, string]>([
    ["a name", "No Ann Lee today", { attendee: { name: "Ann Lee" } }, "No <input> today"],
    ["twice", "Ann, or Ann?", ["Ann"], "<input>, or <input>?"],
    ["the longer of two", "Ann Lee", ["Ann", "Ann Lee"], "<input>"],
    ["in a list", "no nuts, no milk", { diet: ["no milk", "no nuts"] }, "<input>, <input>"],
    ["a number with marks", "+49 (30) 90.", { phone: "+49 (30) 90" }, "<input>."],
  ])("is taken out: %s", (_case, text, submitted, expected) => {
    expect(withoutEchoes(text, [submitted])).toBe(expected);
  });

  it.each<[string, string, unknown]>([
    ["part of a word", "Annual, JoAnn", ["Ann"]],
    ["too short to be told from other words", "is it on", { a: "is", b: "on" }],
    ["a zone", "Mars/Base is no zone", { timeZone: "Mars/Base" }],
    ["a host's public name", "User with username nobody not found", { username: "nobody" }],
    ["a kind of place", "type integration", { location: { type: "integration" } }],
    ["an address, which has its own name", "ann@example.test", { email: "ann@example.test" }],
    ["a number", "Event type with id 999 not found", { eventTypeId: 999 }],
    ["nothing", "as it was", undefined],
  ])("stays where it is %s", (_case, text, submitted) => {
    expect(withoutEchoes(text, [submitted])).toBe(text);
  });

  it("is recognised where the text was cut off within it", () => {
    const note = "a long story. ".repeat(100);
    expect(withoutEchoes(`You said: ${note.slice(0, 500)}`, [{ note }])).toBe("You said: <input>");
  });

  it("never survives between blanks", () => {
    const typed = fc.string({ minLength: 3 }).filter((text) => !/["<>@%&]|input|\\u/.test(text));
    fc.assert(
      fc.property(typed, fc.lorem(), fc.lorem(), (text, before, after) => {
        const shown = withoutEchoes(`${before} ${text} ${after}`, [{ notes: { deep: [text] } }]);
        expect(shown.includes(` ${text} `)).toBe(false);
      }),
    );
  });

  it("may be anything of any size", () => {
    const startedAt = performance.now();
    const wide = Array.from({ length: 100_000 }, (_, i) => "a".repeat(3 + (i % 300)));
    const shown = withoutEchoes("a".repeat(5_000), [wide, { wide }, ...wide]);
    expect(shown).toBe("a".repeat(5_000));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
