import { readFileSync } from "node:fs";

/** One delivery of the recorded server, its body byte by byte. */
export interface RecordedDelivery {
  readonly n: number;
  readonly url: string;
  readonly rawHeaders: readonly (readonly [string, string])[];
  readonly bodyUtf8: string;
}

const file = new URL("../fixtures/webhook-deliveries.jsonl", import.meta.url);

/** What the recorded server delivered. */
export const deliveries: readonly RecordedDelivery[] = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

/** The secrets of the recorded subscriptions. */
export const secrets: Readonly<Record<string, string>> = {
  "/hook/user": "whsec-user",
  "/hook/et-B": "whsec-etB",
  "/hook/et-D-template": "s3",
  "/hook/team": "whsec-team",
};

export function delivery(n: number): RecordedDelivery {
  const found = deliveries.find((one) => one.n === n);
  if (found === undefined) throw new Error(`There is no delivery ${n}`);
  return found;
}

const formOf = (text: string): string =>
  text
    .replace(/^\d{4}(-\d\d){2}T\d\d(:\d\d){2}/, "<time>")
    .replace(/^<time>\.\d{3}/, "<time>.<ms>");

/** Key sets at every depth, with the form of each time instead of the time. */
export function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value === "string") return formOf(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, VARIABLE.has(key) ? "<>" : shape(item)]),
  );
}

// What names one booking, one run or one host.
const VARIABLE = new Set([
  "uid",
  "bookingId",
  "rescheduleId",
  "rescheduleUid",
  "iCalUID",
  "bookerUrl",
  "oneTimePassword",
  "conferenceData",
]);
