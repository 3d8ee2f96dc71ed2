// A process that takes webhooks by Express and keeps its answers on Redis; it can be told to stand
// still in the middle of a delivery, so that it can be killed there.
import type { AddressInfo } from "node:net";
import express from "express";
import { createWebhookMiddleware } from "../../src/adapters/express.ts";
import { CalcomClient } from "../../src/index.ts";
import { redisStore } from "../../src/redis.ts";
import type { WebhookReceiver } from "../../src/webhooks/index.ts";
import type { WebhookSettings, WebhookTold } from "./webhook-process.ts";

const { redisUrl, eventTypeId, host, stopsAt, ...options } = JSON.parse(
  process.argv[2] ?? "",
) as WebhookSettings;
const calcom = new CalcomClient({
  // A machine with few processors is slow, and this is not about that.
  ...{ ...options, store: redisStore({ url: redisUrl }), storeTimeoutMs: 5_000 },
  invalidation: { pools: { [eventTypeId]: [host] } },
});

const tell = (told: WebhookTold) => process.send?.(told);
const never = new Promise<never>(() => undefined);
const reach = async (what: "confirmed" | "handling") => {
  tell({ what });
  if (stopsAt === what) await never;
};

const receiver: WebhookReceiver = {
  async receiveWebhook(request) {
    const received = await calcom.receiveWebhook(request);
    await reach("confirmed");
    return received;
  },
};
const middleware = createWebhookMiddleware(receiver, {
  async onBookingCreated() {
    await reach("handling");
    tell({ what: "handled" });
  },
});
const server = express()
  .post("/hook", middleware)
  .listen(0, "127.0.0.1", () => {
    tell({ what: "listening", port: (server.address() as AddressInfo).port });
  });
process.on("disconnect", () => process.exit());
