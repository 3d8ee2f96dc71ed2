import { describe, expect, it } from "vitest";
import { type CalcomClientOptions, memoryStore, TimeoutError } from "../../../src/index.ts";
import { settle } from "../../../src/testing/virtual-clock.ts";
import { deferred } from "../../helpers/deferred.ts";
import { QUESTION, slotsAnswer, slotsWorld } from "./slots-stub.ts";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

describe("how a read uses the cache", () => {
  it("`refresh` asks Cal.com and keeps the answer", async () => {
    const world = slotsWorld(slotsAnswer("09:00"));
    await world.calcom.slots.list(QUESTION);
    world.body = slotsAnswer("10:00");
    const refreshed = await world.calcom.slots.list(QUESTION, { cache: "refresh" });
    expect(refreshed.provenance.source).toBe("origin");
    const later = await world.calcom.slots.list(QUESTION);
    expect(later.provenance.source).toBe("cache");
    expect(later.slots).toEqual(slotsAnswer("10:00").data);
  });

  it("`bypass` asks Cal.com and leaves the cache alone", async () => {
    const world = slotsWorld(slotsAnswer("09:00"));
    await world.calcom.slots.list(QUESTION);
    world.body = slotsAnswer("10:00");
    const bypassed = await world.calcom.slots.list(QUESTION, { cache: "bypass" });
    expect(bypassed.slots).toEqual(slotsAnswer("10:00").data);
    expect(bypassed.provenance.source).toBe("origin");
    const later = await world.calcom.slots.list(QUESTION);
    expect(later.provenance.source).toBe("cache");
    expect(later.slots).toEqual(slotsAnswer("09:00").data);
  });

  it("`bypass` stores nothing", async () => {
    const { calcom, requests } = slotsWorld();
    await calcom.slots.list(QUESTION, { cache: "bypass" });
    await calcom.slots.list(QUESTION);
    expect(requests).toHaveLength(2);
  });

  it("a failed load is not kept", async () => {
    let failures = 1;
    const { calcom } = stubbedClient(() =>
      failures-- > 0 ? Response.json({}, { status: 400 }) : Response.json(slotsAnswer("09:00")),
    );
    await expect(calcom.slots.list(QUESTION)).rejects.toMatchObject({ status: 400 });
    expect((await calcom.slots.list(QUESTION)).slots).toEqual(slotsAnswer("09:00").data);
  });
});

describe("whose answers are shared", () => {
  const store = () => memoryStore();
  async function sourceAfter(first: CalcomClientOptions, second: CalcomClientOptions) {
    const shared = { store: store() };
    await slotsWorld(undefined, { ...shared, ...first }).calcom.slots.list(QUESTION);
    const { calcom } = slotsWorld(undefined, { ...shared, ...second });
    return (await calcom.slots.list(QUESTION)).provenance.source;
  }

  it.each<[string, CalcomClientOptions, CalcomClientOptions, string]>([
    ["two keys", { apiKey: "cal_a" }, { apiKey: "cal_b" }, "origin"],
    ["a key and nobody", { apiKey: "cal_a" }, {}, "origin"],
    [
      "two principals of one key",
      { apiKey: "k", principal: "a" },
      { apiKey: "k", principal: "b" },
      "origin",
    ],
    ["a principal called like nobody", { principal: "anonymous" }, {}, "origin"],
    ["two namespaces", { namespace: "a" }, { namespace: "b" }, "origin"],
    ["two servers", { baseUrl: "https://a.test/v2" }, { baseUrl: "https://b.test/v2" }, "origin"],
    ["one key", { apiKey: "cal_a" }, { apiKey: "cal_a" }, "cache"],
    ["nobody twice", {}, {}, "cache"],
    [
      "one principal whose key rotates",
      { apiKey: "a", principal: "p" },
      { apiKey: "b", principal: "p" },
      "cache",
    ],
    [
      "one server written twice",
      { baseUrl: "https://A.test/v2/" },
      { baseUrl: "https://a.test:443/v2" },
      "cache",
    ],
  ])("%s: %o and %o", async (_case, first, second, expected) => {
    expect(await sourceAfter(first, second)).toBe(expected);
  });

  it("a change is everybody's, whatever the key", async () => {
    const shared = { store: store() };
    const { calcom: one } = slotsWorld(undefined, { ...shared, apiKey: "cal_a" });
    const { calcom: other } = slotsWorld(undefined, { ...shared, apiKey: "cal_b" });
    await one.slots.list(QUESTION);
    await other.invalidate({ eventTypeId: 1 });
    expect((await one.slots.list(QUESTION)).provenance.source).toBe("origin");
  });

  it("no key of the store holds a credential", async () => {
    const keys: string[] = [];
    const inner = store();
    const spied = Object.assign(Object.create(inner), {
      attach: (context: never) => inner.attach?.(context),
      read: (key: string, records: string[]) => {
        keys.push(String(key), ...records);
        return inner.read(key, records);
      },
      ensure: inner.ensure.bind(inner),
      write: inner.write.bind(inner),
    });
    const apiKey = "cal_live_secret";
    await slotsWorld(undefined, { store: spied, apiKey }).calcom.slots.list(QUESTION);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join()).not.toContain("secret");
  });
});

describe("readers of one load", () => {
  function gated() {
    const open = deferred();
    const world = stubbedClient(async () => {
      await open.promise;
      return Response.json(slotsAnswer("09:00"));
    });
    return { ...world, open };
  }

  it("share one request", async () => {
    const { calcom, requests, open } = gated();
    const reads = [calcom.slots.list(QUESTION), calcom.slots.list(QUESTION)];
    await settle();
    reads.push(calcom.slots.list(QUESTION));
    open.resolve();
    const answers = await Promise.all(reads);
    expect(requests).toHaveLength(1);
    expect(new Set(answers.map(({ slots }) => slots)).size).toBe(1);
  });

  it("do not lose it when one of them leaves", async () => {
    const { calcom, requests, open } = gated();
    const controller = new AbortController();
    const reason = new Error("hung up");
    const leaving = errorOf(calcom.slots.list(QUESTION, { signal: controller.signal }));
    const staying = calcom.slots.list(QUESTION);
    await settle();
    controller.abort(reason);
    expect(await leaving).toBe(reason);
    expect(requests[0]?.signal.aborted).toBe(false);
    open.resolve();
    expect((await staying).slots).toEqual(slotsAnswer("09:00").data);
    expect(requests).toHaveLength(1);
  });

  it("end it when the last of them leaves", async () => {
    const { calcom, requests } = gated();
    const controllers = [new AbortController(), new AbortController()];
    const reads = controllers.map(({ signal }) => errorOf(calcom.slots.list(QUESTION, { signal })));
    await settle();
    controllers[0]?.abort("first");
    await settle();
    expect(requests[0]?.signal.aborted).toBe(false);
    controllers[1]?.abort("second");
    expect(await Promise.all(reads)).toEqual(["first", "second"]);
    await settle();
    expect(requests[0]?.signal.aborted).toBe(true);
  });

  it("do not join a load that everybody has left", async () => {
    const { calcom, requests, open } = gated();
    const controller = new AbortController();
    const left = errorOf(calcom.slots.list(QUESTION, { signal: controller.signal }));
    await settle();
    controller.abort();
    await left;
    const next = calcom.slots.list(QUESTION);
    open.resolve();
    expect((await next).provenance.source).toBe("origin");
    expect(requests).toHaveLength(2);
  });

  it("each keep their own deadline", async () => {
    const { calcom, clock, requests, open } = gated();
    const hasty = errorOf(calcom.slots.list(QUESTION, { timeoutMs: 50 }));
    const patient = calcom.slots.list(QUESTION);
    await clock.advance(50);
    const error = await hasty;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ code: "timeout", timeoutMs: 50 });
    expect(requests[0]?.signal.aborted).toBe(false);
    open.resolve();
    expect((await patient).provenance.source).toBe("origin");
  });

  it("have the client's deadline where the call has none", async () => {
    const { calcom, clock, requests } = gated();
    const read = errorOf(calcom.slots.list(QUESTION));
    await clock.advance(9_999);
    expect(requests[0]?.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(await read).toMatchObject({ code: "timeout", timeoutMs: 10_000 });
    await settle();
    expect(requests[0]?.signal.aborted).toBe(true);
  });

  it("all see its failure", async () => {
    const { calcom, requests } = stubbedClient(() =>
      Response.json({ message: "gone" }, { status: 404 }),
    );
    const reads = [calcom.slots.list(QUESTION), calcom.slots.list(QUESTION)];
    const failures = await Promise.all(reads.map(errorOf));
    expect(failures.map((error) => (error as { status: number }).status)).toEqual([404, 404]);
    expect(requests).toHaveLength(1);
  });

  it("send nothing when the signal has aborted before", async () => {
    const { calcom, requests } = gated();
    const signal = AbortSignal.abort("too late");
    expect(await errorOf(calcom.slots.list(QUESTION, { signal }))).toBe("too late");
    expect(requests).toHaveLength(0);
  });
});
