import { describe, expect, it, vi } from "vitest";
import { createWebhookApiRoute, type NodeRequest } from "../../../src/adapters/next.ts";
import { listen } from "../../helpers/http-app.ts";
import { SECRET, signed, warmReceiver } from "../webhooks/deliveries.ts";

const BODY = { triggerEvent: "OOO_CREATED", payload: {} };

async function apiRoute(options: Parameters<typeof createWebhookApiRoute>[1] = {}) {
  const { calcom } = await warmReceiver();
  const route = createWebhookApiRoute(calcom, options);
  return (await listen((request, response) => void route(request, response))).url;
}

async function post(url: string, body: object | string, secret = SECRET) {
  const { headers } = await signed(body, secret);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return fetch(url, { method: "POST", headers, body: text });
}

describe("createWebhookApiRoute", () => {
  it("takes a delivery whose body Next has left alone", async () => {
    const onAny = vi.fn();
    const url = await apiRoute({ onAny });
    expect((await post(url, BODY)).status).toBe(204);
    expect(onAny).toHaveBeenCalledTimes(1);
  });

  it("answers before its handlers have ended where the platform keeps the work alive", async () => {
    const waitUntil = vi.fn();
    const url = await apiRoute({ waitUntil, onAny: () => new Promise(() => undefined) });
    expect((await post(url, BODY)).status).toBe(204);
    expect(waitUntil).toHaveBeenCalledWith(expect.any(Promise));
  });

  it("takes nothing but POST", async () => {
    expect((await fetch(await apiRoute())).status).toBe(405);
  });

  it("names the line that turns the parser off where that has changed the body", async () => {
    const { calcom } = await warmReceiver();
    const route = createWebhookApiRoute(calcom);
    const parsed = async (request: NodeRequest) => {
      let text = "";
      for await (const chunk of request) text += String(chunk);
      return Object.assign(request, { body: JSON.parse(text) as unknown });
    };
    const { url } = await listen(async (request, response) =>
      route(await parsed(request), response),
    );
    expect((await post(url, BODY)).status).toBe(204);
    const answer = await post(url, JSON.stringify(BODY, undefined, 2));
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain("bodyParser: false");
  });
});
