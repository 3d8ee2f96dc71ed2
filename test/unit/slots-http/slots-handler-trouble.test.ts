import { describe, expect, it, vi } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { TimeoutError } from "../../../src/index.ts";
import { createSlotsHandler, type SlotsSource } from "../../../src/slots-http/index.ts";
import { deferred } from "../../helpers/deferred.ts";
import { DAY } from "../../helpers/world.ts";
import { createAnswering } from "./answering.ts";

const asked = (init?: RequestInit) =>
  new Request("https://host.example/slots?eventTypeId=1&start=2026-12-07&end=2026-12-07", init);

/** A client whose every read fails, and what its logger is told. */
function failing(error: unknown) {
  const warn = vi.fn<(message: string, details?: unknown) => void>();
  const calcom: SlotsSource = {
    slots: { list: () => Promise.reject(error) },
    webhookTools: { clock: { ...systemClock, now: () => Date.parse(DAY) }, warn },
  };
  return { calcom, warn };
}

describe("trouble", () => {
  it("is told to the host, and to visitors only what to do", async () => {
    const error = new TimeoutError("The read", 10_000);
    const { calcom, warn } = failing(error);
    const onError = vi.fn();
    const answer = createSlotsHandler(calcom, { eventTypeIds: [1], onError });
    const request = asked();
    const response = await answer(request);
    expect(response.status).toBe(504);
    expect(onError.mock.calls).toEqual([[error, request]]);
    expect(warn).not.toHaveBeenCalled();
  });

  it("is told to the client's logger where nobody else listens", async () => {
    const error = new TypeError("x");
    const { calcom, warn } = failing(error);
    const response = await createSlotsHandler(calcom, { eventTypeIds: [1] })(asked());
    expect(response.status).toBe(500);
    expect(warn.mock.calls).toEqual([["Free times were not served.", error]]);
  });

  it("of a listener goes to the logger, and changes nothing", async () => {
    const { calcom, warn } = failing(new TypeError("x"));
    for (const onError of [
      () => {
        throw new RangeError("y");
      },
      () => Promise.reject(new RangeError("y")),
    ]) {
      const answer = createSlotsHandler(calcom, { eventTypeIds: [1], onError });
      expect((await answer(asked())).status).toBe(500);
      expect(warn).toHaveBeenLastCalledWith("`onError` threw.", new RangeError("y"));
    }
  });

  it("keeps visitors waiting for no listener", async () => {
    const { calcom } = failing(new TypeError("x"));
    const onError = () => new Promise<void>(() => undefined);
    const answer = createSlotsHandler(calcom, { eventTypeIds: [1], onError });
    expect((await answer(asked())).status).toBe(500);
  });

  it("is no question that visitors put wrongly", async () => {
    const onError = vi.fn();
    const { ask } = createAnswering({ onError });
    expect((await ask({ start: "tomorrow" })).status).toBe(400);
    expect((await ask({ eventTypeId: "999" })).status).toBe(404);
    expect((await ask({}, { method: "POST" })).status).toBe(405);
    expect(onError).not.toHaveBeenCalled();
  });

  it("is an event type that Cal.com does not have", async () => {
    const onError = vi.fn();
    const { ask } = createAnswering({ eventTypeIds: [999], onError });
    expect((await ask({ eventTypeId: "999" })).status).toBe(404);
    expect(onError).toHaveBeenCalledOnce();
  });
});

describe("a visitor who leaves", () => {
  it("is no error, and disturbs nobody who has come for the same", async () => {
    const onError = vi.fn();
    const gate = deferred();
    const world = createAnswering();
    const fetch: typeof globalThis.fetch = async (...args) => {
      await gate.promise;
      return world.fake.fetch(...args);
    };
    const answer = createSlotsHandler(world.client({ fetch }), {
      ...{ eventTypeIds: [world.half.id], onError },
    });
    const leaving = new AbortController();
    const left = answer(world.requestOf({}, { signal: leaving.signal }));
    const stayed = answer(world.requestOf());
    leaving.abort();
    expect((await left).status).toBe(499);
    gate.resolve();
    expect((await stayed).status).toBe(200);
    expect(onError).not.toHaveBeenCalled();
  });
});

describe("a host that decides itself", () => {
  const world = createAnswering();
  const { calcom, half } = world;
  const query = { eventTypeId: half.id, start: DAY, end: DAY };
  const request = new Request(`https://host.example/dentist/${DAY}`);

  it("reads the question from what it likes, and no shared cache keeps the answer", async () => {
    const answer = createSlotsHandler(calcom, {
      questionOf: ({ url }) => {
        const day = url.slice(-10);
        return { eventTypeId: half.id, start: day, end: day };
      },
    });
    const response = await answer(request);
    expect(await response.json()).toEqual({ slots: (await calcom.slots.list(query)).slots });
    expect(response.headers.get("cache-control")).toBe("private, no-cache");
  });

  it("may say that everybody is given the same", async () => {
    const cdn = { maxAgeMs: 1_000 };
    const answer = createSlotsHandler(calcom, { questionOf: async () => query, cdn });
    expect((await answer(request)).headers.get("cache-control")).toBe("no-cache");
  });

  it("may answer itself, or throw its answer", async () => {
    const mine = () => new Response("Who are you?", { status: 401 });
    const given = createSlotsHandler(calcom, { questionOf: mine });
    expect(await (await given(request)).text()).toBe("Who are you?");
    const thrown = createSlotsHandler(calcom, {
      questionOf: () => {
        throw mine();
      },
    });
    expect((await thrown(request)).status).toBe(401);
  });

  it("has a wrong question refused, and a fault of its own told", async () => {
    const onError = vi.fn();
    const wrong = createSlotsHandler(calcom, {
      ...{ questionOf: () => ({ ...query, start: "tomorrow" }), onError },
    });
    expect((await wrong(request)).status).toBe(400);
    expect(onError).not.toHaveBeenCalled();
    const faulty = createSlotsHandler(calcom, {
      ...{ questionOf: () => Promise.reject(new TypeError("x")), onError },
    });
    expect((await faulty(request)).status).toBe(500);
    expect(onError).toHaveBeenCalledOnce();
  });
});
