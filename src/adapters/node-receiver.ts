import { ConfigurationError, WebhookSignatureError } from "../errors.ts";
import type {
  ReceivedWebhook,
  WebhookReceiver,
  WebhookRequest,
  WebhookTools,
} from "../webhooks/index.ts";
import { SIGNATURE_HEADER } from "../webhooks/signature.ts";
import { deliveryOf, type NodeDelivery, type NodeRequest } from "./node-request.ts";

const LINE_OF_EXPRESS =
  "Mount the webhook's route ahead of `express.json()`, or let it keep the bytes: `express.json({ verify: keepRawBody })`, with `keepRawBody` of `calcom-coherent/express`.";

/** A receiver of requests of `node:http`; says which line is missing where a parser was first. */
export class NodeReceiver implements WebhookReceiver {
  readonly webhookTools?: WebhookTools;
  readonly #calcom: WebhookReceiver;
  readonly #line: string;
  readonly #deliveries = new WeakMap<WebhookRequest, NodeDelivery>();

  /** @param line what has to be written where a parser was first */
  constructor(calcom: WebhookReceiver, line = LINE_OF_EXPRESS) {
    this.#calcom = calcom;
    if (calcom.webhookTools !== undefined) this.webhookTools = calcom.webhookTools;
    this.#line = line;
  }

  requestOf(incoming: NodeRequest): WebhookRequest {
    const delivery = deliveryOf(incoming);
    this.#deliveries.set(delivery.request, delivery);
    return delivery.request;
  }

  async receiveWebhook(request: WebhookRequest): Promise<ReceivedWebhook> {
    try {
      return await this.#calcom.receiveWebhook(request);
    } catch (error) {
      throw explained(error, this.#deliveries.get(request), this.#line);
    }
  }
}

function explained(error: unknown, delivery: NodeDelivery | undefined, line: string): unknown {
  const signature = delivery?.headers.get(SIGNATURE_HEADER) ?? "";
  // What bears no signature of Cal.com's would be refused with its bytes as well.
  if (!(error instanceof WebhookSignatureError) || !/^[0-9a-f]{64}$/i.test(signature)) return error;
  switch (delivery?.body) {
    case "gone":
      return new ConfigurationError(
        `The body was read before it came here, and nothing of it was left. ${line}`,
        { code: "webhook_payload" },
      );
    case "rewritten":
      return new WebhookSignatureError(
        `The body was parsed before it came here, and as it was left the signature fits none of the secrets. Check the secret. ${line}`,
      );
    default:
      return error;
  }
}
