import { signBody } from "../../src/webhooks/signature.ts";
import { deliveries, type RecordedDelivery, secrets } from "../conformance/deliveries.ts";

/** The secrets of every recorded subscription that has one. */
export const ALL_SECRETS = Object.values(secrets);

/** The recorded deliveries that bear a signature; the others nobody may take. */
export const signedDeliveries = deliveries.filter(({ url }) => secrets[url] !== undefined);

const SENT_BY_FETCH = new Set(["connection", "host", "content-length", "accept-encoding"]);

/** Sends a recorded delivery with its own headers, byte by byte. */
export function sendRecorded(
  url: string,
  { rawHeaders, bodyUtf8 }: RecordedDelivery,
  contentType?: string,
): Promise<Response> {
  const headers = new Headers();
  for (const [name, value] of rawHeaders) {
    if (!SENT_BY_FETCH.has(name.toLowerCase())) headers.set(name, value);
  }
  if (contentType !== undefined) headers.set("content-type", contentType);
  return fetch(url, { method: "POST", headers, body: bodyUtf8 });
}

/** Sends all of them, one after another. @returns the statuses that were answered */
export async function sendAllRecorded(url: string, contentType?: string): Promise<number[]> {
  const statuses: number[] = [];
  for (const one of signedDeliveries) {
    statuses.push((await sendRecorded(url, one, contentType)).status);
  }
  return statuses;
}

/** Posts a body that a secret has signed. */
export async function postSigned(url: string, body: object | string, secret: string) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = { "x-cal-signature-256": await signBody(text, secret) };
  return fetch(url, { method: "POST", headers, body: text });
}
