import { createClient } from "@keyv/redis";

/** One client, for the floor and for the stores that are measured beside it. */
export async function connect(url: string) {
  const client = createClient({ url, disableOfflineQueue: true });
  client.on("error", (error) => {
    throw error;
  });
  await client.connect();
  return client;
}

export type BenchClient = Awaited<ReturnType<typeof connect>>;
