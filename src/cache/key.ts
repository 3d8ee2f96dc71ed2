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

/** Any text as a part of a key; also one that is not well-formed, which URI encoding alone refuses. */
export function encodeKeyPart(part: string): string {
  return encodeURIComponent(JSON.stringify(part).slice(1, -1));
}

/** Keys of a namespace on one Cal.com, and of one principal's answers in it. */
export function keysOf(options: { baseUrl: string; namespace: string; principal: string }): Keys {
  const world = `${encodeKeyPart(options.namespace)}:${encodeKeyPart(options.baseUrl)}`;
  return {
    // The braces keep a registry in one slot of a cluster, where one script reaches all of it.
    tagPrefix: `calcom:{${world}}:tag:`,
    entryPrefix: `calcom:entry:${world}:${encodeKeyPart(options.principal)}:`,
    notePrefix: `calcom:note:${world}:`,
  };
}

/** A stable key for a question: property order does not matter, `undefined` counts as absent. */
export function questionKey(parts: readonly JsonValue[]): string {
  if (!Array.isArray(parts)) throw notJson();
  try {
    return JSON.stringify(parts, checkedPart);
  } catch (cause) {
    throw cause instanceof ConfigurationError ? cause : notJson();
  }
}

function checkedPart(this: unknown, _name: string, value: unknown): unknown {
  if (value === undefined && Array.isArray(this)) throw notJson();
  if (typeof value !== "object" || value === null) return checkedScalar(value);
  if (Array.isArray(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw notJson();
  const object = value as Record<string, unknown>;
  const names = Object.keys(object).sort();
  return Object.fromEntries(names.map((name) => [name, object[name]]));
}

function checkedScalar(value: unknown): unknown {
  const isJson = ["string", "boolean", "undefined"].includes(typeof value) || value === null;
  if (isJson || (typeof value === "number" && Number.isFinite(value))) return value;
  throw notJson();
}

function notJson(): ConfigurationError {
  return new ConfigurationError(
    "A layer's key must be an array of JSON values: strings, finite numbers, booleans, null.",
  );
}
