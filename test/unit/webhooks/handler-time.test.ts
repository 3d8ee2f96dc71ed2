import { describe, expect, it, vi } from "vitest";
import { settle } from "../../../src/testing/virtual-clock.ts";
import type { AnswerContext, WebhookHandlerOptions } from "../../../src/webhooks/index.ts";
import { deferred } from "../../helpers/deferred.ts";
import { CREATED, handling, posted } from "./handler-setup.ts";

/** A delivery whose handler goes on until it is let go, or fails then. */
async function slow(options: WebhookHandlerOptions = {}, failure?: Error) {
  const gate = deferred<void>();
  const started = deferred<void>();
  const onAny = async () => {
    started.resolve();
    await gate.promise;
    if (failure !== undefined) throw failure;
  };
  const world = await handling({ onAny, ...options });
  let status: number | undefined;
  /** Resolves when the handler is at work. */
  const begin = async (context?: AnswerContext) => {
    const request = await posted();
    void world.answer(request, context).then((response) => {
      status = response.status;
    });
    await started.promise;
    await settle();
  };
  const isNew = async () => !(await world.calcom.receiveWebhook(await posted())).duplicate;
  return { ...world, gate, begin, isNew, answered: () => status };
}

describe("handlers are waited for", () => {
  it("for two seconds, and go on after that", async () => {
    const onError = vi.fn();
    const { begin, answered, clock, gate, isNew } = await slow({ onError });
    await begin();
    await clock.advance(1_999);
    expect(answered()).toBeUndefined();
    await clock.advance(1);
    expect(answered()).toBe(204);
    gate.resolve();
    await settle();
    await clock.advance(70_000);
    expect(await isNew()).toBe(false);
    expect(onError).not.toHaveBeenCalled();
  });

  it.each([
    [5_000, 4_999, undefined],
    [5_000, 5_000, 204],
    [50, 50, 204],
    [0, 0, 204],
  ])("as long as told: %i ms", async (answerWithinMs, afterMs, status) => {
    const { begin, answered, clock } = await slow({ answerWithinMs });
    await begin();
    await clock.advance(afterMs);
    expect(answered()).toBe(status);
  });

  it("and no longer than they take", async () => {
    const { begin, answered, gate } = await slow();
    await begin();
    gate.resolve();
    await settle();
    expect(answered()).toBe(204);
  });

  it("so that one which fails after the answer is told all the same, and forgotten", async () => {
    const onError = vi.fn();
    const failure = new Error("too late");
    const { begin, answered, clock, gate, isNew } = await slow({ onError }, failure);
    await begin();
    await clock.advance(2_000);
    expect(answered()).toBe(204);
    gate.resolve();
    await settle();
    expect(onError.mock.calls).toEqual([[failure, CREATED]]);
    expect(await isNew()).toBe(true);
  });

  it("of a refused delivery no longer either", async () => {
    const asked = deferred<void>();
    const onError = () => {
      asked.resolve();
      return new Promise<void>(() => undefined);
    };
    const { answer, clock } = await handling({ onError });
    const answered = answer(await posted(CREATED, "forged"));
    await asked.promise;
    await clock.advance(2_000);
    expect((await answered).status).toBe(401);
  });
});

describe("where the platform lets work go on", () => {
  it("Cal.com is answered first", async () => {
    const { begin, answered, gate, isNew } = await slow();
    const works: Promise<unknown>[] = [];
    await begin({ waitUntil: (work) => void works.push(work) });
    expect(answered()).toBe(204);
    gate.resolve();
    await Promise.all(works);
    expect(works).toHaveLength(1);
    expect(await isNew()).toBe(false);
  });

  it("its own object is what it is called on", async () => {
    const { begin, answered } = await slow();
    class Platform {
      readonly #works: Promise<unknown>[] = [];
      get count() {
        return this.#works.length;
      }
      waitUntil(work: Promise<unknown>) {
        this.#works.push(work);
      }
    }
    const platform = new Platform();
    await begin(platform);
    expect([answered(), platform.count]).toEqual([204, 1]);
  });

  it("work that fails there is told and forgotten, and does not reject", async () => {
    const failure = new Error("no");
    const onError = vi.fn();
    const { answer, calcom } = await handling({ onAny: () => Promise.reject(failure), onError });
    const works: Promise<unknown>[] = [];
    const response = await answer(await posted(), { waitUntil: (work) => void works.push(work) });
    expect(response.status).toBe(204);
    await Promise.all(works);
    expect(onError.mock.calls).toEqual([[failure, CREATED]]);
    expect((await calcom.receiveWebhook(await posted())).duplicate).toBe(false);
  });

  it("a platform that refuses does not cost the event its handlers", async () => {
    const onAny = vi.fn();
    const { answer, warn } = await handling({ onAny });
    const waitUntil = () => {
      throw new TypeError("outside of a request");
    };
    expect((await answer(await posted(), { waitUntil })).status).toBe(204);
    expect(onAny).toHaveBeenCalledOnce();
    expect(warn).toHaveBeenCalledOnce();
  });
});

describe("just before an answer that took long everything is settled again", () => {
  const bumpsOf = async (ms: number, context: AnswerContext = {}) => {
    const { begin, heard, clock, gate } = await slow();
    await begin(context);
    await clock.advance(ms);
    gate.resolve();
    await settle();
    return heard.length;
  };

  it("so that settling is reckoned from the answer", async () => {
    expect(await bumpsOf(99)).toBe(1);
    expect(await bumpsOf(100)).toBe(2);
    expect(await bumpsOf(10_000)).toBe(2);
  });

  it("but not after an answer that did not wait", async () => {
    expect(await bumpsOf(10_000, { waitUntil: () => undefined })).toBe(1);
  });
});
