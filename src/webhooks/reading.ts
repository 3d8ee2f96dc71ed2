import {
  contentOf,
  type MappedWebhook,
  type ReadEvent,
  readEvent,
  readMapped,
  unreadable,
} from "./parse.ts";

export interface ReadingDeps {
  /** The application's own understanding of templated bodies. */
  readonly mapBody?: ((body: unknown) => MappedWebhook | undefined) | undefined;
  readonly warn: (message: string, details?: unknown) => void;
}

/** Reads a verified body: by the application's mapping where it has one, else as Cal.com writes it. */
export function readDelivery(
  bytes: Uint8Array,
  { mapBody, warn }: ReadingDeps,
): ReadEvent & { readonly content: unknown } {
  const { content, isText } = contentOf(bytes);
  if (!isText) return { ...unreadable("template"), content };
  if (mapBody === undefined) return { ...readEvent(content), content };
  let result: unknown;
  let read: ReadEvent | undefined;
  try {
    result = mapBody(content);
    // What it gave may throw when it is looked at.
    read = readMapped(result);
  } catch (error) {
    warn("`webhooks.mapBody` threw; the delivery counts as one that nobody understands.", error);
    return { ...unreadable("mapping"), content };
  }
  if (result === undefined) return { ...readEvent(content), content };
  if (read !== undefined) return { ...read, content };
  if (result instanceof Promise) result.catch(() => undefined);
  warn(
    "`webhooks.mapBody` gave something else than { triggerEvent, payload }; the delivery counts as one that nobody understands. It is to give an event, or `undefined`, at once and not as a promise.",
  );
  return { ...unreadable("mapping"), content };
}
