import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cdnHeadersOf } from "../../../src/slots-http/cdn.ts";
import { cdnTags } from "../../../src/slots-http/index.ts";

const NOW = 1_000_000;
const HASH = "AbCdEfGhIjKlMnOpQrStUv";
const answer = {
  loadBeganAt: NOW - 10_000,
  ageMs: 10_000,
  freshUntil: NOW + 50_999,
  storable: true,
  versions: { all: "v", "event-type:1": "v", "host:7": "v" },
};
const CDN = { maxAgeMs: 300_000 };
const COARSE = "calcom-all,calcom-unknown";
const versionsOf = (tags: readonly string[]) => Object.fromEntries(tags.map((tag) => [tag, "v"]));
const tagsOf = async (tags: readonly string[]) =>
  (await cdnHeadersOf(CDN, { ...answer, versions: versionsOf(tags) }))["cache-tag"] ?? "";

describe("what a CDN is told", () => {
  it("is what is left of the answer's life, in whole seconds, and its tags", async () => {
    expect(await cdnHeadersOf(CDN, answer)).toEqual({
      "cdn-cache-control": "max-age=50, must-revalidate",
      "surrogate-control": "max-age=50",
      "cache-tag": "calcom-all,calcom-event-type-1,calcom-host-7",
      "surrogate-key": "calcom-all calcom-event-type-1 calcom-host-7",
    });
  });

  it.each([
    ["as long as the host allows", { maxAgeMs: 5_900 }, answer, 5],
    ["nothing of what may not be kept", CDN, { ...answer, storable: false }, 0],
    ["nothing of what has expired", CDN, { ...answer, ageMs: 90_000 }, 0],
    ["nothing where the host allows none", { maxAgeMs: 0 }, answer, 0],
  ])("is to keep %s", async (_what, cdn, provenance, seconds) => {
    const headers = await cdnHeadersOf(cdn, provenance);
    expect(headers["cdn-cache-control"]).toBe(`max-age=${seconds}, must-revalidate`);
    expect(headers["surrogate-control"]).toBe(`max-age=${seconds}`);
  });

  it("is coarse where there are too many tags, or none", async () => {
    const hosts = Array.from({ length: 49 }, (_none, id) => `host:${id}`);
    expect((await tagsOf(hosts)).split(",")).toHaveLength(50);
    expect(await tagsOf([...hosts, "host:99"])).toBe(COARSE);
    expect(await tagsOf([])).toBe(COARSE);
  });

  it("is the same in whatever order the tags became known", async () => {
    const tags = ["host:7", "all", `email:${HASH}`, "event-type:1"];
    expect(await tagsOf(tags)).toBe(await tagsOf(tags.toReversed()));
  });

  it("is nothing of what is in the store of an e-mail", async () => {
    const tag = await tagsOf([`email:${HASH}`]);
    expect(tag).toMatch(/^calcom-all,calcom-email-[\w-]{12}$/);
    expect(tag.toLowerCase()).not.toContain(HASH.slice(0, 12).toLowerCase());
  });
});

describe("cdnTags", () => {
  it("names what answers that depend on the tags carry", async () => {
    const tags = ["unknown", "event-type:1", "host:7", `email:${HASH}`, "team:5"];
    const carried = (await tagsOf(tags)).split(",");
    expect([...(await cdnTags(tags)), "calcom-all"].sort()).toEqual(carried);
  });

  it("names what everything carries where there is much to purge", async () => {
    const many = Array.from({ length: 31 }, (_none, id) => `host:${id}`);
    expect(await cdnTags(many)).toEqual(["calcom-all"]);
    expect(await cdnTags(many.slice(1))).toHaveLength(30);
    expect(await cdnTags(["all", "unknown"])).toEqual(["calcom-all"]);
  });

  it("gives names that every CDN takes and keeps apart", async () => {
    const ids = fc.nat({ max: Number.MAX_SAFE_INTEGER });
    const tag = fc.oneof(
      fc.constantFrom("all", "unknown"),
      fc.tuple(fc.constantFrom("event-type", "host", "team"), ids).map((parts) => parts.join(":")),
      fc.stringMatching(/^[\w-]{22}$/).map((hash) => `email:${hash}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(tag, { maxLength: 80 }), async (tags) => {
        const header = await tagsOf(tags);
        expect(header.length).toBeLessThan(16_384);
        const names = header.split(",");
        expect(new Set(names).size).toBe(names.length);
        expect(names.length).toBeLessThanOrEqual(50);
        for (const name of names) expect(name).toMatch(/^[a-z0-9_-]{1,128}$/);
        expect(names).toContain("calcom-all");
      }),
    );
  });
});
