import { ConfigurationError } from "../../errors.ts";
import type { RedisClient } from "./transport.ts";

const CONNECT_TIMEOUT_MS = 1_000;
/** Well below the silence after which a connection is given up, so that an idle one is kept. */
const PING_INTERVAL_MS = 500;
const SILENCE_TIMEOUT_MS = 1_500;
const LONGEST_PAUSE_MS = 2_000;

/** A client of this store's own. */
export interface OwnClient {
  /** @throws ConfigurationError when `@keyv/redis` is not installed */
  readonly source: () => Promise<RedisClient>;
  readonly end: () => void;
}

/** Growing pauses, scattered so that processes do not come back in step. */
export function reconnectPauseMs(retries: number, random = Math.random): number {
  const longest = Math.min(50 * 2 ** retries, LONGEST_PAUSE_MS);
  return Math.round(longest * (0.5 + random() / 2));
}

/**
 * Connects with a client that waits for nobody: commands fail at once while the server is away,
 * nothing is kept to be sent later, a connection without a word is given up, and it comes back by
 * itself. Only the first command waits, for the outcome of the first attempt to connect.
 */
export function openClient(url: string): OwnClient {
  const opened = open(url);
  // Whoever uses it is told; nobody may have used it yet.
  opened.catch(() => undefined);
  return {
    source: async () => {
      const { client, firstAttempt } = await opened;
      await firstAttempt;
      return client;
    },
    end: () => {
      opened.then(
        ({ client }) => client.isOpen && client.destroy(),
        () => undefined,
      );
    },
  };
}

async function open(url: string) {
  const { createClient } = await importRedis();
  const client = createClient({
    url,
    disableOfflineQueue: true,
    pingInterval: PING_INTERVAL_MS,
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
      reconnectStrategy: (retries) => reconnectPauseMs(retries),
    },
  });
  const firstAttempt = new Promise<void>((resolve) => {
    client.once("ready", resolve);
    client.on("error", () => resolve());
  });
  // It goes on trying, so this only ends early when it is closed meanwhile.
  client.connect().catch(() => undefined);
  return { client: client as RedisClient & typeof client, firstAttempt };
}

async function importRedis() {
  try {
    return await import("@keyv/redis");
  } catch (cause) {
    throw new ConfigurationError(
      "redisStore({ url }) needs a Redis client: npm install keyv@5 @keyv/redis@5",
      { cause },
    );
  }
}
