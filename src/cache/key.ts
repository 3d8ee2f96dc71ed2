import { ConfigurationError } from "../errors.ts";
import type { JsonValue } from "./json.ts";

/** The parts of every key of one client. Colons separate; parts are encoded, so none can imitate one. */
export interface Keys {
  /** Put before a tag: everybody of the namespace shares it. */
  readonly tagPrefix: string;
  /** Put before a layer: one principal's answers. */
  readonly entryPrefix: string;
  /** Put before what is remembered about bookings and deliveries. */
  readonly notePrefix: string;
}

const encode = (part: string) => encodeURIComponent(part);

/** Keys of a namespace on one Cal.com, and of one principal's answers in it. */
export function keysOf(options: { baseUrl: string; namespace: string; principal: string }): Keys {
  const root = `calcom:{${encode(options.namespace)}:${encode(options.baseUrl)}}`;
  return {
    tagPrefix: `${root}:tag:`,
    entryPrefix: `${root}:entry:${encode(options.principal)}:`,
    notePrefix: `${root}:note:`,
  };
}

/** A stable key for a question: property order does not matter, `undefined` counts as absent. */
export function questionKey(parts: readonly JsonValue[]): string {
  return JSON.stringify(parts, (_name, value: unknown) => {
    if (typeof value === "number" && !Number.isFinite(value)) throw notJson();
    if (typeof value === "bigint" || typeof value === "function" || typeof value === "symbol")
      throw notJson();
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const object = value as Record<string, unknown>;
    return Object.fromEntries(
      Object.keys(object)
        .sort()
        .map((name) => [name, object[name]]),
    );
  });
}

function notJson(): ConfigurationError {
  return new ConfigurationError(
    "A layer's key must be an array of JSON values: strings, finite numbers, booleans, null.",
  );
}
