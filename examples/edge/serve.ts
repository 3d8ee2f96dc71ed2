// examples/edge/worker.ts on Node. From the root of this repository:
//   CALCOM_WEBHOOK_SECRET=... npx tsx --tsconfig tsconfig.json examples/edge/serve.ts
// On Bun `Bun.serve({ port, fetch })` does the same, on Deno `Deno.serve({ port }, fetch)`.
import { serve } from "@hono/node-server";
import worker from "./worker.ts";

// What goes on after an answer needs nobody to keep it alive here.
const execution = { waitUntil: () => undefined };
const fetch = (request: Request) => worker.fetch(request, process.env, execution);

serve({ fetch, port: Number(process.env.PORT ?? 3000) }, ({ port }) => {
  console.log(`listening on http://127.0.0.1:${port}`);
});
