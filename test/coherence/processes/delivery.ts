import { pick } from "../histories/choice.ts";
import type { CalCom } from "./cal-com.ts";
import { type Counts, count } from "./counts.ts";
import { sleep } from "./pace.ts";
import { CHANGE_HEADER } from "./settings.ts";

const LONGEST_DELIVERY_MS = 2_000;
const LATEST_MS = 3_000;

/** The way of webhooks to their receivers: most come at once. */
export function createDelivery(
  random: () => number,
  counts: Counts,
  ports: () => readonly number[],
) {
  return async (calCom: CalCom, request: Request): Promise<Response> => {
    const body = await request.text();
    const headers = new Headers(request.headers);
    headers.set(CHANGE_HEADER, calCom.current() ?? "nobody");
    const send = async () => {
      const port = pick(ports(), random);
      const signal = AbortSignal.timeout(LONGEST_DELIVERY_MS);
      const init = { method: "POST", headers, body, signal };
      return globalThis.fetch(`http://127.0.0.1:${port}/`, init).catch(() => Response.error());
    };
    const place = random();
    if (place < 0.25) {
      count(counts, "a webhook is lost");
      return Response.error();
    }
    if (place < 0.35) {
      count(counts, "a webhook comes late");
      void sleep(random() * LATEST_MS).then(send);
      return new Response(null, { status: 204 });
    }
    if (place < 0.45) {
      count(counts, "a webhook comes twice");
      void send();
    }
    return send();
  };
}
