import { type Keys, keysOf } from "./key.ts";

const encoder = new TextEncoder();

/**
 * Whose answers these are. A credential stands for its principal as a hash, which takes a turn of
 * the event loop to make once; a name given by the application is there at once.
 */
export class EntryNamespace {
  readonly keys: Omit<Keys, "entryPrefix">;
  #prefix: string | Promise<string>;

  constructor(options: {
    baseUrl: string;
    namespace: string;
    principal: string | undefined;
    credential: string | undefined;
  }) {
    const { baseUrl, namespace, principal, credential } = options;
    const keysFor = (name: string) => keysOf({ baseUrl, namespace, principal: name });
    this.keys = keysFor("");
    if (principal !== undefined || credential === undefined) {
      this.#prefix = keysFor(
        principal === undefined ? "anonymous" : `named:${principal}`,
      ).entryPrefix;
      return;
    }
    this.#prefix = hashOf(`${namespace} ${credential}`).then((hash) => {
      this.#prefix = keysFor(`credential:${hash}`).entryPrefix;
      return this.#prefix;
    });
  }

  /** What every entry key begins with. */
  prefix(): string | Promise<string> {
    return this.#prefix;
  }
}

/** 128 bits of SHA-256: tells secrets apart, and tells none. */
export async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", encoder.encode(text));
  const bytes = Array.from(new Uint8Array(digest).subarray(0, 16));
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
