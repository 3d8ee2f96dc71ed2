import { CalcomClient } from "calcom-coherent";
import { createSlotsMiddleware } from "calcom-coherent/express";
import {
  type AnswerHttp,
  cdnTags,
  createSlotsHandler,
  type ProblemCode,
  wholeDays,
} from "calcom-coherent/slots";
import { describe, expectTypeOf, it } from "vitest";

const calcom = new CalcomClient();
const week = { start: "2026-12-07", end: "2026-12-13" };

describe("slots over HTTP", () => {
  it("are a handler in the form of fetch", () => {
    expectTypeOf(createSlotsHandler(calcom, { eventTypeIds: [1] })).toEqualTypeOf<AnswerHttp>();
    expectTypeOf<AnswerHttp>().toEqualTypeOf<(request: Request) => Promise<Response>>();
  });

  it("are asked for by an address, or by the host, and not by both", () => {
    createSlotsHandler(calcom, { eventTypeIds: [1], maxDays: 7, cdn: { maxAgeMs: 1_000 } });
    createSlotsHandler(calcom, { questionOf: () => ({ eventTypeId: 1, ...week }) });
    createSlotsHandler(calcom, { questionOf: async () => new Response(null, { status: 401 }) });
    createSlotsMiddleware(calcom, { eventTypeIds: [1] });
    // @ts-expect-error: somebody has to decide what may be asked for
    createSlotsHandler(calcom, {});
    // @ts-expect-error: and one alone
    createSlotsHandler(calcom, { eventTypeIds: [1], questionOf: () => new Response() });
    // @ts-expect-error: a CDN is told for how long
    createSlotsHandler(calcom, { eventTypeIds: [1], cdn: {} });
    // @ts-expect-error: a question without a window is none
    createSlotsHandler(calcom, { questionOf: () => ({ eventTypeId: 1 }) });
  });

  it("are asked for by windows of whole days", () => {
    expectTypeOf(calcom.slots.list).toBeCallableWith({ eventTypeId: 1, ...wholeDays(week) });
  });

  it("are purged by the tags of an event", () => {
    calcom.on("invalidated", ({ tags }) => {
      expectTypeOf(cdnTags(tags)).toEqualTypeOf<Promise<readonly string[]>>();
    });
  });

  it("are refused with codes to switch on", () => {
    expectTypeOf<"bad_question" | "rate_limited">().toExtend<ProblemCode>();
  });
});
