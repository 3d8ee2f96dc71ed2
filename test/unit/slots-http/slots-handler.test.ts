import { describe, expect, it, vi } from "vitest";
import { ConfigurationError } from "../../../src/index.ts";
import { createSlotsHandler, wholeDays } from "../../../src/slots-http/index.ts";
import { at, DAY } from "../../helpers/world.ts";
import { createAnswering, etagOf, timesIn } from "./answering.ts";

const HOUR_MS = 3_600_000;

describe("free times over HTTP", () => {
  it("are those of the days asked for, in the zone asked for", async () => {
    const { ask, calcom, half } = createAnswering();
    const response = await ask({ timeZone: "Europe/Berlin" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    const { slots } = await response.json();
    expect(slots[DAY][0].start).toBe("2026-12-07T10:00:00.000+01:00");
    const window = wholeDays({ start: DAY, end: DAY, timeZone: "Europe/Berlin" });
    const listed = await calcom.slots.list({ eventTypeId: half.id, ...window });
    expect(slots).toEqual(listed.slots);
    expect(listed.provenance.source).toBe("cache");
  });

  it("have the days asked for, and nothing beyond", async () => {
    const { ask } = createAnswering();
    const { slots } = await (await ask({ end: "2026-12-08" })).json();
    expect(Object.keys(slots)).toEqual([DAY, "2026-12-08"]);
    const sunday = await (await ask({ start: "2026-12-06", end: "2026-12-06" })).json();
    expect(sunday).toEqual({ slots: {} });
  });

  it("are given again by nobody who has not asked", async () => {
    const { ask } = createAnswering();
    const { headers } = await ask();
    expect(headers.get("cache-control")).toBe("no-cache");
    for (const name of ["cdn-cache-control", "surrogate-control", "cache-tag", "age", "expires"]) {
      expect(headers.has(name)).toBe(false);
    }
  });

  it("say how they came about, and by which clock", async () => {
    const { ask, calcom, clock, half } = createAnswering();
    const status = async () => (await ask()).headers.get("cache-status");
    expect(await status()).toBe("calcom-coherent; fwd=uri-miss; stored; ttl=60");
    await clock.advance(18_000);
    expect(await status()).toBe("calcom-coherent; hit; ttl=42");
    await calcom.invalidate({ eventTypeId: half.id });
    expect(await status()).toBe("calcom-coherent; fwd=stale; detail=superseded; stored; ttl=60");
    expect((await ask()).headers.get("date")).toBe(new Date(clock.now()).toUTCString());
  });

  it("collapse the requests of visitors who come together", async () => {
    const { ask } = createAnswering();
    const responses = await Promise.all([ask(), ask()]);
    expect(responses.map(({ headers }) => headers.get("cache-status"))).toEqual([
      "calcom-coherent; fwd=uri-miss; stored; ttl=60",
      "calcom-coherent; fwd=uri-miss; stored; collapsed; ttl=60",
    ]);
  });

  it("are not kept while Cal.com may still answer with an older state", async () => {
    const { ask, book } = createAnswering({}, { invalidation: { settleMs: 5_000 } });
    await ask();
    await book("09:00");
    const { headers } = await ask();
    expect(headers.get("cache-status")).toBe(
      "calcom-coherent; fwd=stale; detail=superseded; ttl=0",
    );
  });

  it("are only headers for HEAD", async () => {
    const { ask } = createAnswering();
    const got = await ask();
    const asked = await ask({}, { method: "HEAD" });
    expect(asked.status).toBe(200);
    expect(etagOf(asked)).toBe(etagOf(got));
    expect(asked.body).toBeNull();
    expect((await ask({ start: "x" }, { method: "HEAD" })).body).toBeNull();
  });
});

describe("an ETag of free times", () => {
  it("is confirmed while nothing has changed, with the headers of the whole answer", async () => {
    const { ask, askAgain } = createAnswering();
    const first = await ask();
    const second = await askAgain(first);
    expect(second.status).toBe(304);
    expect(second.body).toBeNull();
    for (const name of ["etag", "cache-control", "date"]) {
      expect(second.headers.get(name)).toBe(first.headers.get(name));
    }
    expect(second.headers.get("cache-status")).toMatch(/; hit;/);
    expect((await ask({}, { headers: { "if-none-match": `W/${etagOf(first)}` } })).status).toBe(
      304,
    );
  });

  it("is confirmed when something has changed, and not what is listed", async () => {
    const { ask, askAgain, calcom, half } = createAnswering();
    const first = await ask();
    await calcom.invalidate({ eventTypeId: half.id });
    expect((await askAgain(first)).status).toBe(304);
  });

  it("is another one once somebody has booked", async () => {
    const { ask, askAgain, book } = createAnswering();
    const first = await ask();
    await book("09:00");
    const second = await askAgain(first);
    expect(second.status).toBe(200);
    expect(etagOf(second)).not.toBe(etagOf(first));
    expect(await timesIn(second)).not.toContain("09:00");
  });

  it("is another one once a time it lists has started", async () => {
    const { ask, askAgain, clock } = createAnswering({}, { ttl: { nearMs: 6 * HOUR_MS } });
    clock.set(at("06:00"));
    const first = await ask();
    await clock.advance(3 * HOUR_MS);
    expect((await askAgain(first)).status).toBe(304);
    await clock.advance(1);
    const second = await askAgain(first);
    expect(second.headers.get("cache-status")).toMatch(/; hit;/);
    expect(second.status).toBe(200);
    expect((await timesIn(second))[0]).toBe("09:30");
  });

  it("is another one once a refresh has found a time taken that nobody told of", async () => {
    const { ask, askAgain, calcom, fake, half } = createAnswering();
    const first = await ask();
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    expect((await askAgain(first)).status).toBe(304);
    const window = wholeDays({ start: DAY, end: DAY });
    await calcom.slots.list({ eventTypeId: half.id, ...window }, { cache: "refresh" });
    expect((await askAgain(first)).status).toBe(200);
  });

  it("is hashed once for the same times, whether or not some have started", async () => {
    const { ask, clock } = createAnswering({}, { ttl: { nearMs: 6 * HOUR_MS } });
    clock.set(at("06:00"));
    await ask();
    const digest = vi.spyOn(crypto.subtle, "digest");
    await ask();
    expect(digest).not.toHaveBeenCalled();
    await clock.advance(3 * HOUR_MS + 1);
    await ask();
    await clock.advance(60_000);
    await ask();
    expect(digest).toHaveBeenCalledOnce();
    digest.mockRestore();
  });

  it("is the same from a client of another process", async () => {
    const { ask, client, half, requestOf } = createAnswering();
    const other = createSlotsHandler(client(), { eventTypeIds: [half.id] });
    const first = await ask();
    const second = await other(requestOf({}, { headers: { "if-none-match": etagOf(first) } }));
    expect(second.status).toBe(304);
  });
});

describe("with a CDN", () => {
  it("says for how long it may keep an answer, and by which tags to purge it", async () => {
    const { ask, askAgain, half, alice } = createAnswering({ cdn: { maxAgeMs: 30_000 } });
    const first = await ask();
    expect(first.headers.get("cache-control")).toBe("no-cache");
    expect(first.headers.get("cdn-cache-control")).toBe("max-age=30, must-revalidate");
    const tags = first.headers.get("cache-tag")?.split(",");
    expect(tags).toEqual(
      expect.arrayContaining([
        "calcom-all",
        `calcom-event-type-${half.id}`,
        `calcom-host-${alice.id}`,
      ]),
    );
    const second = await askAgain(first);
    expect(second.status).toBe(304);
    for (const name of ["cdn-cache-control", "surrogate-control", "cache-tag", "surrogate-key"]) {
      expect(second.headers.get(name)).toBe(first.headers.get(name));
    }
  });

  it("lets none keep a time that can no longer be booked", async () => {
    const { ask, clock } = createAnswering(
      { cdn: { maxAgeMs: 600_000 } },
      { ttl: { nearMs: 6 * HOUR_MS } },
    );
    clock.set(at("06:00"));
    await ask();
    await clock.advance(3 * HOUR_MS - 60_000);
    expect((await ask()).headers.get("surrogate-control")).toBe("max-age=60");
  });

  it("has another ETag once other tags belong to the same times", async () => {
    const { ask, client, half, requestOf } = createAnswering({ cdn: { maxAgeMs: 1 } });
    const first = await ask();
    const pools = { [half.id]: [{ id: 77, email: "bob@example.test" }] };
    const other = createSlotsHandler(client({ invalidation: { pools } }), {
      ...{ eventTypeIds: [half.id], cdn: { maxAgeMs: 1 } },
    });
    const kept = { headers: { "if-none-match": etagOf(first) } };
    const second = await other(requestOf({}, kept));
    expect(second.status).toBe(200);
    expect(await timesIn(second)).toEqual(await timesIn(first));
  });
});

describe("an option that cannot work", () => {
  const { calcom } = createAnswering();
  const questionOf = () => new Response(null);
  it.each<[string, object]>([
    ["nobody decides", {}],
    ["two decide", { eventTypeIds: [1], questionOf }],
    ["an id that is a text", { eventTypeIds: ["1"] }],
    ["an id of nothing", { eventTypeIds: [0] }],
    ["one id alone", { eventTypeIds: 1 }],
    ["no days", { eventTypeIds: [1], maxDays: 0 }],
    ["half a day", { eventTypeIds: [1], maxDays: 1.5 }],
    ["days without end", { eventTypeIds: [1], maxDaysAhead: 1e9 }],
    ["a life that is no number", { eventTypeIds: [1], cdn: { maxAgeMs: Number.NaN } }],
    ["a question that is none", { questionOf: "?" }],
    ["an ear that is none", { eventTypeIds: [1], onError: true }],
  ])("is refused at once: %s", (_what, options) => {
    expect(() => createSlotsHandler(calcom, options as never)).toThrow(ConfigurationError);
  });
});
