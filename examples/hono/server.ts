// A Hono application on Node whose answers never outlive a booking. From the root of this repository:
//   CALCOM_WEBHOOK_SECRET=... npx tsx --tsconfig tsconfig.json examples/hono/server.ts
import { serve } from "@hono/node-server";
import { CalcomClient } from "calcom-coherent";
import { createWebhookHandler } from "calcom-coherent/webhooks";
import { Hono } from "hono";

const calcom = new CalcomClient({
  apiKey: process.env.CALCOM_API_KEY,
  baseUrl: process.env.CALCOM_BASE_URL ?? "https://api.cal.com/v2",
  webhookSecret: process.env.CALCOM_WEBHOOK_SECRET,
});

const answer = createWebhookHandler(calcom, {
  onBookingCreated: ({ payload }) => console.log("booked", payload.uid),
  onBookingCancelled: ({ payload }) => console.log("cancelled", payload.uid),
  onError: (error) => console.error(error),
});
// A server goes on after an answer by itself; on Workers this is `context.executionCtx`.
const execution = { waitUntil: () => undefined };

const app = new Hono();

app.post("/webhooks/calcom", (context) => answer(context.req.raw, execution));

app.get("/slots/:eventTypeId/:day", async (context) => {
  const { eventTypeId, day } = context.req.param();
  const query = { eventTypeId: Number(eventTypeId), start: day, end: day };
  const { slots, provenance } = await calcom.slots.list(query);
  return context.json({ source: provenance.source, slots });
});

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) }, ({ port }) => {
  console.log(`listening on http://127.0.0.1:${port}`);
});
