import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasNext } from "../helpers/next-app.ts";
import { type NextWorld, startNextWorld } from "../helpers/next-world.ts";

const OLD = "09:00 09:30";
const NEW = "09:30 10:00";
/** On a machine that does much else; by itself it takes ten seconds. */
const BUILD_TIMEOUT_MS = 240_000;

describe.skipIf(!hasNext)("a Next 16 server without cacheComponents", () => {
  let world: NextWorld;
  const visitAll = (...pages: readonly string[]) =>
    Promise.all(pages.map(async (page) => (await world.visit(`/${page}`)).times));

  // One history for all: what is on the pages before a booking is told of, and after.
  beforeAll(async () => {
    world = await startNextWorld("next-classic-app");
    expect(await visitAll("one", "other", "live", "revalidated", "versioned")).toEqual(
      Array(5).fill(OLD),
    );
    world.takeFirst(world.dates.ofWholePages);
    expect(await visitAll("live", "revalidated", "versioned")).toEqual([OLD, OLD, OLD]);
    expect(await world.deliver()).toBe(204);
  }, BUILD_TIMEOUT_MS);
  afterAll(() => world?.close());

  it("gives the first visitor the new times where a page calls connection()", async () => {
    expect(await visitAll("live")).toEqual([NEW]);
  });

  it("remakes a page of the build, tagged, for its first visitor", async () => {
    expect(await visitAll("revalidated")).toEqual([NEW]);
  });

  it("asks anew where the version is part of the key", async () => {
    expect(await visitAll("versioned")).toEqual([NEW]);
  });

  // Why a page has to call connection(): the build asks once, and the second page needs no request.
  it("keeps for good what the build has made of slots that the client had already", async () => {
    const pages = await Promise.all(
      ["one", "other"].map((page) => fetch(`${world.app.url}/${page}`)),
    );
    const lives = pages.map(({ headers }) => headers.get("cache-control"));
    expect(lives).toContain("s-maxage=31536000");
    expect(await visitAll("one", "other")).toContain(OLD);
  });
});
