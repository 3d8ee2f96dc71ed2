import { describe, expect, it } from "vitest";
import { CalcomClient, ConfigurationError, memoryStore } from "../../../src/index.ts";
import { stubFetch } from "./stub-fetch.ts";

const baseUrl = "https://api.cal.example/v2";
const CLIENT = { id: "client-1", secretKey: "platform-secret" };
const LISTED = { status: "success", data: [] };

describe("a client of the platform", () => {
  it("names itself with each request", async () => {
    const { fetch, requests } = stubFetch(() => Response.json(LISTED));
    const calcom = new CalcomClient({ baseUrl, fetch, oAuthClient: CLIENT });
    await calcom.webhooks.list({ oAuthClientId: CLIENT.id });
    expect(new URL(requests[0]?.url ?? "").pathname).toBe("/v2/oauth-clients/client-1/webhooks");
    expect(requests[0]?.headers.get("x-cal-client-id")).toBe(CLIENT.id);
    expect(requests[0]?.headers.get("x-cal-secret-key")).toBe(CLIENT.secretKey);
    expect(requests[0]?.headers.has("authorization")).toBe(false);
  });

  it("names itself beside a managed user's token", async () => {
    const { fetch, requests } = stubFetch(() => Response.json(LISTED));
    const calcom = new CalcomClient({ baseUrl, fetch, apiKey: "token", oAuthClient: CLIENT });
    await calcom.webhooks.list();
    expect(requests[0]?.headers.get("authorization")).toBe("Bearer token");
    expect(requests[0]?.headers.get("x-cal-client-id")).toBe(CLIENT.id);
  });

  it("is another principal than others, whose answers it is not given", async () => {
    const { fetch, requests } = stubFetch(() => Response.json({ data: {} }));
    const store = memoryStore();
    const question = { eventTypeId: 1, start: "2026-12-07", end: "2026-12-07" };
    const invalidation = { pools: "off" } as const;
    const shared = { baseUrl, fetch, store, invalidation };
    const others = [CLIENT, { ...CLIENT, id: "client-2" }, undefined];
    for (const oAuthClient of others) {
      const calcom = new CalcomClient({ ...shared, apiKey: "token", oAuthClient });
      await calcom.slots.list(question);
    }
    expect(requests).toHaveLength(others.length);
  });

  it("cannot be named by an id that is a path", async () => {
    const { fetch, requests } = stubFetch(() => Response.json(LISTED));
    const calcom = new CalcomClient({ baseUrl, fetch, oAuthClient: CLIENT });
    const listing = calcom.webhooks.list({ oAuthClientId: "../me" });
    await expect(listing).rejects.toMatchObject({ code: "invalid_input" });
    expect(requests).toEqual([]);
  });
});

describe("a credential that cannot be sent", () => {
  it.each([
    ["an empty key", { apiKey: "" }],
    ["a key with a line break", { apiKey: "cal_live_a\nb" }],
    ["a client without a secret", { oAuthClient: { id: "client-1" } }],
    ["a client with an empty id", { oAuthClient: { id: "", secretKey: "s" } }],
    ["a client that is none", { oAuthClient: null }],
  ])("%s is refused without being quoted", (_what, options) => {
    const make = () => new CalcomClient(options as never);
    expect(make).toThrow(ConfigurationError);
    expect(make).not.toThrow(/cal_live/);
  });
});
