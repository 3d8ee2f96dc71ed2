import { expect, it } from "vitest";
import type { CalcomClient } from "../../../src/index.ts";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

const DELETIONS: Readonly<Record<string, (calcom: CalcomClient) => Promise<unknown>>> = {
  eventTypes: ({ eventTypes }) => eventTypes.delete(1),
  schedules: ({ schedules }) => schedules.delete(1),
  outOfOffice: ({ outOfOffice }) => outOfOffice.delete(1),
  reservations: ({ reservations }) => reservations.delete("uid"),
  webhooks: ({ webhooks }) => webhooks.delete("id"),
};

it.each(Object.keys(DELETIONS))("%s: 204 says that it is done", async (name) => {
  const { calcom } = stubbedClient(() => new Response(null, { status: 204 }));
  const result = await DELETIONS[name]?.(calcom);
  expect(result).toEqual(name === "webhooks" ? undefined : { coherence: "confirmed" });
});

it.each(Object.keys(DELETIONS))("%s: an empty 200 may be anybody's", async (name) => {
  const { calcom } = stubbedClient(() => new Response(""));
  const code = name === "webhooks" ? "invalid_response" : "unknown_outcome";
  expect(await errorOf(Promise.resolve(DELETIONS[name]?.(calcom)))).toMatchObject({ code });
});
