import { CalcomClient, WebhookSignatureError } from "../../src/index.ts";
import { createVirtualClock } from "../../src/testing/virtual-clock.ts";
import { NO_SECRET_SIGNATURE, signBody } from "../../src/webhooks/signature.ts";
import { type RecordedDelivery, secrets } from "./deliveries.ts";
import { expectedTags } from "./expected-tags.ts";
import type { Comparison } from "./replaying.ts";

const OTHER_SECRET = "whsec-somebody-else";

function clientWith(webhookSecret: string): CalcomClient {
  const clock = createVirtualClock();
  return new CalcomClient({ webhookSecret, clock, invalidation: { pools: "off" } });
}

async function isTaken(secret: string, body: string, headers: Headers): Promise<boolean> {
  const client = clientWith(secret);
  try {
    await client.handleWebhook({ body, headers });
    return true;
  } catch (error) {
    if (error instanceof WebhookSignatureError) return false;
    throw error;
  } finally {
    await client.close();
  }
}

/**
 * Whether a delivery is told from a forged one: taken with the secret of its subscription, and with
 * no other; not once a byte has changed. One of a subscription without secret is not taken at all.
 */
export async function verification(delivery: RecordedDelivery): Promise<Comparison> {
  const { bodyUtf8: body } = delivery;
  const headers = headersOf(delivery);
  const secret = secrets[delivery.url];
  const isSigned = headers.get("x-cal-signature-256") !== NO_SECRET_SIGNATURE;
  const given = {
    genuine: await isTaken(secret ?? OTHER_SECRET, body, headers),
    otherSecret: await isTaken(OTHER_SECRET, body, headers),
    changed: await isTaken(secret ?? OTHER_SECRET, `${body} `, headers),
  };
  return { given, expected: { genuine: isSigned, otherSecret: false, changed: false } };
}

/** What becomes of a delivery, signed anew so that it is looked at in any case. */
export async function parsing(delivery: RecordedDelivery): Promise<Comparison> {
  const { bodyUtf8: body } = delivery;
  const headers = { "x-cal-signature-256": await signBody(body, OTHER_SECRET) };
  const client = clientWith(OTHER_SECRET);
  try {
    const { duplicate, event, invalidated } = await client.handleWebhook({ body, headers });
    const json: Readonly<Record<string, unknown>> = JSON.parse(body);
    const { createdAt, payload = json, triggerEvent } = json;
    return {
      given: { duplicate, event, invalidated: [...invalidated].sort() },
      expected: {
        duplicate: false,
        event: { createdAt, payload, triggerEvent },
        invalidated: await expectedTags(delivery),
      },
    };
  } finally {
    await client.close();
  }
}

function headersOf({ rawHeaders }: RecordedDelivery): Headers {
  return new Headers(rawHeaders.map(([name, value]): [string, string] => [name, value]));
}
