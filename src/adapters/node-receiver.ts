import { ConfigurationError, WebhookSignatureError } from "../errors.ts";
import type { ReceivedWebhook, WebhookReceiver, WebhookRequest } from "../webhooks/index.ts";
import { headerOf } from "../webhooks/parse.ts";
import { SIGNATURE_HEADER } from "../webhooks/signature.ts";
import { deliveryOf, type NodeDelivery, type NodeRequest } from "./node-request.ts";

const LINE =
  "Mount the webhook's route ahead of `express.json()`, or let it keep the bytes: `express.json({ verify: keepRawBody })`, with `keepRawBody` of `calcom-coherent/express`.";

/** A receiver of requests of `node:http`; says which line is missing where a parser was first. */
export class NodeReceiver implements WebhookReceiver {
  readonly #calcom: WebhookReceiver;
  readonly #bodies = new WeakMap<WebhookRequest, NodeDelivery["body"]>();

  constructor(calcom: WebhookReceiver) {
    this.#calcom = calcom;
  }

  requestOf(incoming: NodeRequest): WebhookRequest {
    const { request, body } = deliveryOf(incoming);
    this.#bodies.set(request, body);
    return request;
  }

  async receiveWebhook(request: WebhookRequest): Promise<ReceivedWebhook> {
    try {
      return await this.#calcom.receiveWebhook(request);
    } catch (error) {
      throw isMisfit(error, request) ? this.#explained(error, request) : error;
    }
  }

  #explained(error: WebhookSignatureError, request: WebhookRequest) {
    switch (this.#bodies.get(request)) {
      case "gone":
        return new ConfigurationError(
          `The body was read before it came here, and nothing of it was left. ${LINE}`,
          { code: "webhook_payload" },
        );
      case "rewritten":
        return new WebhookSignatureError(
          `The body was parsed before it came here, and as it was left the signature fits none of the secrets. Check the secret. ${LINE}`,
        );
      default:
        return error;
    }
  }
}

// What bears no signature of Cal.com's would be refused with its bytes as well.
function isMisfit(error: unknown, request: WebhookRequest): error is WebhookSignatureError {
  const signature = headerOf(request, SIGNATURE_HEADER)?.trim() ?? "";
  return error instanceof WebhookSignatureError && /^[0-9a-f]{64}$/i.test(signature);
}
