import { readFileSync } from "node:fs";
import type { CalcomClient, CalcomClientOptions, CalcomEvents } from "../../../src/index.ts";
import { EmailHashes } from "../../../src/invalidation/email-hashes.ts";
import { signBody } from "../../../src/webhooks/signature.ts";
import { QUESTION, slotsWorld } from "../api/slots-stub.ts";

interface RecordedDelivery {
  readonly n: number;
  readonly url: string;
  readonly rawHeaders: readonly (readonly [string, string])[];
  readonly bodyUtf8: string;
}

const file = new URL("../../fixtures/webhook-deliveries.jsonl", import.meta.url);
export const deliveries: readonly RecordedDelivery[] = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

/** The secrets of the recorded subscriptions. */
export const RECORDED_SECRETS = ["whsec-user", "whsec-etB", "s3"];

export const BASE_URL = "https://api.cal.example/v2";
const hashes = new EmailHashes(`${BASE_URL} default`);
/** The tag of an address, as a client of the default namespace has it. */
export const emailTagOf = async (address: string) => `email:${await hashes.of(address)}`;

export function delivery(n: number): RecordedDelivery {
  const found = deliveries.find((one) => one.n === n);
  if (found === undefined) throw new Error(`There is no delivery ${n}`);
  return found;
}

/** A recorded delivery as a platform would hand it over. */
export function requestOf({ rawHeaders, bodyUtf8 }: RecordedDelivery): Request {
  const headers = rawHeaders.map(([name, value]): [string, string] => [name, value]);
  const skipped = new Set(["connection", "host", "content-length", "transfer-encoding"]);
  return new Request("https://app.example/hook", {
    method: "POST",
    headers: headers.filter(([name]) => !skipped.has(name.toLowerCase())),
    body: bodyUtf8,
  });
}

export const SECRET = "whsec-test";

/** Body and headers of a genuine delivery. */
export async function signed(body: string | Uint8Array | object, secret = SECRET) {
  const raw = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  return { body: raw, headers: { "X-Cal-Signature-256": await signBody(raw, secret) } };
}

export interface ReceiverOptions extends CalcomClientOptions {
  /** Event types whose only host is alice, user 1. */
  readonly known?: readonly number[];
}

const ALICE = { id: 1, email: "alice@example.test" };

/** A receiver whose answers about event type 1 are cached. */
export async function warmReceiver({ known = [], ...extra }: ReceiverOptions = {}) {
  const pools = Object.fromEntries(known.map((id) => [id, [ALICE]]));
  const options = { webhookSecret: SECRET, invalidation: { pools }, ...extra };
  const { calcom, clock } = slotsWorld(undefined, options);
  // Hosts are learned by reading, as in an application that has answered somebody before.
  for (const eventTypeId of new Set([1, ...known])) {
    await calcom.slots.list({ ...QUESTION, eventTypeId });
  }
  const heard = listen(calcom);
  const source = async () => (await calcom.slots.list(QUESTION)).provenance.source;
  return { calcom, clock, heard, source };
}

/** Notes what a client says it has invalidated. */
export function listen(calcom: CalcomClient): CalcomEvents["invalidated"][] {
  const heard: CalcomEvents["invalidated"][] = [];
  calcom.on("invalidated", (event) => heard.push(event));
  return heard;
}

export const sorted = (tags: readonly string[] | undefined) => [...(tags ?? [])].sort();
