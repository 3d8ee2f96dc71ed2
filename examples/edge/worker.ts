// The same as a module of Cloudflare Workers (flag `nodejs_compat`), beside which Bun, Deno and Node
// run it by examples/edge/serve.ts. Each isolate of Workers has a memory of its own, and a webhook
// reaches one of them: give the client a store they share, or short times to live.
import { CalcomClient } from "calcom-coherent";
import { type AnswerWebhook, createWebhookHandler } from "calcom-coherent/webhooks";

/** Variables and secrets, as `wrangler secret put` sets them. */
export interface Env {
  readonly CALCOM_API_KEY?: string | undefined;
  readonly CALCOM_BASE_URL?: string | undefined;
  readonly CALCOM_WEBHOOK_SECRET?: string | undefined;
}

/** What the platform offers to work that outlasts its answer. */
export interface Execution {
  waitUntil(work: Promise<unknown>): void;
}

interface App {
  readonly calcom: CalcomClient;
  readonly answer: AnswerWebhook;
}

let app: App | undefined;

// Once per isolate, and not sooner than the first request: before it there are no secrets.
function open(env: Env): App {
  const calcom = new CalcomClient({
    apiKey: env.CALCOM_API_KEY,
    baseUrl: env.CALCOM_BASE_URL ?? "https://api.cal.com/v2",
    webhookSecret: env.CALCOM_WEBHOOK_SECRET,
  });
  const answer = createWebhookHandler(calcom, {
    onBookingCreated: ({ payload }) => console.log("booked", payload.uid),
    onBookingCancelled: ({ payload }) => console.log("cancelled", payload.uid),
    onError: (error) => console.error(error),
  });
  return { calcom, answer };
}

async function handle(request: Request, env: Env, execution: Execution): Promise<Response> {
  app ??= open(env);
  const [place, eventTypeId, day = ""] = new URL(request.url).pathname.slice(1).split("/");
  if (request.method === "POST" && place === "webhooks") {
    return app.answer(request, { waitUntil: (work) => execution.waitUntil(work) });
  }
  if (request.method !== "GET" || place !== "slots") return new Response(null, { status: 404 });
  const query = { eventTypeId: Number(eventTypeId), start: day, end: day };
  const { slots, provenance } = await app.calcom.slots.list(query);
  return Response.json({ source: provenance.source, slots });
}

// biome-ignore lint/style/noDefaultExport: it is where Workers look.
export default { fetch: handle };
