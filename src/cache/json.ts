import { ConfigurationError } from "../errors.ts";
import { deepFreeze } from "../freeze.ts";

/** Anything JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** What a value looks like after a journey through a store: the first answer equals the later ones. */
export function throughJson(value: unknown): unknown {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new ConfigurationError("A layer's load must return a value that JSON can hold.", {
      cause,
    });
  }
  if (text === undefined) {
    throw new ConfigurationError(
      "A layer's load returned undefined or a function; return a JSON value, null for nothing.",
    );
  }
  return deepFreeze(JSON.parse(text));
}
