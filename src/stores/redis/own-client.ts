import { ConfigurationError } from "../../errors.ts";
import { endClient } from "./end-client.ts";
import { givingUpOnSilence } from "./silence.ts";
import type { RedisClient } from "./transport.ts";

const CONNECT_TIMEOUT_MS = 1_000;
/** Well below the silence after which a connection is given up, so that an idle one is kept. */
const PING_INTERVAL_MS = 500;
const LONGEST_SILENCE_MS = 1_500;
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** A client of the store's own. */
export interface OwnClient {
  /** @throws ConfigurationError when `@keyv/redis` is not installed */
  readonly source: () => Promise<RedisClient>;
  readonly end: () => void;
}

/** Growing pauses, scattered so that processes do not come back in step. */
export function reconnectPauseMs(retries: number, random = Math.random): number {
  const longest = Math.min(SHORTEST_PAUSE_MS * 2 ** retries, LONGEST_PAUSE_MS);
  return Math.round(longest * (0.5 + random() / 2));
}

/**
 * Connects with a client that waits for nobody: commands fail at once while the server is away,
 * nothing is kept to be sent later, a connection without a word is given up, and it comes back by
 * itself. Only before the first attempt to connect has ended, commands wait for it.
 */
export function openClient(url: string): OwnClient {
  const opened = open(url);
  // Whoever uses it is told; nobody may have used it yet.
  opened.catch(() => undefined);
  return {
    source: async () => {
      const { client, guarded, firstAttempt, lastError } = await opened;
      await firstAttempt;
      if (client.isReady) return guarded;
      throw new Error("Redis cannot be reached.", { cause: lastError() });
    },
    end: () => {
      opened.then(
        ({ client }) => endClient(client),
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
      socketTimeout: LONGEST_SILENCE_MS,
      // The default gives up for good on a server that was silent.
      reconnectStrategy: (retries) => reconnectPauseMs(retries),
    },
  });
  let lastError: unknown;
  const firstAttempt = new Promise<void>((resolve) => {
    client.once("ready", resolve);
    client.on("error", (error) => {
      lastError = error;
      resolve();
    });
  });
  // Goes on trying until it is closed, and says on the way what goes wrong.
  const connect = () => void client.connect().catch(() => undefined);
  connect();
  const guarded = givingUpOnSilence(client as unknown as RedisClient, LONGEST_SILENCE_MS, () => {
    if (!client.isReady) return;
    client.destroy();
    connect();
  });
  return { client, guarded, firstAttempt, lastError: () => lastError };
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
