// A Fastify application whose answers never outlive a booking. From the root of this repository:
//   CALCOM_WEBHOOK_SECRET=... npx tsx --tsconfig tsconfig.json examples/fastify/server.ts
import { CalcomClient } from "calcom-coherent";
import { createWebhookHandler } from "calcom-coherent/webhooks";
import fastify from "fastify";

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
// A server goes on after an answer by itself, so that Cal.com need not wait for the handlers.
const context = { waitUntil: () => undefined };

const app = fastify();

// In a scope of its own: everywhere else Fastify parses JSON as ever.
app.register(async (webhooks) => {
  // The signature covers the bytes as they came, whatever type a template gives them.
  webhooks.removeAllContentTypeParsers();
  webhooks.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
    done(null, body);
  });
  webhooks.post<{ Body: Uint8Array | undefined }>("/webhooks/calcom", (request) =>
    answer({ body: request.body ?? "", headers: request.headers }, context),
  );
});

app.get<{ Params: { eventTypeId: string; day: string } }>(
  "/slots/:eventTypeId/:day",
  async ({ params: { eventTypeId, day } }) => {
    const query = { eventTypeId: Number(eventTypeId), start: day, end: day };
    const { slots, provenance } = await calcom.slots.list(query);
    return { source: provenance.source, slots };
  },
);

console.log(`listening on ${await app.listen({ port: Number(process.env.PORT ?? 3000) })}`);
