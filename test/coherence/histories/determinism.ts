import { createHash, createHmac } from "node:crypto";
import { createRandom } from "../../../src/testing/random.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const exact = (buffer: Buffer): ArrayBuffer => new Uint8Array(buffer).buffer;

/**
 * Runs `run` without what differs from one time to the next: the platform hashes in other threads,
 * which end in any order, and retries wait for a random while.
 */
export async function deterministically<T>(seed: number, run: () => Promise<T>): Promise<T> {
  const secrets = new WeakMap<object, Uint8Array>();
  const { random: usual } = Math;
  const stand = {
    importKey: async (_format: string, bytes: Uint8Array) => {
      const key = {};
      secrets.set(key, bytes);
      return key;
    },
    sign: async (_algorithm: unknown, key: object, data: Bytes) =>
      exact(
        createHmac("sha256", secrets.get(key) ?? new Uint8Array())
          .update(data)
          .digest(),
      ),
    digest: async (_algorithm: unknown, data: Bytes) =>
      exact(createHash("sha256").update(data).digest()),
  };
  for (const [name, value] of Object.entries(stand)) {
    Object.defineProperty(crypto.subtle, name, { value, configurable: true });
  }
  Math.random = createRandom(seed);
  try {
    return await run();
  } finally {
    Math.random = usual;
    for (const name of Object.keys(stand)) Reflect.deleteProperty(crypto.subtle, name);
  }
}
