import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cacheStatusOf } from "../../../src/slots-http/cache-status.ts";
import { memberOf } from "../../helpers/structured-field.ts";

const NOW = 1_000_000;
const loaded = {
  source: "origin",
  missed: "absent",
  shared: false,
  storable: true,
  loadBeganAt: NOW,
  ageMs: 400,
  expiresAt: NOW + 60_000,
} as const;

describe("Cache-Status", () => {
  it("tells a hit, and for how many seconds it would be one", () => {
    const hit = { ...loaded, source: "cache", missed: undefined } as const;
    expect(cacheStatusOf(hit)).toBe("calcom-coherent; hit; ttl=59");
  });

  it.each([
    ["absent", "fwd=uri-miss; stored; ttl=59"],
    ["expired", "fwd=stale; detail=expired; stored; ttl=59"],
    ["superseded", "fwd=stale; detail=superseded; stored; ttl=59"],
    ["refresh", "fwd=request; stored; ttl=59"],
    ["ask", "fwd=request; stored; ttl=59"],
    ["bypass", "fwd=bypass; ttl=59"],
    [undefined, "fwd=miss; stored; ttl=59"],
  ] as const)("tells why Cal.com was asked: %s", (missed, expected) => {
    expect(cacheStatusOf({ ...loaded, missed })).toBe(`calcom-coherent; ${expected}`);
  });

  it.each([
    ["marked", "fwd=stale; detail=marked; ttl=0"],
    ["store-unavailable", "fwd=miss; detail=store-unavailable; ttl=0"],
  ] as const)("does not call stored what may not be kept: %s", (missed, expected) => {
    const status = cacheStatusOf({ ...loaded, missed, storable: false });
    expect(status).toBe(`calcom-coherent; ${expected}`);
  });

  it("tells whom another reader's request has answered", () => {
    const status = cacheStatusOf({ ...loaded, shared: true });
    expect(status).toBe("calcom-coherent; fwd=uri-miss; stored; collapsed; ttl=59");
  });

  it("has an end for what has none", () => {
    const endless = { ...loaded, source: "cache", expiresAt: Number.POSITIVE_INFINITY } as const;
    expect(cacheStatusOf(endless)).toBe("calcom-coherent; hit; ttl=2147483647");
  });

  it("is a structured field, whatever the provenance", () => {
    const times = fc.oneof(fc.integer(), fc.double(), fc.constant(Number.POSITIVE_INFINITY));
    const provenances = fc.record({
      source: fc.constantFrom("cache", "origin"),
      missed: fc.constantFrom(
        "absent",
        "expired",
        "superseded",
        "marked",
        "bypass",
        "refresh",
        "ask",
        "store-unavailable",
        undefined,
      ),
      shared: fc.boolean(),
      storable: fc.boolean(),
      loadBeganAt: fc.integer(),
      ageMs: fc.integer({ min: 0 }),
      expiresAt: times,
    });
    fc.assert(
      fc.property(provenances, (provenance) => {
        const { name, params } = memberOf(cacheStatusOf(provenance as typeof loaded));
        expect(name).toBe("calcom-coherent");
        expect(Number.isInteger(params.ttl)).toBe(true);
        expect(params.hit === true).toBe(params.fwd === undefined);
      }),
    );
  });
});
