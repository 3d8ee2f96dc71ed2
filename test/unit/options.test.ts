import { describe, expect, it } from "vitest";
import {
  CalcomClient,
  type CalcomClientOptions,
  ConfigurationError,
  memoryStore,
  systemClock,
} from "../../src/index.ts";
import { resolveOptions } from "../../src/options.ts";
import { createWorld, sourceOf, warm } from "../helpers/world.ts";

function refusalOf(options: unknown): unknown {
  try {
    new CalcomClient(options as CalcomClientOptions);
  } catch (error) {
    return error;
  }
  throw new Error("The options were accepted.");
}

describe("an option that cannot work is refused by name", () => {
  const NOT_A_TIME = [Number.NaN, Number.POSITIVE_INFINITY, -1, "5", null];
  const times: Record<string, (value: unknown) => unknown> = {
    timeoutMs: (value) => ({ timeoutMs: value }),
    storeTimeoutMs: (value) => ({ storeTimeoutMs: value }),
    "invalidation.fenceMs": (value) => ({ invalidation: { fenceMs: value } }),
    "invalidation.settleMs.write": (value) => ({ invalidation: { settleMs: { write: value } } }),
    "invalidation.settleMs.webhook": (value) => ({
      invalidation: { settleMs: { webhook: value } },
    }),
    "ttl.emptyMs": (value) => ({ ttl: { emptyMs: value } }),
    "ttl.nearMs": (value) => ({ ttl: { nearMs: value } }),
    "ttl.nearWindowMs": (value) => ({ ttl: { nearWindowMs: value } }),
    "ttl.farMs": (value) => ({ ttl: { farMs: value } }),
  };

  for (const [name, optionsWith] of Object.entries(times)) {
    it.each(NOT_A_TIME)(`\`${name}\` of %s`, (value) => {
      const error = refusalOf(optionsWith(value));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toMatchObject({ code: "configuration" });
      expect((error as Error).message).toContain(`\`${name}\``);
    });
  }

  it.each(["timeoutMs", "storeTimeoutMs", "ttl.emptyMs", "ttl.nearMs", "ttl.farMs"])(
    "`%s` of 0",
    (name) => {
      expect((refusalOf(times[name]?.(0)) as Error).message).toContain(`\`${name}\``);
    },
  );

  it.each(["", "api.cal.com/v2", "not a url", "/v2", "ftp://h.test/v2", "file:///v2"])(
    "`baseUrl` of %j",
    (baseUrl) => {
      const error = refusalOf({ baseUrl });
      expect(error).toBeInstanceOf(ConfigurationError);
      expect((error as Error).message).toContain("`baseUrl`");
    },
  );
});

describe("no fence and no settling", () => {
  it("may be asked for", () => {
    const { fenceMs, settleMs } = resolveOptions({ invalidation: { fenceMs: 0, settleMs: 0 } });
    expect(fenceMs).toBe(0);
    expect(settleMs).toEqual({ write: 0, webhook: 0 });
  });
});

describe("settling after a write", () => {
  it.each([
    [undefined, 3_000],
    ["https://api.cal.com/v2", 3_000],
    ["https://cal.com/api/v2", 3_000],
    ["https://api.cal.eu/v2", 3_000],
    ["https://API.CAL.COM/v2", 3_000],
    ["https://cal.example.test/v2", 0],
    ["https://notcal.com/v2", 0],
    ["https://cal.com.evil.test/v2", 0],
    ["https://cal.community/v2", 0],
    ["http://localhost:5555/v2", 0],
  ])("by default on %s takes %i ms", (baseUrl, expected) => {
    const { settleMs } = resolveOptions(baseUrl === undefined ? {} : { baseUrl });
    expect(settleMs).toEqual({ write: expected, webhook: 5_000 });
  });

  it.each([
    [7, { write: 7, webhook: 7 }],
    [{ write: 7 }, { write: 7, webhook: 5_000 }],
    [{ webhook: 7 }, { write: 3_000, webhook: 7 }],
    [{}, { write: 3_000, webhook: 5_000 }],
  ])("of %j", (settleMs, expected) => {
    expect(resolveOptions({ invalidation: { settleMs } }).settleMs).toEqual(expected);
  });
});

describe("defaults", () => {
  it("are those that are documented", () => {
    expect(resolveOptions({})).toMatchObject({
      credentials: { apiKey: undefined, oAuthClient: undefined },
      baseUrl: "https://api.cal.com/v2",
      namespace: "default",
      principal: undefined,
      webhookSecrets: [],
      ownsStore: true,
      ttl: { emptyMs: 30_000, nearMs: 60_000, nearWindowMs: 604_800_000, farMs: 300_000 },
      width: "hosts",
      pools: "auto",
      fenceMs: 60_000,
      refuseWithoutStore: false,
      timeoutMs: 10_000,
      storeTimeoutMs: 100,
      fetch: undefined,
      clock: systemClock,
    });
  });

  it("give each client a store of its own", () => {
    expect(resolveOptions({}).store).not.toBe(resolveOptions({}).store);
  });

  it("leave a store that was passed in to its owner", () => {
    const store = memoryStore();
    expect(resolveOptions({ store })).toMatchObject({ store, ownsStore: false });
  });

  it("fill the gaps of a partial `ttl`", () => {
    expect(resolveOptions({ ttl: { nearMs: 5 } }).ttl).toEqual({
      emptyMs: 30_000,
      nearMs: 5,
      nearWindowMs: 604_800_000,
      farMs: 300_000,
    });
  });
});

describe("what is written in several ways is one", () => {
  it.each([
    ["https://H.test/v2/", "https://h.test/v2"],
    ["https://h.test:443/v2//", "https://h.test/v2"],
    ["http://h.test:80", "http://h.test"],
    ["https://h.test/a/../v2", "https://h.test/v2"],
  ])("%s is %s", (baseUrl, expected) => {
    expect(resolveOptions({ baseUrl }).baseUrl).toBe(expected);
  });

  it.each([
    [undefined, []],
    ["", []],
    ["a", ["a"]],
    [
      ["a", "b"],
      ["a", "b"],
    ],
    [["", "b"], ["b"]],
    [[], []],
  ])("secrets %j", (webhookSecret, expected) => {
    expect(resolveOptions({ webhookSecret }).webhookSecrets).toEqual(expected);
  });
});

describe("what is misspelt or cannot work", () => {
  it.each([
    [{ invalidation: { width: "host" } }, "invalidation.width"],
    [{ invalidation: { pools: "automatic" } }, "invalidation.pools"],
    [{ invalidation: { pools: { 1: [{ id: 1 }] } } }, "event type 1"],
    [{ onStoreDown: "refus" }, "onStoreDown"],
    [{ store: {} }, "store"],
    [{ webhookSecret: 5 }, "webhookSecret"],
    [{ apiKey: "" }, "apiKey"],
    [{ namespace: "" }, "namespace"],
    [{ timeoutMs: 2 ** 31 }, "timeoutMs"],
    [{ baseUrl: "https://user:secret@h.test/v2" }, "baseUrl"],
    [null, "options"],
  ])("is refused: %j", (options, named) => {
    const make = () => new CalcomClient(options as never);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(named);
  });

  it("is refused without quoting the key", () => {
    const make = () => new CalcomClient({ apiKey: "cal_ab\ncdsecret" });
    expect(make).toThrow(ConfigurationError);
    expect(make).not.toThrow(/cdsecret/);
  });
});

it("counts an undefined time to live as not given", async () => {
  const { clock, half, client } = createWorld();
  const calcom = client({ ttl: { nearMs: undefined } as never });
  await warm(calcom, half.id);
  await clock.advance(60_000);
  expect(await sourceOf(calcom, half.id)).toBe("origin");
});
