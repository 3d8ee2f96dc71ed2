import fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonValue } from "../../../src/cache/json.ts";
import { keysOf, questionKey } from "../../../src/cache/key.ts";

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const shuffled = (value: Record<string, JsonValue>) =>
  Object.fromEntries(Object.entries(value).reverse()) as Record<string, JsonValue>;

it("does not depend on the order of properties", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), scalar), (object) => {
      const plain = { ...object };
      expect(questionKey([plain, { nested: plain }])).toBe(
        questionKey([shuffled(plain), { nested: shuffled(plain) }]),
      );
    }),
  );
});

it("tells different questions apart", () => {
  fc.assert(
    fc.property(fc.array(scalar), fc.array(scalar), (left, right) => {
      fc.pre(JSON.stringify(left) !== JSON.stringify(right));
      expect(questionKey(left)).not.toBe(questionKey(right));
    }),
  );
});

it("counts an undefined property as absent", () => {
  expect(questionKey([{ a: 1, b: undefined }])).toBe(questionKey([{ a: 1 }]));
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1])("refuses %s in a key", (value) => {
  expect(() => questionKey([value as never])).toThrow(/JSON values/);
});

it("lets no namespace or principal imitate another one's keys", () => {
  const name = fc.string();
  fc.assert(
    fc.property(name, name, name, name, (namespace, principal, otherNamespace, otherPrincipal) => {
      fc.pre(namespace !== otherNamespace || principal !== otherPrincipal);
      const baseUrl = "https://api.cal.example/v2";
      const left = keysOf({ baseUrl, namespace, principal });
      const right = keysOf({ baseUrl, namespace: otherNamespace, principal: otherPrincipal });
      expect(left.entryPrefix.startsWith(right.entryPrefix)).toBe(false);
    }),
  );
});

it("refuses an undefined part, and a part that holds itself", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  for (const part of [undefined, circle, new Map(), new Set([1])]) {
    expect(() => questionKey([part as never])).toThrow(/JSON values/);
  }
});
