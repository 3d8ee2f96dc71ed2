import { CalcomClient } from "calcom-coherent";
import {
  bridgeToNextCache,
  createWebhookApiRoute,
  createWebhookRoute,
  nextLife,
  nextTags,
} from "calcom-coherent/next";
import { cacheLife, cacheTag, revalidateTag } from "next/cache";
// "next" itself would change what `process.env` is in all of the project.
import type { NextApiHandler } from "next/dist/shared/lib/utils";
import { after } from "next/server";
import { describe, expectTypeOf, it } from "vitest";

const calcom = new CalcomClient();

describe("what Next gives and takes", () => {
  it("is its `after`, for a route handler", () => {
    const POST = createWebhookRoute(calcom, { after });
    expectTypeOf(POST).toExtend<(request: Request) => Promise<Response>>();
  });

  it("is an API route", () => {
    expectTypeOf(createWebhookApiRoute(calcom)).toExtend<NextApiHandler>();
  });

  it("is its `revalidateTag`, and that of Next 15 and older", () => {
    expectTypeOf(bridgeToNextCache).toBeCallableWith(calcom, { revalidateTag });
    const ofNext15 = (_tag: string): undefined => undefined;
    expectTypeOf(bridgeToNextCache).toBeCallableWith(calcom, { revalidateTag: ofNext15 });
  });

  it("is tags and a life of what a layer or the slots have given", async () => {
    const { provenance } = await calcom.slots.list({ eventTypeId: 1, start: "", end: "" });
    expectTypeOf(cacheTag).toBeCallableWith(...nextTags(provenance));
    expectTypeOf(cacheLife).toBeCallableWith(nextLife(provenance, provenance));
  });
});
